import { ack } from "./ack/ack.ts";
import { agentTurn } from "./agent-turn.ts";
import { awsRequests } from "./aws-requests/aws-requests.ts";
import { callsPerTurn } from "./calls-per-turn.ts";
import { capacity } from "./capacity/capacity.ts";
import { coldStart } from "./cold-start/cold-start.ts";
import { consolePage } from "./console/console.ts";
import { drain } from "./drain/drain.ts";
import type { Bench } from "./harness/bench.ts";
import { hotPaths } from "./hot-paths/hot-paths.ts";
import { scale } from "./scale.ts";
import { syncBatch } from "./sync-batch.ts";

/** All that can be measured, in the order of docs/performance.md. */
export const BENCHES: readonly Bench[] = [
  ack,
  coldStart,
  callsPerTurn,
  syncBatch,
  awsRequests,
  scale,
  agentTurn,
  hotPaths,
  drain,
  capacity,
  consolePage,
];
