import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone, newUserId, SUSHI_SAKURA } from "../support/conversations.ts";
import { afterRequests, awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import {
  messagesWebhook,
  newMessage,
  textWebhook,
  textWebhookWithoutPhone,
  webhook as webhookOf,
} from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let webhook: WebhookBench;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

interface Ids {
  readonly phone?: string;
  readonly userId?: string;
}

/** A webhook in which somebody who is known by these ids wrote a text. */
function from({ phone, userId }: Ids, text: string) {
  if (phone === undefined) return textWebhookWithoutPhone(LA_TERRAZA, userId ?? "", text);
  return textWebhook(LA_TERRAZA, phone, text, userId === undefined ? {} : { from_user_id: userId });
}

/** Tells of a new number as WhatsApp does: in a message that nobody wrote. */
function changedNumber(before: string, after: Ids) {
  const system = {
    ...{ type: "user_changed_number", body: `User Ana changed from ${before} to ${after.phone}` },
    ...{ wa_id: after.phone, user_id: after.userId },
  };
  return messagesWebhook(LA_TERRAZA.phoneNumberId, {
    messages: [{ ...newMessage(), from: before, type: "system", system }],
  });
}

/** Tells of a new business-scoped user id. */
function changedUserId(previous: string, current: string, phone?: string) {
  const metadata = { display_phone_number: "15550783881", phone_number_id: LA_TERRAZA.phoneNumberId };
  const update = { wa_id: phone, user_id: { previous, current } };
  return webhookOf([{ field: "user_id_update", value: { metadata, user_id_update: [update] } }]);
}

const groups = () => new Set(webhook.queued().map(({ groupId }) => groupId));
const keys = () => new Set(webhook.queued().map(({ event }) => event.conversation.key));

/** Everything that has been queued belongs to one conversation. */
function expectOneConversation(messages: number) {
  expect(webhook.queued()).toHaveLength(messages);
  expect(groups().size).toBe(1);
  expect(keys().size).toBe(1);
}

describe("a person's conversation is one", () => {
  it("known by phone number alone", async () => {
    const phone = newPhone();
    await webhook.post(from({ phone }, "Hola"));
    await webhook.post(from({ phone }, "¿Qué tal?"));

    expectOneConversation(2);
    expect([...keys()]).toEqual([`+${phone}`]);
  });

  it("known by user id alone", async () => {
    const userId = newUserId();
    await webhook.post(from({ userId }, "Hola"));
    await webhook.post(from({ userId }, "¿Qué tal?"));

    expectOneConversation(2);
    expect(webhook.queued()[0]?.event.conversation).toMatchObject({ key: userId, userId });
    expect(webhook.queued()[0]?.event.conversation).not.toHaveProperty("phone");
  });

  it.each<[string, (ids: Required<Ids>) => Ids[]]>([
    ["phone, then both, then user id", ({ phone, userId }) => [{ phone }, { phone, userId }, { userId }]],
    ["user id, then both, then phone", ({ phone, userId }) => [{ userId }, { phone, userId }, { phone }]],
    ["both, then either", ({ phone, userId }) => [{ phone, userId }, { phone }, { userId }]],
  ])("known by %s, one webhook after the other", async (_, idsOf) => {
    for (const ids of idsOf({ phone: newPhone(), userId: newUserId() })) {
      expect(await webhook.post(from(ids, "Hola"))).toBe(200);
    }
    expectOneConversation(3);
  });

  it("known by both in one webhook, in which the first message tells the phone alone", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    const messages = [{ phone }, { phone, userId }, { userId }].flatMap(
      (ids) => from(ids, "Hola").entry[0]?.changes ?? [],
    );

    expect(await webhook.post(webhookOf(messages))).toBe(200);

    expectOneConversation(3);
  });

  it("when two execution environments meet the person at the same moment", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    const posts = [from({ phone, userId }, "uno"), from({ phone }, "dos"), from({ phone, userId }, "tres")];

    expect(await Promise.all(posts.map((body) => webhook.lambda().post(body)))).toEqual([200, 200, 200]);

    expectOneConversation(3);
  });

  it("after a new number, which brings a new user id too", async () => {
    const before = { phone: newPhone(), userId: newUserId() };
    const after = { phone: newPhone(), userId: newUserId() };
    await webhook.post(from(before, "con el número de antes"));

    expect(await webhook.post(changedNumber(before.phone, after))).toBe(200);
    await webhook.post(from({ phone: after.phone }, "con el nuevo"));
    await webhook.post(from({ userId: after.userId }, "con el nuevo, sin número"));

    expectOneConversation(4);
  });

  it("after a new user id, of which nothing is published", async () => {
    const [phone, before, after] = [newPhone(), newUserId(), newUserId()];
    await webhook.post(from({ phone, userId: before }, "con el id de antes"));

    expect(await webhook.post(changedUserId(before, after))).toBe(200);
    await webhook.post(from({ userId: after }, "con el id nuevo"));

    expectOneConversation(2);
  });

  it("after a change that is told in the same webhook", async () => {
    const [before, after] = [newPhone(), newPhone()];
    const changes = [
      ...from({ phone: before }, "antes").entry,
      ...changedNumber(before, { phone: after }).entry,
      ...from({ phone: after }, "después").entry,
    ];

    expect(await webhook.post({ object: "whatsapp_business_account", entry: changes })).toBe(200);

    expectOneConversation(3);
  });

  it("when the new user id has written before the change is told: what follows goes on there", async () => {
    const [before, after] = [newUserId(), newUserId()];
    await webhook.post(from({ userId: before }, "antes"));
    await webhook.post(from({ userId: after }, "ya con el nuevo"));
    await webhook.post(changedUserId(before, after));
    await webhook.post(from({ userId: before }, "uno que llega tarde"));
    await webhook.post(from({ userId: after }, "después"));

    const [, first, late, last] = webhook.queued();
    expect([late?.groupId, last?.groupId]).toEqual([first?.groupId, first?.groupId]);
    expect(webhook.counted("IdentitiesMerged")).toBe(1);
  });
});

describe("two conversations stay two", () => {
  it("of one person at two restaurants", async () => {
    const phone = newPhone();
    await webhook.post(textWebhook(LA_TERRAZA, phone, "Hola"));
    await webhook.post(textWebhook(SUSHI_SAKURA, phone, "Hola"));

    expect(groups().size).toBe(2);
  });

  it("of a number's owners before and after it was given to somebody else", async () => {
    const phone = newPhone();
    await webhook.post(from({ phone, userId: newUserId() }, "de quien lo tenía"));
    await webhook.post(from({ phone, userId: newUserId() }, "de quien lo tiene"));

    expect(groups().size).toBe(2);
  });
});

describe("an identities table that fails on the way", () => {
  it("gives a 500, and the next delivery finds one conversation whatever was written before", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    webhook.between.dynamodb.intercept(
      afterRequests(
        3,
        onAction(["PutItem"], () => awsFailure),
      ),
    );
    const body = from({ phone, userId }, "Hola");

    expect(await webhook.post(body)).toBe(500);
    expect(webhook.queued()).toEqual([]);

    webhook.between.dynamodb.reset();
    expect(await webhook.post(body)).toBe(200);
    await webhook.post(from({ userId }, "¿Hola?"));
    await webhook.post(from({ phone }, "¿Hola?"));
    expectOneConversation(3);
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("printed no phone number, id, text or key", () => expectNothingPersonal(webhook));
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});

describe("two conversations that turn out to be one person's", () => {
  it("are told of with each message of an identifier that has moved, whoever receives it", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    const said = from({ phone }, "Hola");
    await webhook.post(said);
    await webhook.post(from({ userId }, "Hola"));
    await webhook.post(from({ phone, userId }, "Soy yo"));
    await webhook.lambda().post(said);
    await webhook.post(from({ userId }, "Aquí sigo"));

    const told = webhook
      .queued()
      .map(({ event: { conversation } }) => [conversation.key, conversation.formerKeys]);
    expect(told).toEqual([
      [`+${phone}`, undefined],
      [userId, undefined],
      [userId, [`+${phone}`]],
      [userId, [`+${phone}`]],
      [userId, undefined],
    ]);
  });
});
