import * as z from "zod/mini";
import { isJsonObject, type JsonObject } from "../json/json-object.ts";
import type { MessageMetadata } from "../sync-events/contract.ts";
import { identifierText, ifUsable } from "./fields.ts";
import { boundedCopy, defined } from "./json.ts";
import { MAX_REFERRAL_BYTES } from "./limits.ts";

/** Meta documents about a dozen properties, none of them nested more than twice. */
const MAX_PROPERTIES = 100;
const MAX_LEVELS = 6;

const aboutMessageSchema = z.object({
  context: ifUsable(
    z.object({
      id: ifUsable(identifierText),
      forwarded: z.optional(z.unknown()),
      frequently_forwarded: z.optional(z.unknown()),
      referred_product: z.optional(z.unknown()),
    }),
  ),
  referral: z.optional(z.unknown()),
});

/** What a message tells besides its content: what it quotes, whether it was forwarded, what led to it. */
export function readMetadata(message: JsonObject, type: string, about: string | undefined): MessageMetadata {
  const { context, referral } = z.parse(aboutMessageSchema, message);
  return defined({
    type,
    quoted: context?.id === undefined ? undefined : { messageId: context.id },
    forwarded: forwardedOf(context?.forwarded, context?.frequently_forwarded),
    referral: bounded(referral),
    referredProduct: bounded(context?.referred_product),
    about,
  });
}

function forwardedOf(forwarded: unknown, frequently: unknown): "once" | "often" | undefined {
  if (frequently === true) return "often";
  return forwarded === true ? "once" : undefined;
}

/**
 * An object as given, as long as it is of a sane size: the properties are kept in their order, those that no longer
 * fit into `MAX_REFERRAL_BYTES` are left out.
 */
function bounded(value: unknown): Record<string, unknown> | undefined {
  if (!isJsonObject(value)) return undefined;
  const kept: [string, unknown][] = [];
  let bytes = 0;
  for (const property of Object.entries(value).slice(0, MAX_PROPERTIES)) {
    const copy = boundedCopy(Object.fromEntries([property]), MAX_LEVELS) as JsonObject;
    const size = Buffer.byteLength(JSON.stringify(copy));
    if (bytes + size > MAX_REFERRAL_BYTES) continue;
    bytes += size;
    kept.push(...Object.entries(copy));
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
