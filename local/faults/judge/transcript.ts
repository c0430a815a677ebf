import type { NumberedEntry } from "../../cartaai/ledger.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Plan } from "../plan/plan.ts";
import type { SavedWrite } from "../world/cartaai.ts";
import { FOREIGN, type World } from "../world/world.ts";

/** A message or an order that stands at CartaAI. */
export interface Standing {
  /** What was written, as one text. */
  readonly content: string;
  readonly sessionId: string;
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whoever asked for it, if that can be told. */
  readonly write: SavedWrite | undefined;
}

/** What a person's conversations hold at CartaAI, in the order in which it was saved. */
export function standingOf(
  world: World,
  plan: Plan,
  person: number,
  ledger: readonly NumberedEntry[],
): Standing[] {
  const own = new Set(identifiersOfPerson(plan, person));
  const entries = ledger.filter(({ userId }) => own.has(userId));
  const sessions = [...new Set(entries.map(({ sessionId }) => sessionId))];
  const writes = Map.groupBy(
    sessions.flatMap((sessionId) => world.cartaai.savedIn(sessionId)),
    (write) => `${write.sessionId}\n${contentOfBody(write.body)}`,
  );
  return entries.flatMap((entry) => {
    const content = contentOfEntry(entry);
    if (content === undefined || content.includes(FOREIGN)) return [];
    const { sessionId, sequence } = entry;
    const write = writes.get(`${sessionId}\n${content}`)?.shift();
    return [{ content, sessionId, sequence, at: Date.parse(entry.at), write }];
  });
}

export function contentOfMessage(role: string, content: string): string {
  return `${role}: ${content}`;
}

export function contentOfOrder(orderId: string): string {
  return `order ${orderId}`;
}

export function contentOfEntry(entry: NumberedEntry): string | undefined {
  if (entry.kind === "message") return contentOfMessage(entry.role, entry.content);
  return entry.kind === "order" ? contentOfOrder(entry.orderId) : undefined;
}

function contentOfBody(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if ("orderId" in body) return contentOfOrder(String(body.orderId));
  return "role" in body && "content" in body
    ? contentOfMessage(String(body.role), String(body.content))
    : undefined;
}
