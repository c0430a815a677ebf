import type {
  ActiveFault,
  ChatMessage,
  ConsoleBusiness,
  Customer,
  Queues,
  Scenario,
  ScenarioRun,
  State,
  Timeline,
} from "../../../api.ts";

/** Whether events arrive. "lost": they did, and will again once the server answers. */
export type Connection = "connecting" | "live" | "lost";

export interface Chat {
  /** By sequence. */
  readonly messages: readonly ChatMessage[];
  /** Whether the server has older ones. */
  readonly more: boolean;
  /** False until the server has been asked; what events tell is kept from before that on. */
  readonly loaded: boolean;
}

/** Everything that the page shows of the system. Never changed in place. */
export interface ConsoleState {
  readonly connection: Connection;
  /** Why there is nothing to show. */
  readonly failure: string | undefined;
  readonly loaded: boolean;
  /** Grows each time that everything is loaded anew: what was fetched before is out of date. */
  readonly generation: number;
  readonly businesses: readonly ConsoleBusiness[];
  readonly customers: ReadonlyMap<string, Customer>;
  /** By customer; only those that were looked at. */
  readonly chats: ReadonlyMap<string, Chat>;
  /** By message; only those that were looked at. Undefined while nothing is known of one yet. */
  readonly timelines: ReadonlyMap<string, Timeline | undefined>;
  /** How often CartaAI's side of a customer has changed. */
  readonly mirrorChanges: ReadonlyMap<string, number>;
  readonly faults: readonly ActiveFault[];
  readonly queues: Queues;
  readonly scenarios: readonly Scenario[];
  readonly scenarioRun: ScenarioRun | undefined;
  readonly has: State["has"];
}

export const EMPTY_CHAT: Chat = { messages: [], more: false, loaded: false };

export const INITIAL: ConsoleState = {
  connection: "connecting",
  failure: undefined,
  loaded: false,
  generation: 0,
  businesses: [],
  customers: new Map(),
  chats: new Map(),
  timelines: new Map(),
  mirrorChanges: new Map(),
  faults: [],
  queues: { at: new Date(0).toISOString(), queues: [] },
  scenarios: [],
  scenarioRun: undefined,
  has: { agent: "none", cartaai: false, whatsapp: false, models: false, replay: false },
};
