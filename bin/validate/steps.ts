import { randomUUID } from "node:crypto";
import { createConversationsApi } from "../../functions/cartaai/client.ts";
import { CartaAIPermanentError, CartaAIUnauthorisedError } from "../../functions/cartaai/errors.ts";
import type { Transport } from "../../functions/cartaai/transport.ts";
import { compareReadBack } from "./compare-read-back.ts";
import type { Target } from "./target.ts";

export interface Step {
  readonly name: string;
  /** @returns what it found. @throws when it does not hold */
  readonly run: () => Promise<string>;
  /** Whether there is something to be tidied up, so that it is taken also after another step has failed. */
  readonly isDue?: () => boolean;
}

/**
 * Somebody that nobody is: North American numbers from 555-0100 to 555-0199 are set aside for fiction.
 * https://nationalnanpa.com/number_resource_info/555_numbers.html
 */
export const TEST_PERSON = "+12025550123";

/** The validation, to be taken in order; each step needs those before it. */
export function validationSteps(target: Target, call: Transport): readonly Step[] {
  const { scope, botId } = target;
  const conversations = createConversationsApi(call);
  const run = randomUUID();
  const said = {
    user: { role: "user", content: `Validation ${run}: can you hear me?` },
    bot: { role: "bot", content: `Validation ${run}: loud and clear.` },
  } as const;
  const state = {
    intent: "menu",
    step: "validation",
    context: { lastUserMessage: said.user.content },
    metadata: { validation: run },
    isActive: true,
  } as const;
  let refusal: CartaAIUnauthorisedError | undefined;
  let opened: string | undefined;

  /** Every later step comes after the one that opens the session. */
  const sessionId = () => opened ?? "";

  return [
    {
      name: "CartaAI answers",
      async run() {
        try {
          await call("findConversation", { userId: TEST_PERSON, query: { ...scope } }, {});
        } catch (error) {
          // A refused key, or an error in CartaAI's envelope ("there is none"), is an answer of CartaAI's.
          if (error instanceof CartaAIUnauthorisedError) refusal = error;
          else if (!(error instanceof CartaAIPermanentError && error.enveloped)) throw error;
        }
        return "";
      },
    },
    {
      name: "The key is accepted",
      async run() {
        if (refusal !== undefined) throw refusal;
        return "";
      },
    },
    {
      name: "A conversation is opened",
      async run() {
        const wanted = {
          userId: TEST_PERSON,
          ...scope,
          ...(botId !== undefined && { botId }),
          metadata: { platform: "validation" },
        };
        opened = (await conversations.open(wanted, {})).sessionId;
        return opened;
      },
    },
    {
      name: "A user's message is added",
      async run() {
        await conversations.addMessage(sessionId(), said.user, scope, {});
        return "";
      },
    },
    {
      name: "The state is synced",
      async run() {
        await conversations.syncState(sessionId(), state, scope, {});
        return "";
      },
    },
    {
      name: "A bot's message is added",
      async run() {
        await conversations.addMessage(sessionId(), said.bot, scope, {});
        return "";
      },
    },
    {
      name: "It reads back as it was written",
      async run() {
        compareReadBack(await conversations.read(sessionId(), scope, {}), [said.user, said.bot], state);
        return "2 messages and the state";
      },
    },
    {
      name: "The conversation is ended",
      isDue: () => opened !== undefined,
      async run() {
        await call("endConversation", { sessionId: sessionId(), body: { ...scope } }, {});
        return "";
      },
    },
  ];
}
