import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Construct } from "constructs";
import type { AlarmSettings } from "../../stage-settings.ts";
import { type AlarmDefinition, alarmDefinitions } from "./alarm-definitions.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import type { Monitored } from "./monitored.ts";

export interface AlarmsProps {
  readonly monitored: Monitored;
  readonly settings: AlarmSettings;
  /** What the alarms' names start with: the name is the first thing that is read in a mail. */
  readonly prefix: string;
}

/** The alarms. Each tells when it begins and when it is over, and where the runbook says what to do. */
export class Alarms extends Construct {
  readonly topic: AlarmTopic;
  readonly all: readonly Alarm[];
  readonly definitions: readonly AlarmDefinition[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, "Topic", { email: props.settings.email });
    this.definitions = alarmDefinitions(props.monitored, props.settings);
    this.all = this.definitions.map((definition) => this.alarm(definition, props));
  }

  private alarm(definition: AlarmDefinition, { prefix, settings }: AlarmsProps): Alarm {
    const { section, means, metric, threshold, window = { periods: 1, bad: 1 } } = definition;
    const alarm = new Alarm(this, section, {
      alarmName: `${prefix}-${section}`,
      alarmDescription: `${means} ${settings.runbook}#${section}`,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: window.periods,
      datapointsToAlarm: window.bad,
      // At night nobody writes, and there is nothing to count.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const notify = new SnsAction(this.topic.topic);
    alarm.addAlarmAction(notify);
    alarm.addOkAction(notify);
    return alarm;
  }
}
