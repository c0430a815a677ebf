import { messageId, one, says, staffSay, writes } from "../items.ts";
import { quoting, reaction, text } from "../message-content.ts";
import type { Delivery } from "../scenario.ts";
import { ANA } from "./people.ts";

const unanswered = { unanswered: [ANA] };

/** People talk: the bot is silent, and all of it is mirrored. The order and its state stay as they were. */
export const STAFF_TAKE_OVER: readonly Delivery[] = [
  one(
    "The staff answer from their phone",
    staffSay(
      ANA,
      "staff-answers",
      text("Hola Ana, ¿el lomo término medio?"),
      "[Staff] Hola Ana, ¿el lomo término medio?",
    ),
    unanswered,
  ),
  {
    title: "WhatsApp reports what became of it",
    items: (["sent", "delivered", "read", "failed"] as const).map((status) => ({
      kind: "status",
      customer: ANA,
      about: messageId("staff-answers"),
      status,
    })),
    ...unanswered,
  },
  one(
    "Ana quotes her question",
    says(
      ANA,
      "ana-quotes",
      quoting(messageId("staff-answers"), text("Sí, término medio, por favor")),
      "Sí, término medio, por favor",
    ),
    unanswered,
  ),
  one(
    "Ana reacts",
    says(ANA, "ana-reacts", reaction(messageId("staff-answers"), "😋"), "[Reaction] 😋"),
    unanswered,
  ),
  {
    title: "Ana says the same thing twice",
    items: [writes(ANA, "ana-thanks", "Listo, gracias"), writes(ANA, "ana-thanks-again", "Listo, gracias")],
    ...unanswered,
    leaves: { intent: "idle", step: "order_placed", context: { selectedItems: [], orderTotal: 0 } },
  },
];
