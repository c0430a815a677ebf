import type { Restaurant } from "../../demo/scenario.ts";
import type { System } from "../../runtime/system.ts";
import type { Customer, NewCustomer, SendAnswer, SendRequest } from "../api.ts";
import { ConsoleProblem, found } from "../server/problem.ts";
import type { ChatBook } from "../watch/chat-book.ts";
import type { ConsoleMedia } from "./media.ts";
import type { Meta } from "./meta.ts";
import { restaurantOf, type Sendable, type SentFile, toItem } from "./to-item.ts";

/** What customers do in WhatsApp. */
export interface Sender {
  /** @throws {ConsoleProblem} 404 for a business that there is not */
  introduce(wanted: NewCustomer): { readonly customer: Customer; readonly isNew: boolean };
  /** @throws {ConsoleProblem} 404 for a customer or a file that there is not, 400 for what they cannot do */
  send(request: SendRequest): Promise<SendAnswer>;
}

export function createSender(system: System, chats: ChatBook, meta: Meta, media: ConsoleMedia): Sender {
  // One for each business: neighbours of one restaurant share a change of a webhook.
  const restaurants = new Map<string, Restaurant>(
    system.businesses.map((business) => [business.phoneNumberId, restaurantOf(business)]),
  );

  function fileOf(request: Sendable): SentFile | undefined {
    if (request.kind !== "audio" && request.kind !== "image") return undefined;
    const { kind, mediaId } = request;
    if (mediaId === undefined) {
      return kind === "audio" ? media.sampleVoiceNote(request.says) : media.samplePhoto();
    }
    return { mediaId, mimeType: found(media.find(mediaId), "file").mimeType };
  }

  return {
    introduce({ phoneNumberId, name, identity }) {
      found(restaurants.get(phoneNumberId), "business");
      const known = chats.find(phoneNumberId, identity);
      return { customer: chats.meet(phoneNumberId, name, identity), isNew: known === undefined };
    },
    async send(request) {
      const customer = found(chats.get(request.customerId), "customer");
      const restaurant = found(restaurants.get(customer.phoneNumberId), "business");
      if (request.kind === "identity") {
        chats.become(customer.id, request.identity);
        return { statuses: [], held: false };
      }
      if (request.kind === "user-id-change" && customer.identity.userId === undefined) {
        throw new ConsoleProblem(400, "the customer has no user id that could change");
      }
      const item = toItem(request, customer, restaurant, fileOf(request));
      const { statuses, held, curl } = await meta.deliver(item);
      return {
        ...("id" in item && { messageId: item.id }),
        statuses: [...statuses],
        held,
        ...(curl !== undefined && { curl }),
      };
    },
  };
}
