import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "../../runtime/system.ts";
import type { ChatMessage, Customer, CustomerIdentity, NewFault, SendRequest } from "../api.ts";
import type { Sender } from "../send/sender.ts";
import type { FaultDesk } from "../server/fault-desk.ts";
import type { Watch } from "../watch/watch.ts";

type WithoutCustomer<Request> = Request extends unknown ? Omit<Request, "customerId"> : never;
/** What a customer does, without who it is. */
export type Deed = WithoutCustomer<SendRequest>;

/** What a scenario can do. Everything goes through the same doors as what is typed on the page. */
export interface Stage {
  /** Somebody who writes to the first business. */
  customer(name: string, identity: CustomerIdentity): Customer;
  does(customer: Customer, deed: Deed): Promise<void>;
  /**
   * Waits until the bot has answered whatever was sent before. Without a bot it waits for nothing.
   *
   * @throws when no answer comes within half a minute
   */
  answered(customer: Customer): Promise<void>;
  /** Taps the newest button or row whose title fits; says the words instead if there is none. */
  taps(customer: Customer, title: RegExp, otherwise: string): Promise<void>;
  /** The id of the newest message of the chat. */
  lastMessage(customer: Customer): string | undefined;
  breaks(fault: NewFault): () => void;
  /** @throws when CartaAI does not hold everything that was said within two minutes */
  agrees(customer: Customer): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}

export interface StageOptions {
  readonly system: System;
  readonly watch: Watch;
  readonly sender: Sender;
  readonly faults: FaultDesk;
  readonly hasBot: boolean;
  readonly signal: AbortSignal;
  /** Told of everybody who comes on. */
  readonly onCustomer: (customer: Customer) => void;
}

const LONGEST_ANSWER = 30_000;
const LONGEST_AGREEMENT = 120_000;
const INTERVAL = 100;

export function createStage(options: StageOptions): Stage {
  const { system, watch, sender, faults, hasBot, signal, onCustomer } = options;
  const { chats } = watch.memory;
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal });

  async function until(isTrue: () => boolean, longest: number, what: string): Promise<void> {
    const deadline = Date.now() + longest;
    while (!isTrue()) {
      if (Date.now() > deadline) throw new Error(`${what} within ${longest / 1000} seconds`);
      await pause(INTERVAL);
    }
  }

  /** Whether a queue still holds something of the customer's; what others wait for is none of their business. */
  const waitsIn = ({ id }: Customer, queueUrl: string) =>
    system.queueEngine.groups(queueUrl).some(({ groupId }) => watch.memory.groups.get(groupId) === id);
  const isIdle = (customer: Customer) =>
    [system.queues.turns, system.queues.sync].every((queueUrl) => !waitsIn(customer, queueUrl));

  async function does(customer: Customer, deed: Deed): Promise<void> {
    const { statuses } = await sender.send({ ...deed, customerId: customer.id });
    const refused = statuses.find((status) => status !== 200);
    if (refused !== undefined) throw new Error(`the webhook answered ${refused}`);
  }

  return {
    customer(name, identity) {
      const { phoneNumberId } = system.businesses[0] ?? { phoneNumberId: "" };
      const { customer } = sender.introduce({ phoneNumberId, name, identity });
      onCustomer(customer);
      return customer;
    },
    does,
    async answered(customer) {
      if (!hasBot) return await pause(INTERVAL);
      const isAnswered = () => {
        const last = chats.all(customer.id).findLast(({ from }) => from === "bot" || from === "customer");
        return last?.from === "bot" && chats.get(customer.id)?.typingUntil === undefined;
      };
      await until(isAnswered, LONGEST_ANSWER, "the bot did not answer");
      // An answer may be several messages; they are all there once its turn is settled.
      await until(() => !waitsIn(customer, system.queues.turns), LONGEST_ANSWER, "the turn was not settled");
    },
    async taps(customer, title, otherwise) {
      const option = optionIn(chats.all(customer.id), title);
      if (option === undefined) return await does(customer, { kind: "text", text: otherwise });
      const { id, kind, quoted } = option;
      await does(customer, { kind, id, title: option.title, quoted });
    },
    lastMessage: (customer) => chats.all(customer.id).at(-1)?.id,
    breaks(fault) {
      const { service, id } = faults.add(fault);
      const mend = () => {
        if (faults.list().some((active) => active.service === service && active.id === id)) {
          faults.remove(service, id);
        }
      };
      signal.addEventListener("abort", mend, { once: true });
      return mend;
    },
    async agrees(customer) {
      if (system.cartaai === undefined) return;
      const isSettled = () => isIdle(customer) && chats.get(customer.id)?.agreement.state === "agrees";
      await until(isSettled, LONGEST_AGREEMENT, "CartaAI did not get everything that was said");
    },
    pause,
  };
}

/** Meta shows what was offered last; what is far above is not tapped any more. */
function optionIn(messages: readonly ChatMessage[], title: RegExp) {
  for (const { id: quoted, from, content } of messages.toReversed()) {
    if (from !== "bot") return undefined;
    const options =
      content.kind === "buttons"
        ? content.options
        : content.kind === "list"
          ? content.sections.flatMap((section) => section.options)
          : [];
    const fitting = options.find((option) => title.test(option.title));
    if (fitting) {
      const kind = content.kind === "list" ? ("list" as const) : ("button" as const);
      return { id: fitting.id, title: fitting.title, kind, quoted };
    }
  }
  return undefined;
}
