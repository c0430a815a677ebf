import type { NumberedEntry } from "../../cartaai/ledger.ts";
import type { ChatMessage, Customer } from "../api.ts";
import type { ConsoleDependencies } from "../server/dependencies.ts";
import { ConsoleProblem, found } from "../server/problem.ts";
import { normalise } from "./normalise.ts";
import { onlyTheirs } from "./only-theirs.ts";
import { pseudonymise } from "./pseudonymise.ts";
import { type ExpectedWrite, type ScenarioFile, scenarioFileSchema } from "./scenario-file.ts";

type Dependencies = Pick<ConsoleDependencies, "watch" | "system" | "scenarios">;

/**
 * A conversation that took place as a test that it takes place again.
 *
 * @throws {ConsoleProblem} 404 without the stand-ins whose answers it needs, 409 for one in which nothing was sent
 */
export function toScenarioFile(
  customer: Customer,
  { watch, system, scenarios }: Dependencies,
  name = "conversation",
): ScenarioFile {
  const { chats, webhooks } = watch.memory;
  const cartaai = found(system.cartaai, "stand-in: CartaAI is the real one");
  const whatsapp = found(system.whatsapp, "stand-in: WhatsApp is the real one");
  const business = found(
    system.businesses.find(({ phoneNumberId }) => phoneNumberId === customer.phoneNumberId),
    "business",
  );
  const messages = chats.all(customer.id);
  const bodies = (webhooks.get(customer.id) ?? []).flatMap(
    (json) => onlyTheirs(json, customer, messages) ?? [],
  );
  if (bodies.length === 0) throw new ConsoleProblem(409, "nothing was sent in this conversation");
  const sent = new Map(whatsapp.sent().map(({ id, message }) => [id, message]));
  const replies = messages.flatMap(({ id }) => sent.get(id) ?? []).map(contentOf);
  const writes = cartaai.ledger().entries.filter(watch.ownerTest(customer)).map(toExpected);
  const file = {
    kind: "scenario",
    version: 1,
    name: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    description: `Made from a conversation of ${messages.length} messages.`,
    agent: scenarios.agent === "builtin" ? "builtin" : "none",
    business: business.subDomain,
    media: mediaIn(messages, watch.memory.said.of(customer.id)),
    webhooks: bodies,
    expected: { replies, cartaai: writes },
  };
  const { expected, ...hidden } = pseudonymise(file, { customer, messages: [...messages] });
  return scenarioFileSchema.parse({ ...hidden, expected: normalise(expected) });
}

/** Without whom it went to, and what it quotes. */
export function contentOf({
  to: _to,
  recipient: _recipient,
  context: _context,
  ...message
}: {
  readonly to?: string | undefined;
  readonly recipient?: string | undefined;
  readonly context?: unknown;
}): Record<string, unknown> {
  return message;
}

export function toExpected(entry: NumberedEntry): ExpectedWrite {
  switch (entry.kind) {
    case "message":
      return { kind: "message", role: entry.role, content: entry.content };
    case "state":
      return {
        kind: "state",
        ...(entry.state.intent !== undefined && { intent: entry.state.intent }),
        ...(entry.state.step !== undefined && { step: entry.state.step }),
        ...(entry.state.context !== undefined && { context: entry.state.context }),
      };
    case "order":
      return { kind: "order", orderId: entry.orderId };
  }
}

/** A recording is somebody's voice: in a test a sample says what the model heard in it. */
function mediaIn(
  messages: readonly ChatMessage[],
  said: readonly { readonly eventId: string; readonly content: string }[],
): ScenarioFile["media"] {
  const heard = new Map(said.map(({ eventId, content }) => [eventId, content.replace(/^\[[^\]]*\]\s*/, "")]));
  return Object.fromEntries(
    messages.flatMap(({ id, content }) => {
      if ((content.kind !== "audio" && content.kind !== "image") || content.mediaId === undefined) return [];
      const says = content.kind === "audio" ? heard.get(id) : undefined;
      return [[content.mediaId, { kind: content.kind, ...(says && { says }) }]];
    }),
  );
}
