import { deadLetterSchema } from "../../../local/console/api.ts";

/** What CartaAI refused for good. */
export const DEAD_LETTER = deadLetterSchema.parse({
  ...{ id: "wamid.dead", queue: "sync", customerId: "customer-1", messageId: "wamid.1=/+", type: "message" },
  ...{ class: "permanent", reason: "422 from addMessage", httpStatus: 422, attempts: 1 },
  ...{ deadSince: "2026-11-22T19:05:00.000Z", content: "Hola", record: { id: "wamid.dead" } },
});
