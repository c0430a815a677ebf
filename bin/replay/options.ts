import type { ParseArgsConfig } from "node:util";
import type { ReplayRequest } from "../../functions/replay/request.ts";

/** Where the queues and tables are, over what the environment says. */
export const TARGET_OPTIONS = {
  "queue-url": { type: "string" },
  "dlq-url": { type: "string" },
  "sessions-table": { type: "string" },
  "identities-table": { type: "string" },
  "sqs-endpoint": { type: "string" },
  "dynamodb-endpoint": { type: "string" },
} as const;

const COMMON = {
  ...TARGET_OPTIONS,
  stage: { type: "string" },
  queue: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const IDS = { ids: { type: "string", multiple: true }, reason: { type: "string" } } as const;

const FILTERS = {
  ...IDS,
  business: { type: "string" },
  phone: { type: "string" },
  "user-id": { type: "string" },
  type: { type: "string" },
  class: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  limit: { type: "string" },
} as const;

const SHOWN = { "show-content": { type: "boolean" } } as const;
const FORCE = { force: { type: "boolean" } } as const;

/** What each command takes. */
export const OPTIONS = {
  list: { ...COMMON, ...FILTERS, ...SHOWN },
  preview: { ...COMMON, ...FILTERS, ...SHOWN, ...FORCE },
  run: {
    ...COMMON,
    ...FILTERS,
    ...FORCE,
    rate: { type: "string" },
    wait: { type: "string" },
    "no-wait": { type: "boolean" },
  },
  discard: { ...COMMON, ...IDS },
} as const satisfies Record<ReplayRequest["action"], ParseArgsConfig["options"]>;

/** The options of whatever command, as they were given. */
export type GivenOptions = Readonly<Record<string, unknown>>;
