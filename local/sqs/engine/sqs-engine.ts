import { randomUUID } from "node:crypto";
import { LOCAL_ACCOUNT } from "../../runtime/aws-account.ts";
import { type ActionContext, type ActionName, act, type RequestOf, type ResultOf } from "./actions.ts";
import { actWithFault, type Fault, type FaultCall, type FaultSource } from "./faults.ts";
import { type MessageView, type QueueView, viewOfMessage, viewOfQueue } from "./inspection.ts";
import { IN_FLIGHT_LIMITS, type InFlightLimits } from "./limits.ts";
import type { GroupHold, GroupView } from "./message-groups.ts";
import { MoveTasks } from "./move-tasks.ts";
import type { Queue } from "./queue.ts";
import { QueueRegistry } from "./queue-registry.ts";
import type { ReceiveQuirks } from "./receive.ts";
import { readReceiveParameters } from "./receive-parameters.ts";

export interface SqsEngineOptions {
  /** Epoch milliseconds; default the machine's clock. */
  readonly clock?: () => number;
  /** Makes the ids of messages and tasks; default random UUIDs. */
  readonly newId?: () => string;
  readonly region?: string;
  readonly accountId?: string;
  /** What addresses of queues begin with, for callers in process; default the region's own. */
  readonly endpoint?: string;
  /** Default "group", as documented. */
  readonly groupHold?: GroupHold;
  readonly inFlightLimits?: Partial<InFlightLimits>;
  /** Default none. */
  readonly faults?: FaultSource;
}

/** How one request is to be carried out. */
export interface PerformOptions {
  readonly fault?: Fault | undefined;
  /** What the addresses of queues in the answer begin with. */
  readonly endpoint?: string;
}

/**
 * SQS without a network: synchronous, and the same answers for the same requests at the same times. Nothing happens by
 * itself; each request first lets happen what is due by the clock. Requests and answers have the shapes of SQS; a
 * ReceiveMessage never waits.
 */
export class SqsEngine {
  readonly #registry: QueueRegistry;
  readonly #moveTasks: MoveTasks;
  readonly #endpoint: string;
  readonly #faults: FaultSource | undefined;

  constructor(options: SqsEngineOptions = {}) {
    const { region = LOCAL_ACCOUNT.region, accountId = LOCAL_ACCOUNT.id } = options;
    this.#registry = new QueueRegistry({
      clock: options.clock ?? Date.now,
      newId: options.newId ?? randomUUID,
      region,
      accountId,
      groupHold: options.groupHold ?? "group",
      inFlightLimits: { ...IN_FLIGHT_LIMITS, ...options.inFlightLimits },
    });
    this.#moveTasks = new MoveTasks(this.#registry);
    this.#endpoint = options.endpoint ?? `https://sqs.${region}.amazonaws.com`;
    this.#faults = options.faults;
  }

  /**
   * Carries a request out, with the fault that the option `faults` has for it.
   *
   * @throws {SqsError} what SQS answers instead
   * @throws {ConnectionLostError} for a fault
   */
  call<Name extends ActionName>(action: Name, request: RequestOf<Name>): ResultOf<Name> {
    return this.perform(action, request, { fault: this.faultFor(action, request) });
  }

  /** Carries a request out, with this fault or with none. Throws as `call` does. */
  perform<Name extends ActionName>(
    action: Name,
    request: RequestOf<Name>,
    { fault, endpoint = this.#endpoint }: PerformOptions = {},
  ): ResultOf<Name> {
    this.#moveTasks.advance(this.now());
    const run = (asked: RequestOf<Name>, receiveQuirks?: ReceiveQuirks) =>
      act(action, this.#context(endpoint, receiveQuirks), asked);
    return fault === undefined ? run(request) : actWithFault<Name>(fault, request, run);
  }

  faultFor<Name extends ActionName>(action: Name, request: RequestOf<Name>): Fault | undefined {
    // The pair is one of the union's members, which TypeScript cannot see through the type parameter.
    return this.#faults?.({ action, request } as FaultCall);
  }

  /** By the engine's clock, epoch milliseconds. */
  now(): number {
    return this.#registry.now();
  }

  /** A queue's address for callers in process. */
  queueUrl(name: string): string {
    return this.#queueUrl(this.#endpoint, name);
  }

  /** All queues, in order of creation. */
  queues(): QueueView[] {
    return this.#registry.list().map((queue) => viewOfQueue(this.#upToDate(queue)));
  }

  /** @throws {SqsError} QueueDoesNotExist, as all of these do */
  inspect(queueUrl: string): QueueView {
    return viewOfQueue(this.#resolve(queueUrl));
  }

  /** All messages of a queue in the order in which they came, without receiving them. */
  messages(queueUrl: string): MessageView[] {
    return [...this.#resolve(queueUrl).messages.all()].map(viewOfMessage);
  }

  /** The message groups of a FIFO queue. */
  groups(queueUrl: string): GroupView[] {
    return this.#resolve(queueUrl).groups?.views() ?? [];
  }

  /**
   * Ends the visibility timeout of messages in flight, as if its time had come.
   *
   * @param isChosen default all
   * @returns how many there were
   */
  expireVisibility(queueUrl: string, isChosen: (message: MessageView) => boolean = () => true): number {
    const { messages } = this.#resolve(queueUrl);
    const chosen = [...messages.all()].filter(
      (message) => message.state === "inFlight" && isChosen(viewOfMessage(message)),
    );
    for (const message of chosen) messages.reveal(message);
    return chosen.length;
  }

  /**
   * When a receive may next find more than it finds now if nobody does anything: a visibility timeout or a delay ends,
   * or a move task moves a message.
   *
   * @param queueUrl default any queue
   * @returns epoch milliseconds, undefined for never
   */
  nextVisibleAt(queueUrl?: string): number | undefined {
    const queues = queueUrl === undefined ? this.#registry.list() : [this.#resolve(queueUrl)];
    return earliest([...queues.map(({ messages }) => messages.nextVisibleAt), this.#moveTasks.nextAt]);
  }

  /** The same, also counting messages whose retention period ends. */
  nextEventAt(): number | undefined {
    return earliest([...this.#registry.list().map((queue) => queue.nextExpiryAt), this.nextVisibleAt()]);
  }

  /** Tells of everything after which a receive may find more than before. Returns what ends that. */
  onChange(queueUrl: string, listener: () => void): () => void {
    return this.#resolve(queueUrl).messages.onChange(listener);
  }

  /** How long a receive is to wait for messages, in seconds. @throws {SqsError} */
  waitOf(request: RequestOf<"ReceiveMessage">): number {
    return readReceiveParameters(this.#registry.resolve(request.QueueUrl), request).wait;
  }

  #resolve(queueUrl: string): Queue {
    this.#moveTasks.advance(this.now());
    return this.#registry.resolve(queueUrl);
  }

  #upToDate(queue: Queue): Queue {
    return this.#resolve(queue.identity.name);
  }

  #context(endpoint: string, receiveQuirks: ReceiveQuirks | undefined): ActionContext {
    const queueUrl = (queue: Queue) => this.#queueUrl(endpoint, queue.identity.name);
    return { registry: this.#registry, moveTasks: this.#moveTasks, queueUrl, receiveQuirks };
  }

  #queueUrl(endpoint: string, name: string): string {
    return `${endpoint}/${this.#registry.settings.accountId}/${name}`;
  }
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
