import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { LA_TERRAZA, newPhone, SUSHI_SAKURA } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import { messagesWebhook, textMessage, textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

const MINUTE = 60_000;

let webhook: WebhookBench;
let numbers = 555_000;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

/** A phone number id that is registered nowhere. */
function unknownNumber() {
  numbers += 1;
  return { phoneNumberId: String(numbers) };
}

const lookups = () => webhook.between.dynamodb.requests().filter(({ action }) => action === "GetItem").length;
const tableIsDown = () => webhook.between.dynamodb.intercept(onAction(["GetItem"], () => awsFailure));

describe("a business", () => {
  it("is found by its phone number id, and named in the log", async () => {
    expect(await webhook.post(textWebhook(SUSHI_SAKURA, newPhone(), "Dos makis"))).toBe(200);

    expect(webhook.queued()[0]?.event.conversation).toMatchObject({
      subDomain: SUSHI_SAKURA.subDomain,
      localId: SUSHI_SAKURA.localId,
      botId: SUSHI_SAKURA.botId,
    });
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({
        message: `Handling message for business: ${SUSHI_SAKURA.name} (subdomain: ${SUSHI_SAKURA.subDomain})`,
      }),
    );
  });

  it("is looked up once a minute, however much is written to it", async () => {
    await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "uno"));
    webhook.time.now += MINUTE - 1;
    await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "dos"));
    expect(lookups()).toBe(1);

    webhook.time.now += 1;
    await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "tres"));
    expect(lookups()).toBe(2);
  });
});

describe("a number that nobody has registered", () => {
  it("is acknowledged with a line and a metric, and nothing is published for it", async () => {
    const unknown = unknownNumber();
    expect(await webhook.post(textWebhook(unknown, newPhone(), "¿Hay alguien?"))).toBe(200);

    expect(webhook.queued()).toEqual([]);
    expect(webhook.counted("UnknownBusiness")).toBe(1);
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({ level: "ERROR", phoneNumberId: unknown.phoneNumberId }),
    );
  });

  it("costs a business in the same webhook nothing", async () => {
    const [known] = textWebhook(LA_TERRAZA, newPhone(), "conocido").entry;
    const [unknown] = textWebhook(unknownNumber(), newPhone(), "desconocido").entry;

    expect(await webhook.post({ object: "whatsapp_business_account", entry: [unknown, known] })).toBe(200);

    expect(webhook.contents()).toEqual(["conocido"]);
  });

  it("is remembered for a minute, and found within it once it is registered", async () => {
    const late = { ...unknownNumber(), name: "Late", subDomain: "late" };
    await webhook.post(textWebhook(late, newPhone(), "demasiado pronto"));
    await putBusinesses(webhook.tables.client, [late]);
    await webhook.post(textWebhook(late, newPhone(), "todavía pronto"));
    expect(lookups()).toBe(1);

    webhook.time.now += MINUTE;
    await webhook.post(textWebhook(late, newPhone(), "a tiempo"));

    expect(webhook.contents()).toEqual(["a tiempo"]);
  });

  it("is not taken for unknown any more when the table cannot be asked: Meta has to deliver again", async () => {
    const late = { ...unknownNumber(), name: "Later", subDomain: "later" };
    await webhook.post(textWebhook(late, newPhone(), "antes de registrarse"));
    await putBusinesses(webhook.tables.client, [late]);
    webhook.time.now += MINUTE;
    tableIsDown();

    expect(await webhook.post(textWebhook(late, newPhone(), "registrado"))).toBe(500);
  });
});

describe("a businesses table that cannot be read", () => {
  it("fails a webhook for a business that was never looked up: Meta delivers again", async () => {
    tableIsDown();

    expect(await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "de nuevo"))).toBe(500);

    expect(webhook.queued()).toEqual([]);
    expect(webhook.counted("PublishFailures")).toBe(1);
  });

  it("leaves a known business in use", async () => {
    await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "conocida"));
    webhook.time.now += MINUTE;
    tableIsDown();

    expect(await webhook.post(textWebhook(LA_TERRAZA, newPhone(), "sigue en uso"))).toBe(200);

    expect(webhook.contents()).toEqual(["conocida", "sigue en uso"]);
  });
});

describe("an entry of the table that cannot be used", () => {
  const broken = unknownNumber();
  const entryFor = (to: typeof broken, text: string) => textWebhook(to, newPhone(), text).entry[0];

  it("holds its own messages back, and nobody else's in the same webhook", async () => {
    const Item = { phoneNumberId: { S: broken.phoneNumberId }, name: { S: "" } };
    await webhook.tables.client.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item }));
    const entry = [entryFor(broken, "espera"), entryFor(LA_TERRAZA, "no espera")];
    const body = { object: "whatsapp_business_account", entry };

    expect(await webhook.post(body)).toBe(500);
    expect(webhook.contents()).toEqual(["no espera"]);

    await putBusinesses(webhook.tables.client, [{ ...broken, name: "Mended", subDomain: "mended" }]);
    expect(await webhook.post(body)).toBe(200);
    expect(webhook.contents()).toEqual(["no espera", "espera"]);
  });
});

describe("the business of the environment", () => {
  const own = { phoneNumberId: "42" };
  const settings = { WHATSAPP_PHONE_NUMBER_ID: "42", CARTAAI_SUBDOMAIN: "mine", CARTAAI_LOCAL_ID: "L1" };

  it("needs no entry in the table, and is the fallback for its own number alone", async () => {
    const lambda = webhook.lambda(settings);

    await lambda.post(textWebhook(own, newPhone(), "a la mía"));
    await lambda.post(textWebhook(unknownNumber(), newPhone(), "a otra"));

    expect(webhook.queued().map(({ event }) => event)).toMatchObject([
      { content: "a la mía", conversation: { subDomain: "mine", localId: "L1" } },
    ]);
  });
});

describe("with ENABLE_CONVERSATION_SYNC=false", () => {
  it("everything is acknowledged, and nothing is published", async () => {
    const lambda = webhook.lambda({ ENABLE_CONVERSATION_SYNC: "false" });
    const messages = [textMessage(newPhone(), "sin CartaAI"), textMessage(newPhone(), "también")];

    expect(await lambda.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages }))).toBe(200);

    expect(webhook.batches()).toEqual([]);
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({ message: "Conversation sync is disabled or unavailable" }),
    );
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("printed no phone number, id, text or key", () => expectNothingPersonal(webhook));
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});
