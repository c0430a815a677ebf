import * as z from "zod/mini";
import { ifUsable } from "../fields.ts";
import { labelled, placeholder, type Renderer, rendererOf } from "./rendered.ts";

// What nobody wrote: WhatsApp tells it.

const systemSchema = z.object({
  system: z.object({ body: ifUsable(z.string()), type: ifUsable(z.string()) }),
});

/** `[System] {body}`; without a body the kind has to do: `[System] user changed number`. */
export const renderSystem: Renderer = rendererOf(systemSchema, ({ system: { body, type } }) => ({
  content: labelled("System", body?.trim() ? body : type?.replaceAll("_", " ")),
}));

/** The customer opened the chat for the first time and has not written anything yet. */
export const renderWelcome: Renderer = () => ({
  content: "[Welcome] Opened the chat for the first time",
  input: { kind: "welcome" },
});

/** Meta received something that its API does not pass on (a poll, a sticker pack, …). */
export const renderUnsupported: Renderer = () => placeholder("unsupported-type");
