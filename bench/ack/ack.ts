import { setTimeout as pause } from "node:timers/promises";
import { atLeast, atMost, round } from "../harness/bars.ts";
import type { Bench, Effort } from "../harness/bench.ts";
import { interleave } from "../harness/interleave.ts";
import { median, percentile } from "../harness/statistics.ts";
import { environmentOf, type Surroundings, within } from "../harness/surroundings.ts";
import { postText, webhookUrl } from "../harness/webhooks.ts";
import type { Consumers, ConsumersSettings } from "./consumers.ts";

/** Milliseconds. */
const CARTAAI_AWAY = 100;
const SLOW_MODEL = 20_000;
/** Each request crosses a socket between two processes; a wait on top of that would measure the wait. */
const AWS_LATENCY = 0;
const PAUSE = 12;
const PEOPLE = 50;
const PER_ROUND = 200;
const CONSUMERS = new URL("./consumers.ts", import.meta.url);

export const ack: Bench = {
  key: "ack",
  title: "Acknowledging a webhook",
  about:
    "Two whole systems run at once, each with its own queues, tables and Lambdas; at one of them CartaAI answers after 100 ms, at the other it takes every call and never answers, and the chat model takes 20 s. Webhooks are posted to both in turn, over HTTP, and to the earlier design: the same parser and the same client of CartaAI, called inside the request, one call after the other, CartaAI 100 ms away and a bot that takes no time. The stand-ins for AWS are one process for both, so that they meet it equally busy, and answer at once, across a socket. In a region the three requests that a webhook makes one after the other (who is it, what was said, the turn) take from 8 to 25 ms more, for ours alone: the earlier design asked nothing of AWS. Of the many requests each round yields a p50 and a p99; what is shown is the median over the rounds.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

interface Figures {
  readonly p50: number;
  readonly p99: number;
}

async function measure(surroundings: Surroundings, effort: Effort) {
  const aws = await surroundings.aws(AWS_LATENCY);
  const healthyUrl = await startSystem(surroundings, await aws.url(), { isHanging: false });
  const hangingUrl = await startSystem(surroundings, await aws.otherUrl(), { isHanging: true });
  const inlineUrl = await startInline(surroundings);
  let person = 0;
  const post = (url: string) => async () => {
    person = (person + 1) % PEOPLE;
    const milliseconds = await postText(url, person);
    await pause(PAUSE);
    return milliseconds;
  };
  const systems = { healthy: post(healthyUrl), hanging: post(hangingUrl) };
  await interleave(effort.pick(PER_ROUND, 2), systems);
  await interleave(2, { inline: post(inlineUrl) });

  const rounds: { healthy: Figures; hanging: Figures }[] = [];
  const inlineSamples: number[] = [];
  for (let round = 0; round < effort.pick(15, 1); round++) {
    const samples = await interleave(effort.pick(PER_ROUND, 3), systems);
    rounds.push({ healthy: figuresOf(samples.healthy), hanging: figuresOf(samples.hanging) });
    inlineSamples.push(...(await interleave(effort.pick(3, 1), { inline: post(inlineUrl) })).inline);
  }
  const healthy = medianOf(rounds.map((each) => each.healthy));
  const hanging = medianOf(rounds.map((each) => each.hanging));
  return present(healthy, hanging, figuresOf(inlineSamples));
}

function present(healthy: Figures, hanging: Figures, inline: Figures) {
  const ratio = { p50: hanging.p50 / healthy.p50, p99: hanging.p99 / healthy.p99 };
  const timesFaster = inline.p50 / healthy.p50;
  const rows = { healthy, "CartaAI hanging": hanging, "the earlier design": inline };
  return {
    figures: { healthy, hanging, inline, ratio: rounded(ratio), timesFaster: round(timesFaster) },
    bars: [
      atMost("ack: CartaAI hanging against healthy, p50", ratio.p50, 1.1),
      atMost("ack: CartaAI hanging against healthy, p99", ratio.p99, 1.1),
      atLeast("ack: times faster than the earlier design", timesFaster, 50),
    ],
    tables: [
      {
        headings: ["", "p50, ms", "p99, ms"],
        rows: Object.entries(rows).map(([name, { p50, p99 }]) => [name, p50, p99]),
      },
    ],
    charts: [
      {
        name: "ack",
        title: "Acknowledgement, p50",
        unit: "ms",
        values: Object.entries(rows).map(([label, figures]) => ({
          label,
          value: figures.p50,
          ours: figures !== inline,
        })),
      },
    ],
  };
}

async function startSystem(surroundings: Surroundings, aws: string, { isHanging }: { isHanging: boolean }) {
  const cartaai = await surroundings.cartaai(CARTAAI_AWAY);
  const whatsapp = await surroundings.whatsapp({ latency: 0, modelLatency: isHanging ? SLOW_MODEL : 0 });
  if (isHanging) await cartaai.hang();
  const urls = { aws, cartaai: await cartaai.url(), whatsapp: await whatsapp.url() };
  const environment = environmentOf(urls, await whatsapp.modelSettings());
  await surroundings.started<Consumers>(CONSUMERS, { environment } satisfies ConsumersSettings);
  const lambda = await surroundings.lambda("functions/webhook/handler.ts", { environment, http: true });
  return webhookUrl(await lambda.remote.port());
}

async function startInline(surroundings: Surroundings): Promise<string> {
  const cartaai = await surroundings.cartaai(CARTAAI_AWAY);
  const environment = environmentOf({ aws: "http://127.0.0.1:9", cartaai: await cartaai.url() });
  const entry = "bench/alternatives/inline-webhook.ts";
  const lambda = await surroundings.lambda(entry, { environment, http: true });
  return webhookUrl(await lambda.remote.port());
}

function figuresOf(samples: readonly number[]): Figures {
  return rounded({ p50: median(samples), p99: percentile(samples, 0.99) });
}

function medianOf(rounds: readonly Figures[]): Figures {
  return { p50: median(rounds.map(({ p50 }) => p50)), p99: median(rounds.map(({ p99 }) => p99)) };
}

function rounded({ p50, p99 }: Figures): Figures {
  return { p50: round(p50), p99: round(p99) };
}
