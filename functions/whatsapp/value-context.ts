import * as z from "zod/mini";
import type { JsonObject } from "../json/json-object.ts";
import { Contacts } from "./contacts.ts";
import { identifierText, ifUsable } from "./fields.ts";
import type { LostItem } from "./inbound.ts";

/** What the items of one webhook value share. */
export interface ValueContext {
  /** Of the change, "messages" for example. */
  readonly field: string;
  readonly phoneNumberId: string | undefined;
  /** The business's own number as Meta displays it, in digits. */
  readonly businessDigits: string | undefined;
  readonly contacts: Contacts;
}

const valueSchema = z.object({
  metadata: ifUsable(
    z.object({ phone_number_id: ifUsable(identifierText), display_phone_number: ifUsable(identifierText) }),
  ),
  contacts: z.optional(z.unknown()),
});

export function readContext(value: JsonObject, field: string): ValueContext {
  const { metadata, contacts } = z.parse(valueSchema, value);
  return {
    field,
    phoneNumberId: metadata?.phone_number_id,
    businessDigits: metadata?.display_phone_number?.replaceAll(/\D/g, "") || undefined,
    contacts: new Contacts(contacts),
  };
}

export function lost(field: string, reason: LostItem["reason"]): LostItem {
  return { kind: "lost", field, reason };
}
