import type { Evidence } from "../evidence.ts";
import type { Scenario } from "../scenario.ts";
import { checkAcknowledgements, checkIndependence } from "./acknowledgements.ts";
import { checkAnswers } from "./answers.ts";
import { checkCalls, checkLookups } from "./calls.ts";
import type { Check } from "./check.ts";
import { checkConversations } from "./conversations.ts";
import { checkLogs } from "./logs.ts";
import { checkModels } from "./models.ts";
import { checkOrders } from "./orders.ts";
import { checkSettled } from "./settled.ts";
import { checkStates } from "./states.ts";
import { checkDuplicates, checkTranscripts } from "./transcripts.ts";

/** Everything that has to be so after a day. */
export function judge(scenario: Scenario, evidence: Evidence): readonly Check[] {
  return [
    checkAcknowledgements(scenario, evidence),
    checkIndependence(scenario, evidence),
    checkSettled(evidence),
    ...checkTranscripts(scenario, evidence),
    checkDuplicates(scenario, evidence),
    checkAnswers(scenario, evidence),
    ...checkStates(scenario, evidence),
    checkOrders(scenario, evidence),
    checkModels(scenario, evidence),
    checkConversations(scenario, evidence),
    checkCalls(scenario, evidence),
    checkLookups(scenario, evidence),
    checkLogs(scenario, evidence),
  ];
}
