import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { sign } from "../../functions/whatsapp/signature.ts";
import { types } from "../support/agent-bench.ts";
import { LA_TERRAZA } from "../support/conversations.ts";
import { sqsEvent } from "../support/sqs-event.ts";
import { messageEvent } from "../sync-events/sample-events.ts";
import { BUSINESS, change, messages, text, webhook } from "../whatsapp/webhook-bodies.ts";
import { builtHandler, type HandlerName } from "./built-handlers.ts";
import { invokeBundle } from "./invoke-bundle.ts";
import { emittedMetrics, watchedMetrics } from "./metric-notation.ts";
import { type StandIns, startStandIns } from "./service-stand-ins.ts";
import { synthesise } from "./synthesis.ts";
import { templateEnvironment } from "./template-environment.ts";

const APP_SECRET = "app-secret";
const whatsappSecret = { appSecret: APP_SECRET, verifyToken: "verify-token" };

const BOT = { AGENT: "http", AGENT_SECRET: "shared", TURN_PAUSE_SECONDS: "0", WHATSAPP_TOKEN: "token" };

const secretWith = (value: object) => ({ GetSecretValue: () => ({ SecretString: JSON.stringify(value) }) });
const business = () => ({
  Item: {
    phoneNumberId: { S: BUSINESS.phone_number_id },
    name: { S: "La Brasa" },
    subDomain: { S: "la-brasa" },
  },
});

function webhookEvent(body: string, signature: string) {
  return {
    headers: { "x-hub-signature-256": signature },
    requestContext: { requestId: "correlation-1", http: { method: "POST", path: "/webhook" } },
    body,
    isBase64Encoded: false,
  };
}

/** Runs the bundle with the environment of the template, its addresses replaced by the stand-ins'. */
function invoke(name: HandlerName, standIns: StandIns, event: object) {
  const path = {
    webhook: "WebhookApi/Webhook/Function",
    agent: "TurnPipeline/Agent/Function",
    sync: "SyncPipeline/Sync/Function",
    replay: "Replay/Replay/Function",
  }[name];
  const environment = templateEnvironment(synthesise("dev"), path, (resource) =>
    /^(SyncPipeline\/Events|TurnPipeline\/Turns)\//.test(resource)
      ? `${standIns.url}/000000000000/${resource.replaceAll("/", "-")}`
      : resource,
  );
  return invokeBundle(
    builtHandler(name).file,
    {
      ...environment,
      AWS_ENDPOINT_URL: standIns.url,
      ...(name === "sync" && { CARTAAI_API_BASE_URL: standIns.url }),
      ...(name === "agent" && {
        ...BOT,
        AGENT_URL: `${standIns.url}/bot`,
        WHATSAPP_GRAPH_BASE_URL: standIns.url,
      }),
    },
    event,
  );
}

describe("the webhook's bundle, run as Lambda runs it", () => {
  const body = JSON.stringify(messages(text("Hola")));

  it("queues a signed message, and signs its own requests with the role's credentials", async () => {
    await using standIns = await startStandIns({ ...secretWith(whatsappSecret), GetItem: business });

    const { result } = await invoke(
      "webhook",
      standIns,
      webhookEvent(body, sign(Buffer.from(body), APP_SECRET)),
    );

    expect(result).toMatchObject({ statusCode: 200 });
    const sent = standIns.requests.find(({ call }) => call === "SendMessageBatch");
    expect(JSON.parse(sent?.body.Entries[0].MessageBody)).toMatchObject({
      type: "message",
      content: "Hola",
      correlationId: "correlation-1",
    });
    expect(standIns.requests.map(({ call }) => call)).toContain("GetSecretValue");
    for (const { headers } of standIns.requests) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=ASIATESTROLE\/\d{8}\/eu-west-1\/(sqs|dynamodb|secretsmanager)\/aws4_request, /,
      );
      expect(headers["x-amz-security-token"]).toBe("token-of-the-role");
    }
  });

  it("answers Meta's handshake", async () => {
    await using standIns = await startStandIns(secretWith(whatsappSecret));
    const event = {
      headers: {},
      queryStringParameters: {
        "hub.mode": "subscribe",
        "hub.verify_token": "verify-token",
        "hub.challenge": "1158201444",
      },
      requestContext: { requestId: "correlation-2", http: { method: "GET", path: "/webhook" } },
      isBase64Encoded: false,
    };

    const { result } = await invoke("webhook", standIns, event);

    expect(result).toMatchObject({ statusCode: 200, body: "1158201444" });
  });

  it("counts a wrong signature in the metric that the alarm watches", async () => {
    await using standIns = await startStandIns(secretWith(whatsappSecret));

    const { result, lines } = await invoke(
      "webhook",
      standIns,
      webhookEvent(body, sign(Buffer.from(body), "another secret")),
    );

    expect(result).toMatchObject({ statusCode: 401 });
    expect(watchedMetrics(synthesise("dev"))).toContain("SignatureFailures{service=webhook-dev}");
    expect(emittedMetrics(lines)).toContain("SignatureFailures{service=webhook-dev}");
  });

  it("counts a lost item in the metric that the alarm watches", async () => {
    await using standIns = await startStandIns({ ...secretWith(whatsappSecret), GetItem: business });
    const fromNobody = text("Hola", { from: undefined });
    const noSender = JSON.stringify(webhook(change({ contacts: [], messages: [fromNobody] })));

    const { lines } = await invoke(
      "webhook",
      standIns,
      webhookEvent(noSender, sign(Buffer.from(noSender), APP_SECRET)),
    );

    const lost = "ItemsLost{reason=no-sender,service=webhook-dev}";
    expect(emittedMetrics(lines)).toContain(lost);
    expect(watchedMetrics(synthesise("dev"))).toContain(lost);
  });
});

describe("the agent's bundle, run as Lambda runs it", () => {
  const ana = { subDomain: "la-brasa", key: "+51999999999", phone: "+51999999999" };
  const event = sqsEvent({ body: toTurnMessage(types(ana, "Hola")).body });
  const sent = `POST /v25.0/${LA_TERRAZA.phoneNumberId}/messages`;

  it("asks the bot, sends what it says, and publishes it for CartaAI", async () => {
    await using standIns = await startStandIns({
      GetItem: business,
      "POST /bot": () => ({ replies: [{ kind: "text", text: "¡Hola!" }] }),
      [sent]: () => ({ messages: [{ id: "wamid.1" }] }),
    });

    const { result, lines } = await invoke("agent", standIns, event);

    expect(result).toEqual({ batchItemFailures: [] });
    const said = standIns.requests.filter(({ call }) => call === sent).map(({ body }) => body);
    expect(said).toMatchObject([{ status: "read" }, { to: "51999999999", text: { body: "¡Hola!" } }]);
    const [published] = standIns.requests.filter(({ call }) => call === "SendMessageBatch");
    expect(published?.body.QueueUrl).toContain("SyncPipeline-Events");
    expect(emittedMetrics(lines)).toContain("TurnsAnswered{service=agent-dev}");
  });

  it("makes a dead letter of a turn that the bot refuses", async () => {
    // Nothing is at /bot: it answers 404.
    await using standIns = await startStandIns({ GetItem: business });

    const { result, lines } = await invoke("agent", standIns, event);

    expect(result).toEqual({ batchItemFailures: [] });
    const queues = standIns.requests
      .filter(({ call }) => call === "SendMessageBatch")
      .map(({ body }) => String(body.QueueUrl));
    expect(queues.at(-1)).toContain("TurnPipeline-Turns-DeadLetters");
    expect(emittedMetrics(lines)).toContain("TurnsDeadLettered{class=permanent,service=agent-dev}");
  });
});

describe("the sync's bundle, run as Lambda runs it", () => {
  const event = sqsEvent({ body: JSON.stringify(messageEvent()) });
  const conversation = { sessionId: "bot_51999999999_1700000000000_abc", context: { previousMessages: [] } };
  const answered = () => ({ type: "1", message: "ok", data: conversation });

  it("opens the conversation at CartaAI, adds the message and keeps the session", async () => {
    await using standIns = await startStandIns({
      ...secretWith({ apiKey: "carta_srv_key" }),
      "POST /api/v1/conversations": answered,
      [`POST /api/v1/whatsapp/agent/conversations/${conversation.sessionId}/messages`]: answered,
    });

    const { result } = await invoke("sync", standIns, event);

    expect(result).toEqual({ batchItemFailures: [] });
    const said = standIns.requests.filter(({ call }) => call.endsWith("/messages"));
    expect(said.map(({ body }) => body)).toMatchObject([{ role: "user", content: "Hola" }]);
    expect(said[0]?.headers["x-service-api-key"]).toBe("carta_srv_key");
    expect(standIns.requests.map(({ call }) => call)).toContain("PutItem");
  });

  it("hands an event back that CartaAI's key does not open, in the metrics that the alarms watch", async () => {
    const refused = () => ({ type: "401", message: "no", data: null });
    await using standIns = await startStandIns({
      ...secretWith({ apiKey: "old" }),
      "GET /api/v1/conversations/user/%2B51999999999": refused,
      "POST /api/v1/conversations": refused,
    });

    const { result, lines } = await invoke("sync", standIns, event);

    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }] });
    const expected = [
      "CartaAIUnauthorised{service=sync-dev}",
      "EventsRetried{service=sync-dev,type=message}",
    ];
    expect(emittedMetrics(lines)).toEqual(expect.arrayContaining(expected));
    expect(watchedMetrics(synthesise("dev"))).toEqual(expect.arrayContaining(expected));
  });
});

describe("the replay's bundle, run as Lambda runs it", () => {
  const event = messageEvent();
  const letter = {
    MessageId: "letter-1",
    ReceiptHandle: "receipt-1",
    Body: JSON.stringify(event),
    MD5OfBody: createHash("md5").update(JSON.stringify(event)).digest("hex"),
    Attributes: { MessageGroupId: "group-1", SentTimestamp: "1700000000000" },
  };

  /** A queue with one dead letter, until it is deleted. */
  function oneDeadLetter() {
    let deleted = false;
    let received = false;
    return {
      ReceiveMessage: () => {
        const answer = deleted || received ? {} : { Messages: [letter] };
        received = true;
        return answer;
      },
      DeleteMessageBatch: () => {
        deleted = true;
        return { Successful: [{ Id: "0" }], Failed: [] };
      },
      GetQueueAttributes: () => ({
        Attributes: {
          ApproximateNumberOfMessages: "0",
          ApproximateNumberOfMessagesNotVisible: deleted ? "0" : "1",
        },
      }),
    };
  }

  it("lists dead letters, and gives them back", async () => {
    await using standIns = await startStandIns(oneDeadLetter());

    const { result } = await invoke("replay", standIns, { action: "list" });

    expect(result).toMatchObject({
      deadLetters: [{ class: "undelivered", reason: "max-receives", type: "message" }],
      summary: { found: 1, elsewhere: 0 },
    });
    expect(JSON.stringify(result)).not.toContain(event.conversation.phone?.slice(1));
    const released = standIns.requests.filter(({ call }) => call === "ChangeMessageVisibilityBatch");
    expect(released.map(({ body }) => body.Entries)).toEqual([
      [{ Id: "0", ReceiptHandle: "receipt-1", VisibilityTimeout: 0 }],
    ]);
  });

  it("sends a dead letter back before it deletes it, and counts it", async () => {
    await using standIns = await startStandIns(oneDeadLetter());

    const { result, lines } = await invoke("replay", standIns, { action: "run", wait: 0 });

    expect(result).toMatchObject({ left: [], summary: { replayed: 1 } });
    const calls = standIns.requests.map(({ call }) => call);
    expect(calls.indexOf("SendMessageBatch")).toBeLessThan(calls.indexOf("DeleteMessageBatch"));
    expect(emittedMetrics(lines)).toContain("EventsReplayed{service=replay-dev}");
  });

  it("refuses what it does not understand, naming every problem", async () => {
    await using standIns = await startStandIns({});

    await expect(invoke("replay", standIns, { action: "run", rate: -1, colour: "red" })).rejects.toThrow(
      /rate: expected a whole number.*colour: is not known/s,
    );
    expect(standIns.requests).toEqual([]);
  });
});
