import * as z from "zod/mini";
import { jsonOf } from "../http/call.ts";
import { viewRoute } from "../http/control-routes.ts";
import { explainedParse } from "../http/explained-parse.ts";
import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import type { MediaStore } from "./media-store.ts";
import type { Outbox } from "./outbox.ts";
import type { ServiceWindow } from "./service-window.ts";

const lastInboundSchema = z.object({ phoneNumberId: z.string(), person: z.string(), at: z.number() });

/**
 * `/__sent`; `/__media` (POST) takes a file that a customer sends, as it is; `/__last-inbound` (POST) is told when a
 * person last wrote.
 */
export function whatsappControlRoutes(
  outbox: Outbox,
  media: MediaStore,
  window: ServiceWindow,
): Route<"control">[] {
  return [
    viewRoute("/__sent", () => ({
      messages: outbox.sent(),
      readReceipts: outbox.readReceipts(),
      typingIndicators: outbox.typingIndicators(),
    })),
    route("control", "POST", "/__media", ({ body, headers }) => {
      if (body === undefined) return json(413, { error: "the file is too large" });
      return json(201, { id: media.add(body, headers["content-type"] ?? "application/octet-stream") });
    }),
    route("control", "POST", "/__last-inbound", (call) => {
      const last = explainedParse(lastInboundSchema, jsonOf(call));
      if (!last.success) return json(400, { error: z.prettifyError(last.error) });
      window.setLastInbound(last.data);
      return json(200, last.data);
    }),
  ];
}
