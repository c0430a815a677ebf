/** What a route needs to know of the conversation's whereabouts. Sent along everywhere: routes ignore what they do not need. */
export interface Scope {
  readonly subDomain: string;
  readonly localId?: string;
}

/** Where the two agent routes are mounted differs between server versions. */
export const DEFAULT_AGENT_PREFIX = "/whatsapp";

type Parameters = Readonly<
  Record<"userId" | "sessionId" | "agentPrefix" | "subDomain" | "localId" | "orderId", string>
>;
/** What stands in a path. Which of them does is the route's affair. */
export type PathParameters = Partial<Parameters>;

interface Route {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: (parameters: Parameters) => string;
  /** A 404 means that the conversation is gone, not that the address is wrong. */
  readonly ofSession: boolean;
}

const part = encodeURIComponent;

/** What the sync Lambda calls. */
export const CONVERSATION_ROUTES = {
  findConversation: {
    method: "GET",
    path: ({ userId }) => `/conversations/user/${part(userId)}`,
    ofSession: false,
  },
  openConversation: { method: "POST", path: () => "/conversations", ofSession: false },
  readConversation: {
    method: "GET",
    path: ({ sessionId }) => `/conversations/${part(sessionId)}`,
    ofSession: true,
  },
  addMessage: {
    method: "POST",
    path: ({ agentPrefix, sessionId }) => `${agentPrefix}/agent/conversations/${part(sessionId)}/messages`,
    ofSession: true,
  },
  syncState: {
    method: "PUT",
    path: ({ agentPrefix, sessionId }) => `${agentPrefix}/agent/conversations/${part(sessionId)}/sync`,
    ofSession: true,
  },
  linkOrder: {
    method: "POST",
    path: ({ sessionId }) => `/conversations/${part(sessionId)}/orders`,
    ofSession: true,
  },
  endConversation: {
    method: "POST",
    path: ({ sessionId }) => `/conversations/${part(sessionId)}/end`,
    ofSession: true,
  },
} as const satisfies Record<string, Route>;

/** What the agent Lambda calls. */
const RESTAURANT_ROUTES = {
  readMenu: { method: "GET", path: () => "/menu2/bot-structure", ofSession: false },
  readProducts: {
    method: "POST",
    path: ({ localId, subDomain }) => `/menu/getProductInMenu/${part(localId)}/${part(subDomain)}`,
    ofSession: false,
  },
  readZones: {
    method: "GET",
    path: ({ subDomain, localId }) => `/delivery/zones/${part(subDomain)}/${part(localId)}`,
    ofSession: false,
  },
  createOrder: { method: "POST", path: () => "/order", ofSession: false },
  readOrder: {
    method: "GET",
    path: ({ orderId }) => `/order/get-order/${part(orderId)}`,
    ofSession: false,
  },
  listOrders: {
    method: "GET",
    path: ({ subDomain, localId }) => `/order/filled-orders/${part(subDomain)}/${part(localId)}`,
    ofSession: false,
  },
} as const satisfies Record<string, Route>;

/** Every path that is called at CartaAI, below /api/v1. */
export const ROUTES = { ...CONVERSATION_ROUTES, ...RESTAURANT_ROUTES };

export type Operation = keyof typeof ROUTES;

const NOTHING: Parameters = {
  ...{ userId: "", sessionId: "", agentPrefix: DEFAULT_AGENT_PREFIX },
  ...{ subDomain: "", localId: "", orderId: "" },
};

/** An operation's path below /api/v1. */
export function pathOf(operation: Operation, parameters: PathParameters): string {
  return ROUTES[operation].path({ ...NOTHING, ...parameters });
}

/** The base URL up to and with /api/v1, whether or not the configured one ends with it or with a slash. */
export function apiRoot(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, "");
  return trimmed.endsWith("/api/v1") ? trimmed : `${trimmed}/api/v1`;
}

/** Service keys go in a header of their own, any other key is a bearer token. */
export function authHeader(apiKey: string): Record<string, string> {
  return /^carta_(?:srv|ext|prt)_/.test(apiKey)
    ? { "X-Service-API-Key": apiKey }
    : { Authorization: `Bearer ${apiKey}` };
}
