import { COST_OF_A_MILLION_TURNS } from "../cost-of-a-million-turns.ts";
import { DEAD_LETTER_RETENTION, SYNC_QUEUE, TURNS_QUEUE } from "../resources.ts";
import type { StageSettings } from "../stage-settings.ts";
import type { AlarmDefinition } from "./observability/alarm-definitions.ts";

export interface ReviewersGuideProps {
  readonly stage: StageSettings;
  /** What the secrets' names start with. */
  readonly secretsPrefix: string;
  readonly alarms: readonly Pick<AlarmDefinition, "section" | "means">[];
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** What somebody asks who has nothing but the template; stands in its `Metadata`. Tests hold it to the resources. */
export function reviewersGuide(props: ReviewersGuideProps): Record<string, unknown> {
  const { dollars, pricesAsOf } = COST_OF_A_MILLION_TURNS;
  return {
    WhenAnEventFails: whenAnEventFails(props.stage),
    WhoCanReadASecret: whoCanReadASecret(props),
    WhatPagesAPerson: {
      ...Object.fromEntries(props.alarms.map(({ section, means }) => [section, means])),
      where: props.stage.alarms.email
        ? `Mailed to ${props.stage.alarms.email}, when it begins and when it is over.`
        : "Announced on the alarm topic, to which nobody is subscribed in this stage.",
    },
    WhatAMillionTurnsCost: `About $${dollars} at AWS (list prices of ${pricesAsOf}), models and WhatsApp not included: docs/cost.md.`,
  };
}

function whenAnEventFails({ cartaai, bot }: StageSettings): Record<string, string> {
  const days = DEAD_LETTER_RETENTION / DAY;
  return {
    webhook:
      "Not queued: answered with a 500. Meta delivers again for 7 days; ids make the repetition harmless.",
    syncEvent: `While trying again may help, it waits in ${SYNC_QUEUE.name}, its conversation behind it, for ${cartaai.patience} hours, at most 15 minutes between two attempts. Then, or at once if nothing can help, it goes to ${SYNC_QUEUE.deadLetterName} with its reason.`,
    turn: `It waits in ${TURNS_QUEUE.name} for ${bot.patience} minutes, then goes to ${TURNS_QUEUE.deadLetterName} with its reason.`,
    deadLetter: `Kept ${days} days. An alarm tells a person; docs/runbook.md says how it is looked at, sent back or discarded.`,
    lambdaThatCannotStart: `SQS itself moves a message to the dead letters after ${SYNC_QUEUE.maxReceiveCount} receives.`,
  };
}

/** By name. Roles of Lambdas; whoever administers the account can of course read everything. */
function whoCanReadASecret({ stage, secretsPrefix }: ReviewersGuideProps): Record<string, string[]> {
  return {
    [`${secretsPrefix}/whatsapp`]: ["webhook"],
    [`${secretsPrefix}/cartaai`]: ["agent", "sync"],
    ...(stage.bot.models && { [`${secretsPrefix}/models`]: ["agent"] }),
    ...(stage.bot.kind === "http" && { [`${secretsPrefix}/bot`]: ["agent"] }),
    [`${secretsPrefix}/businesses/*`]: ["agent"],
  };
}
