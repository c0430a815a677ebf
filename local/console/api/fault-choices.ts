import type { NewFault } from "./faults.ts";

export interface FaultChoice {
  readonly label: string;
  /** What happens, in a sentence. */
  readonly help: string;
  /** To be posted, with `times` if wanted. */
  readonly fault: NewFault;
}

/** The switches that the page offers. Anything else can be posted too. */
export const FAULT_CHOICES: readonly FaultChoice[] = [
  { label: "Down", help: "Closes every connection.", fault: { service: "cartaai", fault: "down" } },
  { label: "Slow", help: "Answers after 5 seconds.", fault: { service: "cartaai", fault: "slow", ms: 5000 } },
  {
    label: "Too many requests",
    help: "429, Retry-After 2.",
    fault: { service: "cartaai", fault: "refuse", status: 429, retryAfter: 2 },
  },
  {
    label: "Server error",
    help: "500; nothing is applied.",
    fault: { service: "cartaai", fault: "refuse", status: 500 },
  },
  {
    label: "Error envelope",
    help: "200 with an error inside; nothing is applied.",
    fault: { service: "cartaai", fault: "errorEnvelope" },
  },
  {
    label: "Applies and then fails",
    help: "Does it, then answers 500.",
    fault: { service: "cartaai", fault: "applyThenFail", status: 500 },
  },
  {
    label: "Forgets sessions",
    help: "Every conversation's record is gone.",
    fault: { service: "cartaai", fault: "forgetSessions" },
  },
  { label: "Wrong key", help: "401 to everything.", fault: { service: "cartaai", fault: "wrongKey" } },
  {
    label: "Refuses for good",
    help: "422 to messages: they become dead letters.",
    fault: { service: "cartaai", fault: "refuse", status: 422, operation: "addMessage" },
  },
  { label: "Down", help: "Closes every connection.", fault: { service: "whatsapp", fault: "down" } },
  {
    label: "Rate limit",
    help: "Error 130429.",
    fault: { service: "whatsapp", fault: "error", code: 130429 },
  },
  {
    label: "Outside of the 24 hours",
    help: "Error 131047.",
    fault: { service: "whatsapp", fault: "error", code: 131047 },
  },
  {
    label: "Sends, then breaks off",
    help: "The customer gets it, the bot does not hear so.",
    fault: { service: "whatsapp", fault: "sendThenDrop" },
  },
  { label: "Down", help: "Closes every connection.", fault: { service: "models", fault: "down" } },
  {
    label: "Slow",
    help: "Answers after 20 seconds.",
    fault: { service: "models", fault: "slow", ms: 20_000 },
  },
  {
    label: "Out of quota",
    help: "429, insufficient_quota.",
    fault: { service: "models", fault: "error", status: 429, code: "insufficient_quota" },
  },
  {
    label: "Nonsense",
    help: "200 with JSON that means nothing.",
    fault: { service: "models", fault: "malformed" },
  },
  { label: "Twice", help: "Each webhook comes again.", fault: { service: "meta", fault: "duplicate" } },
  {
    label: "Twice at once",
    help: "Each webhook comes twice at the same moment.",
    fault: { service: "meta", fault: "simultaneousDuplicate" },
  },
  {
    label: "Out of order",
    help: "Two messages change places.",
    fault: { service: "meta", fault: "reorder" },
  },
  { label: "In one webhook", help: "Messages are collected.", fault: { service: "meta", fault: "batch" } },
];
