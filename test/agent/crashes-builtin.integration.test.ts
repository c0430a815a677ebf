import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { putItems, readItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import { sessionKey } from "../../functions/sessions/session.ts";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import type { Turn } from "../../functions/turns/contract.ts";
import { TURNS_TABLE } from "../../lib/resources.ts";
import { voiceNote } from "../../local/models/script.ts";
import { type ModelsStandIn, startModels } from "../../local/models/server.ts";
import {
  type AgentBench,
  type AgentLambda,
  HANDLED,
  startAgentBench,
  taps,
  turn,
  types,
} from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { type Death, dieAt } from "../support/die-at.ts";
import { type Interposed, interpose, type PassingRequest } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { offeredIn } from "../support/offered.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

const KEY = "key-for-the-models";
const MINUTE = 60_000;

let bench: AgentBench;
let models: ModelsStandIn;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  bench = await startAgentBench({ AGENT: "builtin", TURN_PAUSE_SECONDS: "0", AI_API_KEY: KEY });
  models = await startModels({ port: 0, apiKeys: [KEY] });
  stops.push(models.stop, bench.stop);
});
afterAll(async () => {
  expectNothingPersonal(bench);
  for (const stop of stops) await stop();
});

/** A process that reaches its models, and WhatsApp's files, past something as well. */
async function startProcess(): Promise<AgentLambda & { readonly all: Readonly<Record<string, Interposed>> }> {
  const toModels = await interpose(models.url);
  stops.unshift(toModels.stop);
  const lambda = await bench.lambda({ AI_BASE_URL: `${toModels.url}/v1` });
  const { whatsapp } = lambda.between;
  whatsapp.intercept(async ({ method, path }, forward) => {
    if (method !== "GET" || !/\/v[0-9.]+\/[^/]+$/.test(path)) return undefined;
    const reply = await forward();
    const body = Buffer.from(reply.body ?? "").toString();
    return { ...reply, body: body.replaceAll(bench.whatsapp.url, whatsapp.url) };
  });
  return { ...lambda, all: { ...lambda.between, models: toModels } };
}

/** What a customer taps who wants rice with it, to pick it up, and to pay in cash; all but the confirmation. */
const CHOICES = [/^method:pickup$/, /^pay:cash$/, /^checkout$/, /^extras-done:/, /^extra:.*arroz$/];
const ana = newConversation();

/** Everything up to the summary that is to be confirmed. */
async function order(lambda: AgentLambda): Promise<void> {
  expect(await lambda.deliver(types(ana, "quiero 2 lomo saltado"))).toEqual(HANDLED);
  for (let times = 0; times < 10; times++) {
    const ids = offeredIn(bench.whatsapp.sent().at(-1)?.message);
    if (ids.some((id) => id.startsWith("confirm:"))) return;
    const id = CHOICES.map((choice) => ids.find((each) => choice.test(each))).find((each) => each);
    expect(await lambda.deliver(taps(ana, id ?? `nothing to tap among ${ids}`))).toEqual(HANDLED);
  }
  throw new Error("there is no summary");
}

/** Whoever dies after a mere question has done what was done before it. */
const leavesSomething = ({ method, action }: PassingRequest) =>
  method !== "GET" && !["BatchGetItem", "GetItem", "Query"].includes(action);

const readRecord = async () =>
  await readItems(bench.stores.tables.client, TURNS_TABLE.name, [sessionKey(ana)]);

/** Puts the conversation back to before the confirmation. What later turns have remembered stays, and nobody names it. */
const restore = (record: Awaited<ReturnType<typeof readRecord>>) =>
  putItems(bench.stores.tables.client, TURNS_TABLE.name, record.map(toItem));

async function deliverUntilHandled(confirmation: Turn, lambda: AgentLambda): Promise<void> {
  for (let times = 0; times < 6; times++) {
    bench.time.now += MINUTE;
    if ((await lambda.deliver(confirmation)).handedBack.length === 0) return;
  }
  throw new Error("handed back again and again");
}

/** What one confirmation led to, the same for each: without the ids that are its own. */
async function outcomeOf({ id }: Turn, before: { readonly sent: number; readonly orders: number }) {
  const orders = bench.cartaai.orders().slice(before.orders);
  const anonymous = (text: string) =>
    orders
      .flatMap(({ _id, orderNumber }) => [_id, orderNumber])
      .reduce((rest, own) => rest.replaceAll(own, "#"), text)
      .replaceAll(id, "*");
  const contentOf = (event: SyncEvent) => (event.type === "message" ? event.content : event.type);
  const transcript = (await bench.events()).map((event) => anonymous(`${event.id}: ${contentOf(event)}`));
  return { orders, sent: bench.sentTo(ana).slice(before.sent).map(anonymous), transcript };
}

describe("the bot of this project, dying after anything that it does while an order is confirmed by voice", () => {
  it("places one order, says everything, and leaves the transcript complete and in order", async () => {
    const survivor = await startProcess();
    await order(survivor);
    await bench.events();
    const record = await readRecord();

    async function confirm(request: number) {
      await restore(record);
      const mediaId = bench.whatsapp.addMedia(voiceNote("Confirmo"), "audio/ogg; codecs=opus");
      const confirmation = turn(ana, { kind: "audio", mediaId }, { content: "[Audio message]" });
      const before = { sent: bench.sentTo(ana).length, orders: bench.cartaai.orders().length };
      const mortal = await startProcess();
      const death = dieAt(mortal.all, request, "after", leavesSomething);
      const end = await Promise.race([death, mortal.deliver(confirmation).then(() => undefined)]);
      await deliverUntilHandled(confirmation, survivor);
      return { end, ...(await outcomeOf(confirmation, before)) };
    }

    const whole = await confirm(Number.POSITIVE_INFINITY);
    expect(whole.orders).toHaveLength(1);
    expect(whole.sent.join()).toContain("#");
    expect(whole.transcript).toEqual([
      "*: [Audio message] Confirmo",
      ...whole.sent.map((_, index) => expect.stringMatching(`^\\*:reply:${index}: `)),
      "*:state: state",
      "*:order:#: order",
    ]);

    const deaths: Death[] = [];
    for (let request = 1; ; request++) {
      const { end, orders, sent, transcript } = await confirm(request);
      if (end === undefined) break;
      const context = JSON.stringify({ request, end });
      expect(orders, context).toHaveLength(1);
      expect([...new Set(sent)], context).toEqual(whole.sent);
      expect(sent.length - whole.sent.length, context).toBeLessThanOrEqual(
        end.service === "whatsapp" ? 1 : 0,
      );
      expect(transcript, context).toEqual(whole.transcript);
      deaths.push(end);
    }
    const services = new Set(deaths.map(({ service }) => service));
    expect(services).toEqual(new Set(["cartaai", "dynamodb", "models", "sqs", "whatsapp"]));
  });
});
