import { setImmediate } from "node:timers/promises";
import { FaultRegistry } from "../http/fault-registry.ts";
import { createStandInService, type ServiceOptions, type StandInService } from "../http/stand-in-service.ts";
import { type StandInTime, standInTime, type TimeOptions } from "../http/time.ts";
import { answerWithin } from "./answer.ts";
import { cartaaiControlRoutes } from "./control-routes.ts";
import { type ConversationAnswer, conversationAnswer } from "./conversation-answer.ts";
import type { Change } from "./conversation-changes.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import { Conversations } from "./conversations.ts";
import { cartaaiBehaviour, cartaaiFaultSchema } from "./faults.ts";
import type { LedgerReading } from "./ledger.ts";
import { type Order, type OrderStatus, Orders } from "./orders.ts";
import { menuRoutes, orderRoutes } from "./restaurant-routes.ts";
import { SAMPLE_RESTAURANTS } from "./restaurants/index.ts";
import type { Restaurant } from "./restaurants/restaurant.ts";
import { Tenants } from "./tenants.ts";
import { type TranscriptMessage, transcriptOf } from "./transcript.ts";

/** Bytes of JSON. */
const BODY_LIMIT = 1024 * 1024;

export interface CartaAISettings extends TimeOptions, ServiceOptions {
  readonly apiKeys: readonly string[];
  /** Lets a person read with a bare browser or curl: a GET without any key is answered. Default false. */
  readonly readsWithoutKey?: boolean;
  /** Default the sample restaurants. */
  readonly restaurants?: readonly Restaurant[];
  /**
   * Milliseconds between a write's reading and its saving of the document, default 3. With 0 it is still one turn of
   * the event loop, so that two writes at once collide.
   */
  readonly writePause?: number;
  /** Milliseconds from a conversation's expiry to the removal of its record. Default never. */
  readonly removeAfter?: number;
}

/** What is behind CartaAI's API, and what can be done to it besides. */
export interface CartaAIState {
  readonly faults: FaultRegistry<typeof cartaaiFaultSchema>;
  /** Every message, state and order link that was ever saved; see `LedgerReading`. */
  ledger(): LedgerReading;
  /** A conversation as the API shows it; undefined when its record has been removed. */
  conversation(sessionId: string): ConversationAnswer | undefined;
  conversations(): ConversationAnswer[];
  /** All that a person and a restaurant said, over all their conversations, beyond the last 20. */
  transcript(userId: string, subDomain: string): TranscriptMessage[];
  /** Removes every conversation's record at once; the ledger stays. */
  forgetSessions(): void;
  /** Writes to a conversation past the API, in one step that no other write can come in between of. */
  write(sessionId: string, change: Change): void;
  orders(): Order[];
  /** What the staff do in their own application. Undefined when there is no such order. */
  setOrderStatus(orderId: string, status: OrderStatus): Order | undefined;
}

export interface CartaAI {
  readonly state: CartaAIState;
  readonly service: StandInService;
  readonly time: StandInTime;
}

/** CartaAI without a network. */
export function createCartaAI(settings: CartaAISettings): CartaAI {
  const { apiKeys, readsWithoutKey = false, writePause = 3 } = settings;
  const time = standInTime(settings);
  const faults = new FaultRegistry(cartaaiFaultSchema);
  const orders = new Orders(time.now);
  const tenants = new Tenants(settings.restaurants ?? SAMPLE_RESTAURANTS);
  const conversations = new Conversations({
    clock: time.now,
    removeAfter: settings.removeAfter ?? Number.POSITIVE_INFINITY,
    pause: () => (writePause > 0 ? time.wait(writePause) : setImmediate()),
  });

  const service = createStandInService(
    {
      routes: [
        ...conversationRoutes(conversations, tenants),
        ...menuRoutes(tenants),
        ...orderRoutes(orders, tenants),
      ],
      controls: cartaaiControlRoutes(conversations, orders),
      bodyLimit: BODY_LIMIT,
      faults,
      behaviourOf: (fault, operation) => cartaaiBehaviour(fault, operation, () => conversations.forget()),
      answer: answerWithin({ apiKeys, readsWithoutKey }),
    },
    settings,
    time,
  );
  const state: CartaAIState = {
    faults,
    ledger: () => conversations.ledger(),
    conversation: (sessionId) => {
      const record = conversations.find(sessionId);
      return record && conversationAnswer(record);
    },
    conversations: () => conversations.list().map(conversationAnswer),
    transcript: (userId, subDomain) => transcriptOf(conversations.writtenIn({ userId, subDomain })),
    forgetSessions: () => conversations.forget(),
    write: (sessionId, change) => conversations.writeAtOnce(sessionId, change),
    orders: () => orders.all(),
    setOrderStatus: (orderId, status) => orders.setStatus(orderId, status),
  };
  return { state, service, time };
}
