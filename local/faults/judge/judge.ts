import type { LedgerReading } from "../../cartaai/ledger.ts";
import type { Plan } from "../plan/plan.ts";
import { isApology, mustPrecede, type SaidEvent } from "../world/said.ts";
import type { World } from "../world/world.ts";
import { areInSeveral, collisionOf } from "./collision.ts";
import { judgeStates } from "./states.ts";
import { contentOfMessage, contentOfOrder, type Standing, standingOf } from "./transcript.ts";
import type { Collision, Damage } from "./verdict.ts";

/** Compares what CartaAI ever accepted with what was said. @param aside ids of events that were dead letters once */
export function judge(world: World, plan: Plan, aside: ReadonlySet<string>): Damage[] {
  const { entries, overwritten } = world.cartaai.state.ledger();
  const said = Map.groupBy(world.said.all().filter(mattersToCartaAI), ({ person }) => person);
  return [...said].flatMap(([person, events]) => [
    ...judgePerson(world, plan, person, events, { entries, overwritten }, aside),
    ...judgeStates(plan, person, events, entries, aside),
  ]);
}

function judgePerson(
  world: World,
  plan: Plan,
  person: number,
  events: readonly SaidEvent[],
  ledger: LedgerReading,
  aside: ReadonlySet<string>,
): Damage[] {
  const wanted = Map.groupBy(events.filter(isLine), contentOf);
  const everWritten = standingOf(world, plan, person, ledger.entries);
  const standing = withoutRepetitions(
    everWritten,
    (content) => wanted.get(content)?.length ?? 0,
    world.cartaai.forgotten,
  );
  const found = Map.groupBy(standing, ({ content }) => content);
  const damages: Damage[] = [];
  for (const content of new Set([...found.keys(), ...wanted.keys()])) {
    const missing = (wanted.get(content)?.length ?? 0) - (found.get(content)?.length ?? 0);
    if (missing === 0) continue;
    const those = wanted.get(content) ?? [];
    const tally = { content, wanted: those, found: found.get(content)?.length ?? 0 };
    const collision = plan.merging.includes(person) ? collisionOf(tally, ledger) : undefined;
    const damage = toDamage(content, missing, collision);
    for (let each = 0; each < Math.abs(missing); each++) damages.push(damage);
  }
  if (damages.length > 0) return damages;
  const repeated = everWritten.filter((entry) => !standing.includes(entry)).map(({ content }) => content);
  const contentsOf = (isMeant: (those: readonly SaidEvent[]) => boolean) =>
    [...wanted].flatMap(([content, those]) => (isMeant(those) ? [content] : []));
  const anywhere = new Set([...repeated, ...contentsOf(areInSeveral)]);
  const late = new Set(contentsOf((those) => those.some(({ id }) => aside.has(id))));
  return judgeOrder(standing, wanted, plan.merging.includes(person), { anywhere, late });
}

function toDamage(content: string, missing: number, collision: Collision | undefined): Damage {
  if (collision !== undefined) return { kind: "collided", detail: `${collision}: ${content}`, collision };
  return { kind: missing > 0 ? "lost" : "duplicated", detail: content };
}

/**
 * What stood in a session that vanished is gone: where nobody could know any more that it was written, it is written
 * again, and doubles nothing (docs/decisions/0005). That is so only if something went wrong in the writing itself.
 */
function withoutRepetitions(
  standing: readonly Standing[],
  wanted: (content: string) => number,
  forgotten: readonly number[],
): Standing[] {
  const excess = new Map<string, number>();
  for (const { content } of standing) excess.set(content, (excess.get(content) ?? -wanted(content)) + 1);
  return standing.filter((entry, index) => {
    const tooMany = excess.get(entry.content) ?? 0;
    const isRepeated =
      tooMany > 0 && standing.slice(index + 1).some((later) => isRepetition(entry, later, forgotten));
    if (isRepeated) excess.set(entry.content, tooMany - 1);
    return !isRepeated;
  });
}

function isRepetition(entry: Standing, later: Standing, forgotten: readonly number[]): boolean {
  const isInDoubt = entry.write === undefined || !entry.write.confirmed || !entry.write.invocation.clean;
  const hasVanished = forgotten.some((at) => entry.at <= at && at <= later.at);
  return later.content === entry.content && later.sessionId !== entry.sessionId && hasVanished && isInDoubt;
}

/**
 * Equal lines are taken to be in the order in which they were queued, which is the one that they should be in.
 *
 * @param anywhere lines that may stand anywhere: some of them were written once more, or belong to different conversations
 * @param late lines that may come after what went on without them, but before nothing that they follow: some of them were
 *   dead letters
 */
function judgeOrder(
  standing: readonly Standing[],
  wanted: ReadonlyMap<string, readonly SaidEvent[]>,
  isMerging: boolean,
  { anywhere, late }: { readonly anywhere: ReadonlySet<string>; readonly late: ReadonlySet<string> },
): Damage[] {
  const queues = new Map([...wanted].map(([content, events]) => [content, events.toSorted(bySequence)]));
  const inOrder = standing.flatMap(({ content }) => {
    const event = queues.get(content)?.shift();
    return event === undefined || anywhere.has(content) ? [] : [event];
  });
  return inOrder.flatMap((event, index) => {
    if (late.has(contentOf(event))) return [];
    const overtaker = inOrder.slice(0, index).find((earlier) => mustPrecede(event, earlier, isMerging));
    return overtaker === undefined
      ? []
      : [{ kind: "reordered", detail: `${contentOf(event)} after ${contentOf(overtaker)}` }];
  });
}

/** An apology is told once, and never again if that fails (docs/decisions/0011). */
function mattersToCartaAI({ id, acceptedAt, sequence }: SaidEvent): boolean {
  const isQueued = acceptedAt < Number.POSITIVE_INFINITY || sequence !== "";
  return isQueued || !isApology(id);
}

function bySequence(one: SaidEvent, other: SaidEvent): number {
  return one.sequence.localeCompare(other.sequence);
}

function isLine({ event }: SaidEvent): boolean {
  return event?.type !== "state";
}

function contentOf({ id, event }: SaidEvent): string {
  if (event?.type === "message") return contentOfMessage(event.role, event.content);
  return event?.type === "order" ? contentOfOrder(event.orderId) : `never published: ${id}`;
}
