import * as z from "zod/mini";
import { decimalNumber, identifierText, ifUsable } from "./fields.ts";
import type { DeliveryStatus, IgnoredItem, LostItem } from "./inbound.ts";
import { defined } from "./json.ts";
import { cutText, MAX_LABEL_CHARACTERS } from "./limits.ts";
import { lost, type ValueContext } from "./value-context.ts";

/** Meta sends one, or two. */
const MAX_CODES = 10;

const errorSchema = z.object({ code: decimalNumber });

const statusSchema = z.object({
  id: ifUsable(identifierText),
  status: ifUsable(z.string().check(z.minLength(1))),
  errors: ifUsable(z.array(z.unknown())),
});

/** One element of `statuses[]`. */
export function readStatus(raw: unknown, { field, phoneNumberId }: ValueContext): DeliveryStatus | LostItem {
  const parsed = z.safeParse(statusSchema, raw);
  if (!parsed.success) return lost(field, "malformed-item");
  const { id, status = "unknown", errors = [] } = parsed.data;
  return defined({
    kind: "status" as const,
    phoneNumberId,
    messageId: id,
    status: cutText(status, MAX_LABEL_CHARACTERS),
    errorCodes: errors.slice(0, MAX_CODES).flatMap(codesOf),
  });
}

/** One element of a value's `errors[]`: Meta reports a trouble of the account or of itself; nothing was said. */
export function readReportedError(raw: unknown, { field }: ValueContext): IgnoredItem {
  return { kind: "ignored", field, reason: "reported-error", errorCodes: codesOf(raw) };
}

function codesOf(error: unknown): number[] {
  const parsed = z.safeParse(errorSchema, error);
  return parsed.success ? [parsed.data.code] : [];
}
