import { type CartaAI, createCartaAI } from "../../cartaai/create-cartaai.ts";
import type { Call } from "../../http/call.ts";
import { toCall } from "../../http/direct-fetch.ts";
import { proxyPage } from "../../http/reply.ts";
import type { Exchange } from "../../http/stand-in-service.ts";
import { LOCAL_SECRETS } from "../../runtime/lambda-environment.ts";
import type { Outage } from "../plan/plan.ts";
import { outageFault, PROXY_PATIENCE, toStandInFault } from "./cartaai-faults.ts";
import { connectionLost } from "./connection-lost.ts";
import type { ExecutionEnvironment, Invocation } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import { aborted, toResponse } from "./http.ts";
import type { Simulation } from "./simulation.ts";

/** A write that CartaAI saved, and who had asked for it. */
export interface SavedWrite {
  readonly sessionId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly body: unknown;
  readonly invocation: Invocation;
  /** The Lambda was told. */
  readonly confirmed: boolean;
}

/** Milliseconds: an answer takes its time, so that conversations really run side by side. */
const LATENCY = 15;

/** The CartaAI stand-in in simulated time, asked without a socket, with the planned faults in between. */
export class SimulatedCartaAI {
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #outages: readonly Outage[];
  readonly #start: number;
  readonly #cartaai: CartaAI;
  readonly #saved = new Map<string, SavedWrite[]>();
  /** When all sessions were forgotten, epoch milliseconds. */
  readonly forgotten: number[] = [];

  constructor(simulation: Simulation, faults: FaultInjector, outages: readonly Outage[]) {
    this.#simulation = simulation;
    this.#faults = faults;
    this.#outages = outages;
    this.#start = simulation.now();
    this.#cartaai = createCartaAI({
      apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY],
      clock: simulation.now,
      wait: (milliseconds) => simulation.pause(milliseconds),
      latency: LATENCY,
      callLimit: 1,
    });
  }

  get state() {
    return this.#cartaai.state;
  }

  /** In the order in which they were saved. */
  savedIn(sessionId: string): readonly SavedWrite[] {
    return this.#saved.get(sessionId) ?? [];
  }

  async fetch(environment: ExecutionEnvironment, url: string, init: RequestInit): Promise<Response> {
    const { invocation } = environment;
    const signal = init.signal ?? new AbortController().signal;
    const answers = this.#prepareFault();
    if (answers === "nobody") throw new TypeError("fetch failed", { cause: connectionLost("ECONNREFUSED") });
    const call = toCall(url, init);
    const work = this.#cartaai.service.exchange(call, () => signal.aborted || !environment.alive);
    const response = work.then(async (exchange) => {
      this.#simulation.tell(() => describeExchange(call, exchange));
      this.#note(
        call,
        exchange,
        invocation,
        answers === "faithfully" && !signal.aborted && environment.alive,
      );
      return await toResponse(exchange);
    });
    response.catch(() => undefined);
    return await Promise.race([answers === "a proxy" ? this.#badGateway() : response, aborted(signal)]);
  }

  /** The proxy's page, once it has waited long enough. */
  async #badGateway(): Promise<Response> {
    await this.#simulation.pause(PROXY_PATIENCE);
    const { status, headers, body } = proxyPage(504);
    return new Response(Buffer.from(body), { status, headers });
  }

  /** @returns who will answer the call, or whether CartaAI does as it should */
  #prepareFault(): "faithfully" | "wrongly" | "a proxy" | "nobody" {
    const sinceStart = this.#simulation.now() - this.#start;
    const outage = this.#outages.find(({ from, to }) => from <= sinceStart && sinceStart < to);
    // Nothing that is planned is used up by an outage, which looks the same with it.
    const planned = outage === undefined ? this.#faults.next("cartaai") : undefined;
    if (outage !== undefined) {
      this.#faults.count(outage.how === "429" ? "cartaai-busy-for-hours" : "cartaai-gone-for-hours");
    }
    if (planned !== undefined) this.#faults.struck(planned);
    else if (outage === undefined) return "faithfully";
    const fault = outage !== undefined ? outageFault(outage) : planned && toStandInFault(planned);
    if (fault === undefined || fault === "refused") return "nobody";
    if (fault.fault === "forgetSessions") this.forgotten.push(this.#simulation.now() + LATENCY);
    // Strikes the next call, which is this one: nothing comes in between.
    this.#cartaai.state.faults.add({ ...fault, times: 1 });
    if (planned?.kind === "cartaai-applied-behind-a-proxy") return "a proxy";
    return fault.fault === "forgetSessions" ? "faithfully" : "wrongly";
  }

  #note({ path, body, method }: Call, exchange: Exchange | undefined, invocation: Invocation, told: boolean) {
    const [, encoded] = /\/conversations\/([^/]+)\/(?:messages|orders|sync)$/.exec(path) ?? [];
    if (method === "GET" || encoded === undefined || exchange?.own?.status !== 200) return;
    const sessionId = decodeURIComponent(encoded);
    const write: SavedWrite = {
      sessionId,
      at: this.#simulation.now(),
      body: JSON.parse(Buffer.from(body ?? []).toString()),
      invocation,
      confirmed: told,
    };
    this.#saved.set(sessionId, [...this.savedIn(sessionId), write]);
  }
}

function describeExchange({ method, path, body }: Call, exchange: Exchange | undefined): string {
  const answer = exchange?.answer ?? "gone";
  const told = typeof answer === "string" ? answer : answer.status;
  return `CartaAI ${method} ${path} ${Buffer.from(body ?? []).toString()} applied: ${exchange?.own?.status ?? "no"}, answer: ${told}`;
}
