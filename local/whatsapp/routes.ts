import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import { GraphError } from "./graph-error.ts";
import type { MediaStore } from "./media-store.ts";
import type { WhatsAppOperation } from "./operations.ts";
import type { Outbox } from "./outbox.ts";
import { isReadReceipt, parseMessage, parseReadReceipt } from "./parse-message.ts";
import type { PhoneNumbers } from "./phone-numbers.ts";
import { recipientOf } from "./recipient.ts";
import type { ServiceWindow } from "./service-window.ts";

const MESSAGES = "/{version}/{phoneNumberId}/messages";
const DOWNLOADS = "/whatsapp_business/attachments";

/** What a phone number does: send, mark as read, tell about itself. */
export function phoneNumberRoutes(
  phoneNumbers: PhoneNumbers,
  outbox: Outbox,
  window: ServiceWindow,
): Route<WhatsAppOperation>[] {
  function numberOf(id: string) {
    const number = phoneNumbers.find(id);
    if (number === undefined) throw unknownObject(id);
    return number;
  }

  return [
    route(
      "markRead",
      "POST",
      MESSAGES,
      (call) => {
        const { id } = numberOf(call.parameters.phoneNumberId);
        const { message_id, typing_indicator } = parseReadReceipt(call);
        outbox.markRead(id, message_id);
        if (typing_indicator) outbox.showTyping(id, message_id);
        return json(200, { success: true });
      },
      isReadReceipt,
    ),
    route("sendMessage", "POST", MESSAGES, (call) => {
      const { id } = numberOf(call.parameters.phoneNumberId);
      const message = parseMessage(call);
      const recipient = recipientOf(message);
      if (message.type !== "template") window.check(id, recipient);
      const sent = outbox.send(id, recipient, message);
      const contact =
        recipient.kind === "phone"
          ? { input: message.to, wa_id: recipient.id }
          : { input: message.recipient, user_id: recipient.id };
      return json(200, { messaging_product: "whatsapp", contacts: [contact], messages: [{ id: sent.id }] });
    }),
    route("readPhoneNumber", "GET", "/{version}/{phoneNumberId}", ({ parameters }) => {
      const { id, displayPhoneNumber, verifiedName } = numberOf(parameters.phoneNumberId);
      return json(200, { id, display_phone_number: displayPhoneNumber, verified_name: verifiedName });
    }),
  ];
}

/** @param baseUrl the stand-in's own address, once it has one */
export function mediaRoutes(media: MediaStore, baseUrl: () => string): Route<WhatsAppOperation>[] {
  return [
    route("downloadMedia", "GET", DOWNLOADS, ({ query }) => {
      const found = media.redeem(query);
      if (found === undefined)
        throw new GraphError(100, { details: "This address has expired", status: 404 });
      return { status: 200, headers: { "content-type": found.mimeType }, body: found.bytes };
    }),
    route(
      "readMedia",
      "GET",
      "/{version}/{mediaId}",
      ({ parameters }) => {
        const found = media.find(parameters.mediaId);
        if (found === undefined) throw unknownObject(parameters.mediaId);
        return json(200, {
          messaging_product: "whatsapp",
          url: `${baseUrl()}${DOWNLOADS}?${media.ticketFor(found)}`,
          mime_type: found.mimeType,
          sha256: found.sha256,
          file_size: found.bytes.length,
          id: found.id,
        });
      },
      // Both kinds of object are read by their id alone.
      ({ parameters }) => media.knows(parameters.mediaId),
    ),
  ];
}

function unknownObject(id: string): GraphError {
  return new GraphError(100, {
    subcode: 33,
    details: `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}
