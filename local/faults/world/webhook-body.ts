import type { Business } from "../../../functions/businesses/business.ts";
import { messagesWebhook, webhook } from "../../runtime/webhook-body.ts";
import type { Identifiers, PlannedWebhook, Renamed, Said } from "../plan/plan.ts";

/** A planned webhook as Meta writes it. @param timestamp epoch seconds */
export function webhookBody(
  { items }: PlannedWebhook,
  { phoneNumberId }: Business,
  timestamp: number,
): string {
  const changes = items.flatMap((item) => {
    const { entry } = isChangeOfId(item)
      ? webhook([{ field: "user_id_update", value: userIdUpdate(item, phoneNumberId, timestamp) }])
      : messagesWebhook(phoneNumberId, {
          contacts: item.kind === "message" ? [contactOf(item.as)] : [],
          messages: [{ id: item.id, timestamp: String(timestamp), ...contentOf(item) }],
        });
    return entry.flatMap((each) => each.changes);
  });
  return JSON.stringify(webhook(changes));
}

/** A new number is told by a message of the system's, a new id by a field of its own. */
export function isChangeOfId(item: Said | Renamed): item is Renamed {
  return item.kind === "renamed" && item.to.userId !== undefined;
}

function userIdUpdate({ from, to }: Renamed, phoneNumberId: string, timestamp: number) {
  return {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550783881", phone_number_id: phoneNumberId },
    user_id_update: [
      {
        wa_id: to.phone,
        user_id: { previous: from.userId, current: to.userId },
        timestamp: String(timestamp),
      },
    ],
  };
}

function contentOf(item: Said | Renamed) {
  if (item.kind === "message") {
    const { phone, userId } = item.as;
    return {
      ...(phone !== undefined && { from: phone }),
      ...(userId !== undefined && { from_user_id: userId }),
      type: "text",
      text: { body: item.text },
    };
  }
  const { from, to } = item;
  return {
    from: from.phone ?? "",
    type: "system",
    system: {
      type: "user_changed_number",
      body: `User Ana changed from ${from.phone} to ${to.phone}`,
      wa_id: to.phone,
    },
  };
}

function contactOf({ phone, userId }: Identifiers) {
  return {
    profile: { name: "Ana" },
    ...(phone !== undefined && { wa_id: phone }),
    ...(userId !== undefined && { user_id: userId }),
  };
}
