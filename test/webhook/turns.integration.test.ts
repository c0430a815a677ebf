import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Turn } from "../../functions/turns/contract.ts";
import { parseTurn } from "../../functions/turns/parse.ts";
import { createContainer } from "../../functions/webhook/container.ts";
import { createHandler } from "../../functions/webhook/create-handler.ts";
import { sign } from "../../functions/whatsapp/signature.ts";
import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import {
  type Environment,
  LOCAL_SECRETS,
  lambdaEnvironment,
} from "../../local/runtime/lambda-environment.ts";
import { createShutdown } from "../../local/runtime/shutdown.ts";
import { type Stores, startStores } from "../../local/runtime/stores.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { drain } from "../queues/drain.ts";
import { type CapturedLogs, captureLogs } from "../support/capture-logs.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { counted } from "../support/counted.ts";
import { awsFailure, type Interposed, interpose } from "../support/interposed.ts";
import { PATIENT } from "../support/patience.ts";
import {
  messagesWebhook,
  newMessage,
  textMessage,
  textWebhook,
  typedWebhook,
  webhook,
} from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

const shutdown = createShutdown();
let logs: CapturedLogs;
let stores: Stores;
let sqs: Interposed;

beforeAll(async () => {
  logs = captureLogs();
  shutdown.add(async () => logs.release());
  stores = await startStores(shutdown);
  await putBusinesses(stores.tables.client, [LA_TERRAZA]);
  sqs = await interpose(stores.queues.endpoint);
  shutdown.add(sqs.stop);
});
afterEach(async () => {
  sqs.reset();
  await published();
});
afterAll(() => shutdown.run());

/** @returns the status */
async function post(body: object, settings: Environment = {}): Promise<number> {
  const { queues, tables } = stores;
  const environment = lambdaEnvironment(settings, {
    sqs: sqs.url,
    dynamodb: tables.endpoint,
    syncQueue: queues.queueUrl(SYNC_QUEUE.name),
    syncDeadLetters: queues.queueUrl(SYNC_QUEUE.deadLetterName),
    turnsQueue: queues.queueUrl(TURNS_QUEUE.name),
    turnsDeadLetters: queues.queueUrl(TURNS_QUEUE.deadLetterName),
    cartaai: "http://127.0.0.1:9",
    whatsapp: "http://127.0.0.1:9",
  });
  const handler = createHandler(createContainer(environment));
  const text = JSON.stringify(body);
  const event = {
    body: text,
    isBase64Encoded: false,
    headers: { "x-hub-signature-256": sign(Buffer.from(text), LOCAL_SECRETS.WHATSAPP_APP_SECRET) },
    requestContext: { requestId: "r-1", http: { method: "POST" } },
  };
  const { statusCode = 0 } = await handler(
    event as unknown as Parameters<typeof handler>[0],
    createContext("webhook", Date.now() + 29_000),
  );
  return statusCode;
}

/** Takes out of the two queues what is in them. */
async function published(): Promise<{ events: string[]; turns: Turn[]; groups: (string | undefined)[] }> {
  const { client, queueUrl } = stores.queues;
  const events = await drain(client, queueUrl(SYNC_QUEUE.name));
  const turns = await drain(client, queueUrl(TURNS_QUEUE.name));
  return {
    events: events.map(({ Body = "" }) => JSON.parse(Body).content),
    turns: turns.map(({ Body = "" }) => parseTurn(Body)),
    groups: [...events, ...turns].map(({ Attributes }) => Attributes?.MessageGroupId),
  };
}

const VOICE = { audio: { id: "m-1", mime_type: "audio/ogg" } };

describe("a message that wants an answer", () => {
  it("is published for CartaAI and as a turn, in one group", async () => {
    const ana = newPhone();
    const before = counted(logs.entries(), "TurnsPublished");

    expect(await post(textWebhook(LA_TERRAZA, ana, "Hola", { id: "wamid.T1" }))).toBe(200);

    const { events, turns, groups } = await published();
    expect(events).toEqual(["Hola"]);
    expect(turns).toEqual([
      {
        version: 1,
        id: "wamid.T1",
        conversation: {
          ...{ subDomain: LA_TERRAZA.subDomain, localId: LA_TERRAZA.localId, botId: LA_TERRAZA.botId },
          ...{ key: `+${ana}`, phone: `+${ana}`, displayName: "Ana" },
        },
        phoneNumberId: LA_TERRAZA.phoneNumberId,
        occurredAt: expect.any(String),
        correlationId: "r-1",
        content: "Hola",
        input: { kind: "text", text: "Hola" },
      },
    ]);
    expect(new Set(groups).size).toBe(1);
    expect(counted(logs.entries(), "TurnsPublished") - before).toBe(1);
  });

  it("is a turn of its own each, in the order in which they were written", async () => {
    const ana = newPhone();
    const body = messagesWebhook(LA_TERRAZA.phoneNumberId, {
      contacts: [{ wa_id: ana }],
      messages: ["hello", "I want", "2 pizzas"].map((text) => textMessage(ana, text)),
    });
    await post(body);

    expect((await published()).turns.map(({ content }) => content)).toEqual(["hello", "I want", "2 pizzas"]);
  });

  it("is left to the agent to mirror when it has to be turned into text", async () => {
    const ana = newPhone();
    await post(typedWebhook(LA_TERRAZA, ana, "audio", VOICE));
    await post(typedWebhook(LA_TERRAZA, ana, "image", { image: { id: "m-2", caption: "This" } }));

    const { events, turns } = await published();
    expect(events).toEqual([]);
    expect(turns.map(({ input }) => input)).toEqual([
      { kind: "audio", mediaId: "m-1", mimeType: "audio/ogg" },
      { kind: "image", mediaId: "m-2", caption: "This" },
    ]);
  });
});

describe("a message that nobody waits to have answered", () => {
  it.each([
    ["reaction", { reaction: { message_id: "wamid.0", emoji: "👍" } }],
    ["edit", { edit: { original_message_id: "wamid.0", message: { type: "text", text: { body: "x" } } } }],
    ["revoke", { revoke: { original_message_id: "wamid.0" } }],
    ["system", { system: { body: "x", type: "something" } }],
  ])("is no turn: %s", async (type, content) => {
    expect(await post(typedWebhook(LA_TERRAZA, newPhone(), type, content))).toBe(200);

    const { events, turns } = await published();
    expect(events).toHaveLength(1);
    expect(turns).toEqual([]);
  });

  it("silences the bot when the staff wrote it, and is mirrored at once, a voice note too", async () => {
    const ana = newPhone();
    const message_echoes = [{ ...newMessage(), from: "15550783881", to: ana, type: "audio", ...VOICE }];
    const metadata = { display_phone_number: "15550783881", phone_number_id: LA_TERRAZA.phoneNumberId };
    await post(webhook([{ field: "smb_message_echoes", value: { metadata, message_echoes } }]));

    const { events, turns } = await published();
    expect(events).toEqual(["[Staff] [Audio message]"]);
    expect(turns.map(({ input }) => input)).toEqual([{ kind: "staff" }]);
  });
});

describe("both queues", () => {
  it.each([
    ["sync.fifo", SYNC_QUEUE.name],
    ["turns.fifo", TURNS_QUEUE.name],
  ])("have to take everything, or Meta delivers again, and nothing is doubled: %s", async (_, name) => {
    const body = textWebhook(LA_TERRAZA, newPhone(), "Hola");
    sqs.intercept(({ body: sent }) => (sent.toString().includes(`/${name}"`) ? awsFailure : undefined));

    expect(await post(body)).toBe(500);
    sqs.reset();
    expect(await post(body)).toBe(200);

    const { events, turns } = await published();
    expect([events, turns.map(({ content }) => content)]).toEqual([["Hola"], ["Hola"]]);
  });

  it("get the turn only once the message is queued for CartaAI: the answer must not stand before it", async () => {
    sqs.intercept(({ body: sent }) =>
      sent.toString().includes(`/${SYNC_QUEUE.name}"`) ? awsFailure : undefined,
    );
    await post(textWebhook(LA_TERRAZA, newPhone(), "Hola"));

    expect((await published()).turns).toEqual([]);
  });
});

describe("without somebody who answers", () => {
  it("everything is mirrored by the webhook, and nothing waits for an agent", async () => {
    await post(typedWebhook(LA_TERRAZA, newPhone(), "audio", VOICE), { AGENT: "none" });

    expect(await published()).toMatchObject({ events: ["[Audio message]"], turns: [] });
  });
});

describe("a conversation sync that is switched off", () => {
  it("leaves the turns, and publishes nothing for CartaAI", async () => {
    await post(textWebhook(LA_TERRAZA, newPhone(), "Hola"), { ENABLE_CONVERSATION_SYNC: "false" });

    const { events, turns } = await published();
    expect([events, turns.length]).toEqual([[], 1]);
  });
});
