import * as z from "zod/mini";
import { isJsonObject, type JsonObject } from "../../json/json-object.ts";
import type { TurnInput } from "../../turns/contract.ts";
import { epochSeconds, identifierText, ifUsable } from "../fields.ts";
import { defined } from "../json.ts";
import { cutText, MAX_CAPTION_CHARACTERS } from "../limits.ts";
import { renderForm } from "./form.ts";
import { joined, labelled, placeholder, type Renderer, rendererOf } from "./rendered.ts";

const titled = { title: ifUsable(z.string()), id: ifUsable(z.string()) };

/** A template's quick reply. The payload is for programs, and shown only where there is no text. */
export const renderTemplateButton = rendererOf(
  z.object({ button: z.object({ text: ifUsable(z.string()), payload: ifUsable(z.string()) }) }),
  ({ button }) =>
    chosen("Button", { id: button.payload ?? button.text, title: button.text }, button.text, button.payload),
);

const renderButtonReply = rendererOf(
  z.object({ button_reply: z.object(titled) }),
  ({ button_reply: reply }) => chosen("Button", reply, reply.title, reply.id),
);

const listReplySchema = z.object({
  list_reply: z.object({ ...titled, description: ifUsable(z.string()) }),
});

const renderListReply = rendererOf(listReplySchema, ({ list_reply: reply }) =>
  chosen("List", reply, joined(" - ", [reply.title, reply.description]), reply.id),
);

const callPermissionSchema = z.object({
  call_permission_reply: z.object({
    response: z.string(),
    expiration_timestamp: ifUsable(epochSeconds),
  }),
});

const CALL_ANSWERS: ReadonlyMap<string, string> = new Map([
  ["accept", "accepted"],
  ["reject", "rejected"],
]);

/** Whether the business may call: `[Call permission] accepted, until 2026-07-22T12:00:00.000Z`. */
const renderCallPermission = rendererOf(callPermissionSchema, ({ call_permission_reply: reply }) => {
  const until = reply.expiration_timestamp && `until ${reply.expiration_timestamp}`;
  const answer = joined(", ", [CALL_ANSWERS.get(reply.response) ?? reply.response, until]);
  return { content: labelled("Call permission", answer), input: "none" };
});

/** By `interactive.type`. */
const REPLIES: ReadonlyMap<string, Renderer> = new Map([
  ["button_reply", renderButtonReply],
  ["list_reply", renderListReply],
  ["nfm_reply", renderForm],
  ["call_permission_reply", renderCallPermission],
]);

/** What the customer chose or filled in. Meta sends `interactive` without its object when it failed itself. */
export const renderInteractive = rendererOf(
  z.object({ interactive: z.custom<JsonObject>(isJsonObject) }),
  ({ interactive }) => {
    const { type } = interactive;
    if (typeof type !== "string") return undefined;
    return REPLIES.get(type)?.(interactive) ?? placeholder("unknown-type");
  },
);

interface Choice {
  /** What the bot named it by when it offered it. */
  readonly id?: string | undefined;
  readonly title?: string | undefined;
}

/** What was chosen: the first text that can be seen, under its label, and the choice itself for the bot. */
function chosen(label: string, choice: Choice, ...texts: readonly (string | undefined)[]) {
  const text = texts.find((candidate) => candidate?.trim());
  return text === undefined
    ? undefined
    : defined({ content: labelled(label, text), input: choiceOf(choice, text) });
}

function choiceOf({ id, title }: Choice, text: string): TurnInput | undefined {
  const parsed = z.safeParse(identifierText, id);
  if (!parsed.success) return undefined;
  return {
    kind: "choice",
    id: parsed.data,
    title: cutText(title?.trim() ? title : text, MAX_CAPTION_CHARACTERS),
  };
}
