/** The part of a message that depends on its type, as Meta writes it. */
export interface MessageContent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function text(body: string): MessageContent {
  return { type: "text", text: { body } };
}

/** @param quoted the id of the message that this one answers */
export function quoting(quoted: string, content: MessageContent): MessageContent {
  return { ...content, context: { id: quoted } };
}

export function buttonReply(id: string, title: string): MessageContent {
  return { type: "interactive", interactive: { type: "button_reply", button_reply: { id, title } } };
}

export function listReply(id: string, title: string, description?: string): MessageContent {
  return {
    type: "interactive",
    interactive: { type: "list_reply", list_reply: { id, title, description } },
  };
}

/** A basket that was filled in WhatsApp's catalogue. Prices in the major unit. */
export function basket(
  ...items: readonly (readonly [productId: string, quantity: number, price: number])[]
): MessageContent {
  const products = items.map(([productId, quantity, price]) => ({
    product_retailer_id: productId,
    quantity,
    item_price: price,
    currency: "PEN",
  }));
  return { type: "order", order: { catalog_id: "194836987003835", product_items: products } };
}

export function place(latitude: number, longitude: number, name?: string, address?: string): MessageContent {
  return { type: "location", location: { latitude, longitude, name, address } };
}

/** @param about the id of the message that is reacted to */
export function reaction(about: string, emoji: string): MessageContent {
  return { type: "reaction", reaction: { message_id: about, emoji } };
}

export function voiceNote(mediaId: string): MessageContent {
  const audio = { id: mediaId, mime_type: "audio/ogg; codecs=opus", sha256: "c2hhMjU2", voice: true };
  return { type: "audio", audio };
}

export function image(mediaId: string, caption: string): MessageContent {
  return { type: "image", image: { id: mediaId, mime_type: "image/jpeg", sha256: "c2hhMjU2", caption } };
}

/** A poll, which the Cloud API does not pass on. */
export function unsupported(): MessageContent {
  const details = { details: "Message type is currently not supported." };
  const error = { code: 131051, title: "Message type unknown", error_data: details };
  return { type: "unsupported", unsupported: { type: "poll" }, errors: [error] };
}

/** WhatsApp tells that somebody has a new number. Digits without the plus. */
export function numberChanged(name: string, before: string, after: string): MessageContent {
  return {
    type: "system",
    system: {
      type: "user_changed_number",
      body: `User ${name} changed from ${before} to ${after}`,
      wa_id: after,
    },
  };
}
