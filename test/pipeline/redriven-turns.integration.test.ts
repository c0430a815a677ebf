import { StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { TURNS_QUEUE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { queueArn } from "../../local/queues/create-queues.ts";
import { conversationText } from "../support/conversation-text.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { BOT_SECRET, echo, type ScriptedBot, startBot } from "../support/scripted-bot.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let bot: ScriptedBot;
let system: TestSystem;

beforeAll(async () => {
  bot = await startBot();
  system = await startTestSystem({
    environment: { AGENT: "http", AGENT_URL: bot.url, AGENT_SECRET: BOT_SECRET, TURN_PAUSE_SECONDS: "0" },
  });
});
afterAll(async () => {
  await system.stop();
  await bot.stop();
});

async function writes(phone: string, text: string): Promise<void> {
  await postWebhook(system, textWebhook(LA_TERRAZA, phone, text));
  await system.waitUntilIdle();
}

const deadLetters = () => system.queueEngine.messages(system.queues.turnsDeadLetters);

/** AWS's own redrive, until all that was moved is answered or put aside again. */
async function redrive(): Promise<void> {
  const [SourceArn, DestinationArn] = [TURNS_QUEUE.deadLetterName, TURNS_QUEUE.name].map(queueArn);
  await system.sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  await eventually(() => expect(deadLetters()).toEqual([]));
  await system.waitUntilIdle();
}

/** What WhatsApp was given for somebody, in order. */
function sentTo(phone: string): string[] {
  return system.whatsapp
    .sent()
    .filter(({ recipient }) => recipient.id === phone)
    .map(({ message }) => JSON.stringify(message));
}

/** What the bot repeated, message by message: it answers those that come at once together. */
function answeredIn(lines: readonly string[]): string[] {
  return lines.flatMap(
    (line) => /You said: ([^"]*)/.exec(line)?.[1]?.split(" / ") ?? [`unexpected: ${line}`],
  );
}

describe("customers' messages that were not answered, and that AWS's own redrive moves to turns.fifo", () => {
  it("are answered once and in order, and their conversations are complete in CartaAI", async () => {
    const [ana, luis] = [newPhone(), newPhone()];
    bot.plays(() => json(400, { error: "not understood" }));
    for (const text of ["Uno", "Dos", "Tres"]) {
      await writes(ana, text);
      await writes(luis, `${text} de Luis`);
    }
    expect(deadLetters()).toHaveLength(6);
    const unanswered = new Map([ana, luis].map((phone) => [phone, conversationText(system, phone)]));
    const apologies = new Map([ana, luis].map((phone) => [phone, sentTo(phone).length]));
    const bodies = deadLetters();
    bot.plays(echo);

    await redrive();

    for (const [phone, of] of [
      [ana, ""],
      [luis, " de Luis"],
    ] as const) {
      const texts = ["Uno", "Dos", "Tres"].map((text) => `${text}${of}`);
      const before = unanswered.get(phone) ?? [];
      const transcript = conversationText(system, phone);
      expect(answeredIn(sentTo(phone).slice(apologies.get(phone)))).toEqual(texts);
      expect(transcript.slice(0, before.length)).toEqual(before);
      expect(answeredIn(transcript.slice(before.length))).toEqual(texts);
      expect(transcript.filter((line) => line.startsWith("user: "))).toEqual(
        texts.map((text) => `user: ${text}`),
      );
    }

    // Once more the same, as when a run was killed between sending and deleting.
    const [asked, said] = [bot.asked().length, system.whatsapp.sent().length];
    for (const { body, groupId, messageId } of bodies) {
      system.queueEngine.call("SendMessage", {
        QueueUrl: system.queues.turnsDeadLetters,
        ...{ MessageBody: body, MessageGroupId: groupId, MessageDeduplicationId: messageId },
      });
    }
    await redrive();

    expect(bot.asked()).toHaveLength(asked);
    expect(system.whatsapp.sent()).toHaveLength(said);
    expect(system.errors).toEqual([]);
  });
});
