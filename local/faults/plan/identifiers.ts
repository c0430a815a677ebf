import type { Plan } from "./plan.ts";

/** What CartaAI may know a person by: every number and id that they ever had. */
export function identifiersOfPerson({ webhooks }: Pick<Plan, "webhooks">, person: number): string[] {
  const items = webhooks.flatMap((webhook) => webhook.items).filter((item) => item.person === person);
  const known = items.flatMap((item) => (item.kind === "message" ? [item.as] : [item.from, item.to]));
  const phones = known.map(({ phone }) => phone).filter((phone) => phone !== undefined);
  const userIds = known.map(({ userId }) => userId).filter((userId) => userId !== undefined);
  return [...new Set([...phones.map((phone) => `+${phone}`), ...userIds])];
}
