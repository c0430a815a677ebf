import { eventHash } from "../../functions/sync-events/ids.ts";
import { type QueueSettings, SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { contentOfMessage, contentOfOrder, standingOf } from "./judge/transcript.ts";
import type { Plan } from "./plan/plan.ts";
import { Random } from "./random.ts";
import type { DeadLetter } from "./world/dead-letter.ts";
import type { World } from "./world/world.ts";

/** Milliseconds between two rounds: what a killed replay held is visible again by then. */
const PAUSE = 10 * 60 * 1000;
/** A replay may meet faults like anything else; they are over sooner or later. */
const ROUNDS = 60;
/** How often the operator presses AWS's own button instead. */
const REDRIVES = 0.2;
/** Milliseconds that a thousand receives take at least. Here SQS moves at once, and nobody may have redriven it before that. */
const A_THOUSAND_RECEIVES = 2 * 60 * 60 * 1000;

export interface Replayed {
  /** Every dead letter that there ever was. */
  readonly letters: readonly DeadLetter[];
  /** Messages that were dead letters before they were answered, or in place of that. */
  readonly turnLetters: readonly DeadLetter[];
  /** Those that are left after all rounds. */
  readonly left: readonly DeadLetter[];
  /** How many were sent back; a killed replay tells nothing of its own. */
  readonly replayed: number;
  /** How many AWS's own redrive has moved. */
  readonly redriven: number;
}

/**
 * The person who brings dead letters back until there are none, with `npm run replay` or now and then with AWS's own
 * redrive. Where nobody else can tell whether an event was applied, they look the conversation up.
 *
 * @param until epoch milliseconds
 */
export async function replayAll(world: World, plan: Plan, until: number): Promise<Replayed> {
  const letters = new Map<string, DeadLetter>();
  const turnLetters = new Map<string, DeadLetter>();
  const random = new Random(`operator ${plan.seed}`);
  let replayed = 0;
  let redriven = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const isRedrive = random.chance(REDRIVES);
    const turns = world.turnLetters();
    for (const letter of turns) turnLetters.set(letter.messageId, letter);
    if (turns.length > 0 && isRedrive) redriven += await redrive(world, TURNS_QUEUE, turns, until);
    else if (turns.length > 0) replayed += await sendTurnsBack(world, until);
    const waiting = world.deadLetters();
    for (const letter of waiting) letters.set(letter.messageId, letter);
    if (waiting.length + turns.length === 0) break;
    for (const letter of [...turns, ...waiting]) {
      world.simulation.tell(() => `dead letter ${letter.eventId}: ${letter.reason}`);
    }
    if (waiting.length > 0 && isRedrive) redriven += await redrive(world, SYNC_QUEUE, waiting, until);
    const sent = waiting.length === 0 || isRedrive ? NOTHING : await sendBack(world, until);
    replayed += sent.replayed;
    const left = world.deadLetters();
    for (const letter of left) letters.set(letter.messageId, letter);
    for (const letter of left) {
      if (sent.undecided.has(eventHash(letter.eventId))) replayed += await decide(letter, world, plan, until);
    }
    await pass(world, PAUSE);
  }
  return {
    letters: [...letters.values()],
    turnLetters: [...turnLetters.values()],
    left: [...world.deadLetters(), ...world.turnLetters()],
    replayed,
    redriven,
  };
}

async function redrive(
  world: World,
  queue: QueueSettings,
  letters: readonly DeadLetter[],
  until: number,
): Promise<number> {
  await pass(world, A_THOUSAND_RECEIVES);
  await world.redrive(queue, until);
  return letters.length;
}

interface SentBack {
  readonly replayed: number;
  /** Hashes of the events that a person has to decide about. */
  readonly undecided: ReadonlySet<string>;
}

const NOTHING: SentBack = { replayed: 0, undecided: new Set() };

/** Whoever has an answer already is recognised by the agent. */
async function sendTurnsBack(world: World, until: number): Promise<number> {
  const request = { action: "run", queue: "turns", force: false, rate: 100, wait: 0 } as const;
  const result = await world.replay(request, until);
  return result?.action === "run" ? result.summary.replayed : 0;
}

async function sendBack(world: World, until: number, ids?: string[]): Promise<SentBack> {
  const result = await world.replay(
    { action: "run", queue: "sync", force: ids !== undefined, rate: 100, wait: 0, ...(ids && { ids }) },
    until,
  );
  if (result?.action !== "run") return { replayed: 0, undecided: new Set() };
  const undecided = result.left.filter(({ why }) => why === "unprovable").map(({ id }) => id);
  return { replayed: result.summary.replayed, undecided: new Set(undecided) };
}

async function decide(letter: DeadLetter, world: World, plan: Plan, until: number): Promise<number> {
  const ids = [eventHash(letter.eventId)];
  if (!isThere(letter, world, plan)) return (await sendBack(world, until, ids)).replayed;
  await world.replay({ action: "discard", queue: "sync", ids, reason: "it is there" }, until);
  return 0;
}

/** Whether CartaAI has the order, or the message as often as it was said. */
function isThere({ eventId }: DeadLetter, world: World, plan: Plan): boolean {
  const { event, person } = world.said.find(eventId);
  if (event === undefined || event.type === "state") return false;
  const standing = standingOf(world, plan, person, world.cartaai.state.ledger().entries);
  if (event.type === "order") {
    return standing.some(({ content }) => content === contentOfOrder(event.orderId));
  }
  const content = contentOfMessage(event.role, event.content);
  const said = world.said.all().filter(({ person: other, event: same }) => {
    const isLine = same?.type === "message" && contentOfMessage(same.role, same.content) === content;
    return other === person && isLine;
  });
  return standing.filter((each) => each.content === content).length >= said.length;
}

async function pass({ simulation }: World, milliseconds: number): Promise<void> {
  simulation.after(milliseconds, () => undefined);
  await simulation.run(simulation.now() + milliseconds);
}
