import type { Business } from "../../../functions/businesses/business.ts";
import type { SentItem } from "../../demo/as-sent.ts";
import {
  buttonReply,
  image,
  listReply,
  type MessageContent,
  numberChanged,
  quoting,
  reaction,
  text,
  voiceNote,
} from "../../demo/message-content.ts";
import type { Identity, Customer as Person, Restaurant } from "../../demo/scenario.ts";
import { newMessage } from "../../runtime/webhook-body.ts";
import type { Customer, SendRequest } from "../api.ts";

/** What has a message to it; `identity` only changes how the next one comes. */
export type Sendable = Exclude<SendRequest, { readonly kind: "identity" }>;

/** A file that the customer sends. */
export interface SentFile {
  readonly mediaId: string;
  readonly mimeType: string;
}

/**
 * A request as the item of a webhook that Meta would make of it.
 *
 * @param file of a voice note or a photo
 */
export function toItem(
  request: Sendable,
  customer: Customer,
  restaurant: Restaurant,
  file?: SentFile,
): SentItem {
  const person = personOf(customer, restaurant);
  const identity = identityOf(customer);
  if (request.kind === "user-id-change") {
    const phone = request.phone ?? identity.phone;
    const current = { userId: request.userId, ...(phone !== undefined && { phone }) };
    return { kind: "user-id-update", customer: person, previous: identity.userId ?? request.userId, current };
  }
  const content = contentOf(request, customer, file);
  return {
    kind: request.kind === "staff" ? "echo" : "message",
    customer: person,
    identity,
    id: newMessage().id,
    content: request.quoted === undefined ? content : quoting(request.quoted, content),
    reads: "",
  };
}

export function restaurantOf(business: Business): Restaurant {
  return { business, displayNumber: `5190${business.phoneNumberId.slice(-7)}` };
}

function personOf({ name, identity, identities }: Customer, restaurant: Restaurant): Person {
  const known = [withoutMissing(identity), ...identities.map(withoutMissing)] as const;
  return { name, language: "es", restaurant, identities: [known[0], ...known.slice(1)] };
}

function identityOf({ identity }: Customer): Identity {
  return withoutMissing(identity);
}

function withoutMissing({ phone, userId }: Customer["identity"]): Identity {
  return { ...(phone !== undefined && { phone }), ...(userId !== undefined && { userId }) };
}

function contentOf(
  request: Exclude<Sendable, { readonly kind: "user-id-change" }>,
  { name, identity }: Customer,
  file: SentFile | undefined,
): MessageContent {
  switch (request.kind) {
    case "text":
    case "staff":
      return text(request.text);
    case "button":
      return buttonReply(request.id, request.title);
    case "list":
      return listReply(request.id, request.title, request.description ?? "");
    case "audio":
      return withType(voiceNote(file?.mediaId ?? ""), "audio", file);
    case "image":
      return withType(image(file?.mediaId ?? "", ""), "image", file, { caption: request.caption });
    case "location": {
      const { latitude, longitude, name: place, address } = request;
      return { type: "location", location: { latitude, longitude, name: place, address } };
    }
    case "order":
      return {
        type: "order",
        order: {
          catalog_id: "194836987003835",
          text: request.note,
          product_items: request.items.map(({ productId, quantity, price, currency }) => ({
            product_retailer_id: productId,
            quantity,
            item_price: price,
            currency,
          })),
        },
      };
    case "reaction":
      return reaction(request.about, request.emoji);
    case "edit":
      return {
        type: "edit",
        edit: { original_message_id: request.about, message: text(request.text) },
      };
    case "revoke":
      return { type: "revoke", revoke: { original_message_id: request.about } };
    case "number-change":
      return numberChanged(name, identity.phone ?? identity.userId ?? "", request.phone);
  }
}

/** What is undefined is left out of the JSON. */
function withType(
  content: MessageContent,
  field: "audio" | "image",
  file: SentFile | undefined,
  more: { readonly caption?: string | undefined } = {},
): MessageContent {
  const value = content[field];
  return {
    ...content,
    [field]: { ...(typeof value === "object" && value), ...more, mime_type: file?.mimeType },
  };
}
