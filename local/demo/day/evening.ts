import { photographed, spoken } from "../as-sent.ts";
import { says, writes } from "../items.ts";
import type { Delivery } from "../scenario.ts";
import { groupOrder } from "./group-order.ts";
import { ANA, EMILY, NOAH } from "./people.ts";

/** A group order is more than the bot takes: it hands over to the staff, and from then on only mirrors. */
export const EVENING: readonly Delivery[] = [
  {
    title: "An office orders: 50 messages in one webhook",
    items: groupOrder(50),
    repeated: "afterwards",
    needsModels: true,
    // The staff are talking with her already.
    unanswered: [ANA],
  },
  {
    title: "Emily sends a voice note and a photo to the staff",
    items: [
      says(
        EMILY,
        "emily-allergy",
        spoken("One of us cannot eat eel."),
        "[Audio message] One of us cannot eat eel.",
      ),
      says(
        EMILY,
        "emily-dragon",
        photographed("Is there any in the Dragon roll?"),
        "[Image] Is there any in the Dragon roll? A bowl of ramen with pork and an egg.",
      ),
    ],
    needsModels: true,
    unanswered: [EMILY],
  },
  {
    title: "Emily and Noah close",
    items: [
      writes(EMILY, "emily-closes", "That is everything, thank you!"),
      writes(NOAH, "noah-closes", "See you at eight, then", NOAH.identities[2]),
    ],
    needsModels: true,
    unanswered: [EMILY, NOAH],
  },
];
