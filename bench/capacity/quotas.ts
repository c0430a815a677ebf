/** What a restaurant is assumed to bring: on a day, in its busiest hour, and how much its worst minute is above that. */
export const RESTAURANT = {
  conversationsADay: 100,
  turnsAConversation: 8,
  inBusiestHour: 0.3,
  peak: 2,
} as const;

/** Turns a second of so many restaurants whose busiest minutes coincide. */
export function peakTurns(restaurants: number): number {
  const { conversationsADay, turnsAConversation, inBusiestHour, peak } = RESTAURANT;
  return (restaurants * conversationsADay * turnsAConversation * inBusiestHour * peak) / 3600;
}

/** A limit, and how much of it a turn a second takes. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly perTurn: number;
  readonly remedy: string;
}

/**
 * Default quotas of an account in us-east-1, and what a turn takes of them; `perTurn` is docs/cost.md's table.
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
export const QUOTAS: readonly Quota[] = [
  {
    name: "Lambda: invocations under way in an account, 1 000",
    limit: 1_000,
    // Seconds that the invocations of a turn take together: webhooks 0.07, agent 2 × 0.5, sync 2 × 0.46.
    perTurn: 1.99,
    remedy: "raise it (a request to AWS), then more accounts",
  },
  {
    name: "API Gateway: requests a second in an account, 10 000",
    limit: 10_000,
    perTurn: 4,
    remedy: "raise it; three of four are delivery reports",
  },
  {
    name: "DynamoDB: write units a second of a table, 40 000",
    limit: 40_000,
    // Sessions and their marks; the other tables have less.
    perTurn: 11,
    remedy: "raise it; new on-demand tables begin at 4 000 and have to be warmed",
  },
  {
    name: "SQS FIFO: requests a second of a queue, 70 000",
    limit: 70_000,
    // sync.fifo: two messages, each sent, received and deleted.
    perTurn: 6,
    remedy: "more queues: another stack",
  },
];
