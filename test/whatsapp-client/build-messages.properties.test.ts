import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Reply, replySchema } from "../../functions/replies/reply.ts";
import { cleanLine, cleanText } from "../../functions/text/clean-text.ts";
import { buildMessages } from "../../functions/whatsapp-client/build-messages.ts";
import type { WhatsAppMessage } from "../../functions/whatsapp-client/message.ts";
import { startWhatsApp, type WhatsAppStandIn } from "../../local/whatsapp/server.ts";
import { replyArbitrary } from "../replies/reply-arbitraries.ts";
import { ANA, clientOf, SENDER, TOKEN } from "./running-client.ts";

let whatsapp: WhatsAppStandIn;

beforeAll(async () => {
  whatsapp = await startWhatsApp({ port: 0, tokens: [TOKEN] });
});

afterAll(() => whatsapp.stop());

/** What a customer can read, without blanks, which a cut may leave out. */
const unspaced = (text: string) => text.replace(/\s/g, "");

function shownBy(message: WhatsAppMessage): string[] {
  if (message.type === "text") return [message.text.body];
  if (message.type === "image") return [message.image.caption ?? ""];
  const { body, action } = message.interactive;
  if ("buttons" in action) return [body.text, ...action.buttons.map(({ reply }) => reply.title)];
  if (!("sections" in action)) return [body.text];
  const rows = action.sections.flatMap(({ title = "", rows }) => [
    title,
    ...rows.flatMap((row) => [row.title, row.description ?? ""]),
  ]);
  return [body.text, ...rows];
}

function idsIn(message: WhatsAppMessage): string[] {
  if (message.type !== "interactive") return [];
  const { action } = message.interactive;
  if ("buttons" in action) return action.buttons.map(({ reply }) => reply.id);
  return "sections" in action ? action.sections.flatMap(({ rows }) => rows.map(({ id }) => id)) : [];
}

function optionsOf(reply: Reply) {
  if (reply.kind === "buttons") return reply.buttons;
  return reply.kind === "list" ? reply.sections.flatMap(({ rows }) => rows) : [];
}

/** Everything that a reply says. */
function saidBy(reply: Reply): string[] {
  const options = optionsOf(reply).flatMap(({ title, description = "" }) => [title, description]);
  const sections = reply.kind === "list" ? reply.sections.map(({ title = "" }) => title) : [];
  return [...options, ...sections].map(cleanLine);
}

const textOf = (reply: Reply) => cleanText(reply.kind === "image" ? (reply.caption ?? "") : reply.text);

it("any reply becomes messages that WhatsApp accepts, with all that it says and every option in them", async () => {
  const client = clientOf(whatsapp.url);
  await fc.assert(
    fc.asyncProperty(replyArbitrary, async (reply) => {
      expect(replySchema.parse(reply)).toEqual(reply);
      const messages = buildMessages(reply);

      for (const message of messages) await client.send(SENDER, ANA, message);

      const shown = messages.map((message) => shownBy(message).map(unspaced).join("\n")).join("\n");
      for (const said of saidBy(reply)) expect(shown.replaceAll("\n", "")).toContain(unspaced(said));
      const running = messages.map((message) => unspaced(shownBy(message)[0] ?? "")).join("");
      expect(running).toContain(unspaced(textOf(reply)));
      expect(new Set(messages.flatMap(idsIn))).toEqual(new Set(optionsOf(reply).map(({ id }) => id)));
    }),
    { numRuns: 400 },
  );
});

it("the same reply always becomes the same messages", () => {
  fc.assert(
    fc.property(replyArbitrary, (reply) => {
      expect(buildMessages(structuredClone(reply))).toEqual(buildMessages(reply));
    }),
    { numRuns: 50 },
  );
});
