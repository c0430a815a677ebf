/** The product's own metrics; dashboards and alarms refer to these names. */
export const METRICS_NAMESPACE = "ConversationBridge";

export type CountName =
  | "MessagesReceived"
  | "StatusesReceived"
  | "ItemsIgnored"
  | "ItemsLost"
  | "PlaceholdersPublished"
  | "UnknownBusiness"
  | "IdentitiesMerged"
  | "SignatureFailures"
  | "WhatsAppFailures"
  | "WhatsAppErrors"
  | "ModelFailures"
  | "WebhooksRefused"
  | "PublishFailures"
  | "EventsPublished"
  | "TurnsPublished"
  | "TurnsAnswered"
  | "TurnsSkipped"
  | "TurnsRetried"
  | "TurnsDeadLettered"
  | "RepliesSent"
  | "RepliesNotSent"
  | "Apologies"
  | "MediaNotRead"
  | "EventsApplied"
  | "EventsSkipped"
  | "EventsRetried"
  | "EventsDeadLettered"
  | "EventsReplayed"
  | "EventsDiscarded"
  | "SessionsOpened"
  | "SessionsReplaced"
  | "AttemptsSettled"
  | "CartaAIFailures"
  | "CartaAIUnauthorised"
  | "CatalogueItemsIgnored"
  | "CatalogueServedStale"
  | "OrdersPlaced"
  | "OrdersSettled";

/** Milliseconds. */
export type LatencyName = "AgentLatency" | "CartaAILatency" | "WhatsAppLatency" | "ModelLatency";

/** Few values each: every combination is a metric that is paid for. */
export type Dimensions = Readonly<Record<string, string>>;
