import * as z from "zod/mini";
import type { Call } from "../../http/call.ts";
import { toCall } from "../../http/direct-fetch.ts";
import type { Exchange } from "../../http/stand-in-service.ts";
import { LOCAL_SECRETS } from "../../runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import { createWhatsApp, type WhatsApp } from "../../whatsapp/create-whatsapp.ts";
import type { Identifiers } from "../plan/plan.ts";
import { connectionLost } from "./connection-lost.ts";
import type { ExecutionEnvironment, Invocation } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import { aborted, toResponse } from "./http.ts";
import type { Simulation } from "./simulation.ts";
import { toWhatsAppFault } from "./whatsapp-faults.ts";

/** A text that a customer got, and what its sender knows of that. */
export interface Sending {
  readonly text: string;
  /** Digits, or a user id. */
  readonly recipient: string;
  /** When it was asked for, and when it was sent; both count up with everything that happens. */
  readonly begun: number;
  readonly step: number;
  readonly invocation: Invocation;
  /** The Lambda was told that it was sent. */
  readonly confirmed: boolean;
}

/** Milliseconds. */
const LATENCY = 60;

/** The WhatsApp stand-in in simulated time, asked without a socket, with the planned faults in between. */
export class SimulatedWhatsApp {
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #whatsapp: WhatsApp;
  /** Every message that a customer got, in order. */
  readonly sendings: Sending[] = [];

  constructor(simulation: Simulation, faults: FaultInjector) {
    this.#simulation = simulation;
    this.#faults = faults;
    this.#whatsapp = createWhatsApp(
      {
        tokens: [LOCAL_SECRETS.WHATSAPP_TOKEN],
        clock: simulation.now,
        wait: (milliseconds) => simulation.pause(milliseconds),
        latency: LATENCY,
        callLimit: 1,
      },
      () => "http://whatsapp.invalid",
    );
  }

  /** Somebody wrote: for 24 hours they may be written to. */
  wrote({ phone, userId }: Identifiers): void {
    for (const person of [phone, userId]) {
      if (person === undefined) continue;
      const [{ phoneNumberId }] = SAMPLE_BUSINESSES;
      this.#whatsapp.state.setLastInbound({ phoneNumberId, person, at: this.#simulation.now() });
    }
  }

  async fetch(environment: ExecutionEnvironment, url: string, init: RequestInit): Promise<Response> {
    const { invocation } = environment;
    const signal = init.signal ?? new AbortController().signal;
    const begun = this.#simulation.step();
    const call = toCall(url, init);
    const message = messageOf(call);
    const isFaithful = message === undefined || this.#prepareFault();
    if (isFaithful === "refused")
      throw new TypeError("fetch failed", { cause: connectionLost("ECONNREFUSED") });
    const work = this.#whatsapp.service.exchange(call, () => signal.aborted || !environment.alive);
    const response = work.then(async (exchange) => {
      const confirmed = isFaithful && !signal.aborted && environment.alive;
      this.#note(message, exchange, { begun, invocation, confirmed });
      return await toResponse(exchange);
    });
    response.catch(() => undefined);
    return await Promise.race([response, aborted(signal)]);
  }

  /** @returns whether the call will be answered as it should */
  #prepareFault(): boolean | "refused" {
    const planned = this.#faults.next("whatsapp");
    if (planned === undefined) return true;
    this.#faults.struck(planned);
    this.#simulation.tell(() => planned.kind);
    const fault = toWhatsAppFault(planned);
    if (fault === "refused") return "refused";
    // Strikes the next call, which is this one: nothing comes in between.
    this.#whatsapp.state.faults.add({ ...fault, times: 1 });
    return false;
  }

  #note(
    message: Pick<Sending, "text" | "recipient"> | undefined,
    exchange: Exchange | undefined,
    sender: Pick<Sending, "begun" | "invocation" | "confirmed">,
  ) {
    if (message === undefined || exchange?.own?.status !== 200) return;
    this.sendings.push({ ...message, step: this.#simulation.step(), ...sender });
    this.#simulation.tell(
      () => `WhatsApp sends "${message.text}", and the Lambda is told: ${sender.confirmed}`,
    );
  }
}

const textSchema = z.object({
  to: z.optional(z.string()),
  recipient: z.optional(z.string()),
  text: z.object({ body: z.string() }),
});

/** Undefined for anything but a text, such as a mark that a message was read. */
function messageOf({ body }: Call): Pick<Sending, "text" | "recipient"> | undefined {
  const { data } = z.safeParse(textSchema, JSON.parse(Buffer.from(body ?? []).toString()));
  return data && { text: data.text.body, recipient: data.to ?? data.recipient ?? "" };
}
