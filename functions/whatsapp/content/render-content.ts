import * as z from "zod/mini";
import { ifUsable } from "../fields.ts";
import { renderContactCards } from "./contact-cards.ts";
import { renderLocation } from "./location.ts";
import {
  renderAudio,
  renderDocument,
  renderImage,
  renderSticker,
  renderVideo,
  renderVoice,
} from "./media.ts";
import { editRenderer, renderReaction, renderRevoke } from "./message-actions.ts";
import { renderSystem, renderUnsupported, renderWelcome } from "./notices.ts";
import { renderOrder } from "./order.ts";
import { placeholder, type Rendered, type Renderer } from "./rendered.ts";
import { renderInteractive, renderTemplateButton } from "./replies.ts";
import { renderText } from "./text.ts";

/** By Meta's `type`. A map, so that a type named "constructor" finds nothing. */
type Renderers = ReadonlyMap<string, Renderer>;

const SINGLE: Renderers = new Map([
  ["text", renderText],
  ["audio", renderAudio],
  ["voice", renderVoice],
  ["image", renderImage],
  ["video", renderVideo],
  ["document", renderDocument],
  ["sticker", renderSticker],
  ["location", renderLocation],
  ["contacts", renderContactCards],
  ["button", renderTemplateButton],
  ["interactive", renderInteractive],
  ["order", renderOrder],
  ["reaction", renderReaction],
  ["revoke", renderRevoke],
  ["system", renderSystem],
  ["request_welcome", renderWelcome],
  ["unsupported", renderUnsupported],
]);

/** An edit holds any message except another edit, however deep the input nests them. */
const ALL: Renderers = new Map([...SINGLE, ["edit", editRenderer((inner) => renderWith(SINGLE, inner))]]);

const typedSchema = z.object({ type: ifUsable(z.string()) });

/** What a message reads as. A type that is not in the table becomes a placeholder: Meta keeps adding types. */
export function renderContent(message: unknown): Rendered {
  return renderWith(ALL, message);
}

function renderWith(renderers: Renderers, message: unknown): Rendered {
  const parsed = z.safeParse(typedSchema, message);
  if (!parsed.success) return placeholder("malformed-content");
  const { type = "" } = parsed.data;
  return renderers.get(type)?.(message) ?? placeholder("unknown-type");
}
