import * as z from "zod/mini";
import { cutText, MAX_CONTENT_CHARACTERS } from "../limits.ts";
import { rendererOf } from "./rendered.ts";

const textSchema = z.object({ text: z.object({ body: z.string() }) });

/** The text as it is. Blank text is malformed: CartaAI refuses a message without content. */
export const renderText = rendererOf(textSchema, ({ text: { body } }) =>
  body.trim() === ""
    ? undefined
    : { content: body, input: { kind: "text", text: cutText(body, MAX_CONTENT_CHARACTERS) } },
);
