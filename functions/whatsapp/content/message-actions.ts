import * as z from "zod/mini";
import { identifierText, ifUsable } from "../fields.ts";
import { defined } from "../json.ts";
import { labelled, type Renderer, rendererOf } from "./rendered.ts";

// What people do to a message that was already sent: react to it, edit it, delete it.

const reactionSchema = z.object({
  reaction: z.object({ message_id: ifUsable(identifierText), emoji: ifUsable(z.string()) }),
});

/** `[Reaction] 😮`. An empty or missing emoji takes the reaction back. */
export const renderReaction: Renderer = rendererOf(reactionSchema, ({ reaction }) => {
  const content = reaction.emoji?.trim() ? labelled("Reaction", reaction.emoji) : "[Reaction removed]";
  return defined({ content, about: reaction.message_id });
});

const editSchema = z.object({
  edit: z.object({ original_message_id: ifUsable(identifierText), message: z.optional(z.unknown()) }),
});

/** `[Edited] {new content}`. @param renderInner renders the new content; it has to refuse an edit within the edit. */
export function editRenderer(renderInner: Renderer): Renderer {
  return rendererOf(editSchema, ({ edit }) => {
    const inner = renderInner(edit.message);
    return defined({ ...inner, content: labelled("Edited", inner.content), about: edit.original_message_id });
  });
}

const revokeSchema = z.object({ revoke: z.object({ original_message_id: ifUsable(identifierText) }) });

export const renderRevoke: Renderer = rendererOf(revokeSchema, ({ revoke }) =>
  defined({ content: "[Deleted a message]", about: revoke.original_message_id }),
);
