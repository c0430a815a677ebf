import type { ModelsStandIn } from "../../models/server.ts";
import type { System } from "../../runtime/system.ts";
import type { ScenarioPlayer } from "../scenarios/player.ts";
import type { ConsoleMedia } from "../send/media.ts";
import type { Sender } from "../send/sender.ts";
import type { Watch } from "../watch/watch.ts";
import type { DeadLetterDesk } from "./dead-letters.ts";
import type { EventLog } from "./event-log.ts";
import type { FaultDesk } from "./fault-desk.ts";

/** What the console's routes work with. */
export interface ConsoleDependencies {
  readonly system: System;
  readonly watch: Watch;
  readonly log: EventLog;
  readonly sender: Sender;
  readonly media: ConsoleMedia;
  readonly faults: FaultDesk;
  readonly deadLetters: DeadLetterDesk;
  readonly scenarios: ScenarioPlayer;
  readonly models: ModelsStandIn | undefined;
}
