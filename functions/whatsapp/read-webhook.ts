import * as z from "zod/mini";
import { isJsonObject, type JsonObject } from "../json/json-object.ts";
import { readReportedError, readStatus } from "./delivery-status.ts";
import { ifUsable } from "./fields.ts";
import type { InboundItem } from "./inbound.ts";
import { cutText, MAX_LABEL_CHARACTERS } from "./limits.ts";
import { readCustomerMessage, readStaffMessage } from "./read-message.ts";
import { readUserIdUpdate } from "./user-id-update.ts";
import { lost, readContext, type ValueContext } from "./value-context.ts";

/** The body is not a WhatsApp webhook at all. Tells which fields are wrong, never what they hold. */
export class NotAWebhookError extends Error {
  override readonly name = "NotAWebhookError";
  readonly fields: readonly string[];

  constructor(fields: readonly string[]) {
    super(`Not a WhatsApp webhook; wrong: ${fields.join(", ")}`);
    this.fields = fields;
  }
}

const webhookSchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(z.unknown()),
});

const changeSchema = z.object({
  field: ifUsable(z.string().check(z.minLength(1))),
  value: z.optional(z.unknown()),
});

const UNKNOWN_FIELD = "unknown";

/** The fields that tell of a conversation. Every other one is acknowledged and ignored. */
const USED_FIELDS: ReadonlySet<string> = new Set(["messages", "smb_message_echoes", "user_id_update"]);

type ItemReader = (raw: unknown, context: ValueContext) => InboundItem;

/** What reads one element of each list that a value can hold. A map, so that a key "__proto__" finds nothing. */
const LISTS: ReadonlyMap<string, ItemReader> = new Map<string, ItemReader>([
  ["messages", readCustomerMessage],
  ["message_echoes", readStaffMessage],
  ["statuses", readStatus],
  ["errors", readReportedError],
  ["user_id_update", readUserIdUpdate],
]);

/**
 * Takes a webhook's body apart into its items, in the order of the body. Every item is parsed by itself: an odd one
 * becomes a placeholder or a `lost` item and costs its neighbours nothing.
 *
 * @throws {NotAWebhookError} when the body is no webhook of a WhatsApp business account
 */
export function readWebhook(body: unknown): InboundItem[] {
  const parsed = z.safeParse(webhookSchema, body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.map(String).join(".") || "body");
    throw new NotAWebhookError(fields);
  }
  return parsed.data.entry.flatMap(readEntry);
}

function readEntry(entry: unknown): InboundItem[] {
  if (!isJsonObject(entry)) return [lost(UNKNOWN_FIELD, "malformed-change")];
  const changes = entry["changes"] ?? [];
  if (!Array.isArray(changes)) return [lost(UNKNOWN_FIELD, "malformed-change")];
  if (changes.length === 0) return [{ kind: "ignored", field: UNKNOWN_FIELD, reason: "empty-change" }];
  return changes.flatMap(readChange);
}

function readChange(raw: unknown): InboundItem[] {
  const change = z.safeParse(changeSchema, raw);
  if (!change.success) return [lost(UNKNOWN_FIELD, "malformed-change")];
  const { value = null } = change.data;
  const field = cutText(change.data.field ?? UNKNOWN_FIELD, MAX_LABEL_CHARACTERS);
  if (value === null) return [{ kind: "ignored", field, reason: "empty-change" }];
  if (change.data.field === undefined) return [lost(field, "malformed-change")];
  if (!USED_FIELDS.has(field)) return [{ kind: "ignored", field, reason: "field-not-used" }];
  if (!isJsonObject(value)) return [lost(field, "malformed-change")];
  const items = readValue(value, readContext(value, field));
  return items.length > 0 ? items : [{ kind: "ignored", field, reason: "empty-change" }];
}

/** Follows the order of the value's own keys, which is the order of the body. */
function readValue(value: JsonObject, context: ValueContext): InboundItem[] {
  return Object.entries(value).flatMap(([key, list]) => {
    const readItem = LISTS.get(key);
    if (readItem === undefined || list === null) return [];
    if (!Array.isArray(list)) return [lost(context.field, "malformed-change")];
    return list.map((raw) => readItem(raw, context));
  });
}
