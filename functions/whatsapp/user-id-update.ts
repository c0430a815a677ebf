import * as z from "zod/mini";
import { isBusinessScopedUserId, phoneFromWaId } from "../identities/person.ts";
import { identifierText, ifUsable } from "./fields.ts";
import type { IdentityChange, LostItem } from "./inbound.ts";
import { defined } from "./json.ts";
import { lost, type ValueContext } from "./value-context.ts";

const userId = z.pipe(identifierText, z.string().check(z.refine(isBusinessScopedUserId)));

const updateSchema = z.object({
  wa_id: ifUsable(identifierText),
  user_id: z.object({ previous: userId, current: userId }),
});

/** One element of `user_id_update[]`: a new phone number has brought the person a new BSUID. */
export function readUserIdUpdate(
  raw: unknown,
  { field, phoneNumberId }: ValueContext,
): IdentityChange | LostItem {
  const parsed = z.safeParse(updateSchema, raw);
  if (!parsed.success) return lost(field, "malformed-item");
  if (phoneNumberId === undefined) return lost(field, "no-phone-number-id");
  const { wa_id: waId, user_id: change } = parsed.data;
  return {
    kind: "identity-change",
    phoneNumberId,
    previous: { userId: change.previous },
    current: defined({
      userId: change.current,
      phone: waId === undefined ? undefined : phoneFromWaId(waId),
    }),
  };
}
