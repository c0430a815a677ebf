import { Construct } from "constructs";
import type { AlarmSettings } from "../stage-settings.ts";
import { Alarms } from "./observability/alarms.ts";
import type { Monitored } from "./observability/monitored.ts";
import { OperationsDashboard } from "./observability/operations-dashboard.ts";
import { SavedQueries } from "./observability/saved-queries.ts";

export interface ObservabilityProps {
  readonly monitored: Monitored;
  readonly settings: AlarmSettings;
  /** What names in the console start with: the product and the stage. */
  readonly prefix: string;
}

/** What tells a person that something is wrong, and where to look. */
export class Observability extends Construct {
  readonly alarms: Alarms;
  readonly dashboard: OperationsDashboard;

  constructor(scope: Construct, id: string, { monitored, settings, prefix }: ObservabilityProps) {
    super(scope, id);
    this.alarms = new Alarms(this, "Alarms", { monitored, settings, prefix });
    this.dashboard = new OperationsDashboard(this, "Dashboard", {
      name: prefix,
      monitored,
      alarms: this.alarms.all,
    });
    new SavedQueries(this, "Queries", { folder: prefix, monitored });
  }
}
