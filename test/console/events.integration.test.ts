import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVENT_SCHEMAS, type EventName, stateSchema } from "../../local/console/api.ts";
import { EventLog } from "../../local/console/server/event-log.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

interface Heard {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

interface Listening {
  readonly heard: readonly Heard[];
  /** Whether the other side has ended it. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** What EventSource does, with headers that a test can choose. */
async function listen(url: string, headers: Record<string, string> = {}): Promise<Listening> {
  const stopping = new AbortController();
  const response = await fetch(url, { headers, signal: stopping.signal });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const heard: Heard[] = [];
  const read = async () => {
    let text = "";
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      heard.push(...blocks.flatMap(toEvent));
    }
  };
  return { heard, ended: read().catch(() => undefined), stop: () => stopping.abort() };
}

function toEvent(block: string): Heard[] {
  const fields = new Map(
    block.split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]),
  );
  const [id, name, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
  return id === undefined || name === undefined ? [] : [{ id, name, data: JSON.parse(data ?? "null") }];
}

describe("the console's events", () => {
  let bench: ConsoleBench;
  let open: Listening[] = [];
  beforeEach(async () => {
    bench = await startConsoleBench();
    open = [];
  });
  afterEach(async () => {
    for (const listening of open) listening.stop();
    await bench.stop();
  });

  async function connect(query = "", headers: Record<string, string> = {}): Promise<Listening> {
    const listening = await listen(`${bench.url}/console/events${query}`, headers);
    open.push(listening);
    return listening;
  }

  it("tell live what happens to a message, each as its schema says", async () => {
    const { lastEventId } = await bench.read(stateSchema, "/console/state");
    const { heard } = await connect(`?after=${lastEventId}`);
    const ana = await bench.customer({ phone: "51900000101" });
    const { messageId } = await bench.send(ana, { kind: "text", text: "Hola" });
    await eventually(() => {
      const names = new Set(heard.map(({ name }) => name));
      expect([...names]).toEqual(expect.arrayContaining(["customer", "message", "step", "mirror", "queues"]));
      expect(heard.findLast(({ name }) => name === "message")?.data).toMatchObject({
        id: messageId,
        state: "settled",
      });
      expect(heard.findLast(({ name }) => name === "customer")?.data).toMatchObject({
        agreement: { state: "agrees" },
      });
    });
    for (const { name, data } of heard) EVENT_SCHEMAS[name as EventName].parse(data);
  });

  it("give whoever connects again exactly what was missed, to two windows the same", async () => {
    const first = await connect();
    const ana = await bench.customer({ phone: "51900000101" });
    await bench.send(ana, { kind: "text", text: "Hola" });
    await eventually(async () => expect((await bench.now(ana)).agreement.state).toBe("agrees"));
    const [seen] = first.heard;
    const second = await connect("", { "last-event-id": seen?.id ?? "" });
    await eventually(() => expect(second.heard).toEqual(first.heard.slice(1)));
    expect(second.heard.length).toBeGreaterThan(5);
  });

  it("begin with a reset where what was missed is not known: another start, or nonsense", async () => {
    for (const id of ["0123456789ab-7", "nonsense"]) {
      const { heard } = await connect("", { "last-event-id": id });
      await eventually(() => expect(heard.map(({ name }) => name)).toContain("reset"));
    }
  });

  it("end when the system stops, and hold it up no longer", async () => {
    const { ended } = await connect();
    await bench.system.stop();
    await ended;
  });
});

describe("the memory of events", () => {
  it("is bounded in number, and says so to whoever has missed more", () => {
    const log = new EventLog();
    const start = log.lastId;
    for (let index = 0; index < 12_000; index += 1) log.publish("mirror", { customerId: String(index) });
    expect(log.since(start)).toBeUndefined();
    const kept = log.since(`${start.split("-")[0]}-${12_000 - 4_000}`);
    expect(kept).toHaveLength(4_000);
    expect(kept?.at(-1)?.data).toBe('{"customerId":"11999"}');
  });

  it("is bounded in size", () => {
    const log = new EventLog();
    const start = log.lastId;
    const large = "x".repeat(1024 * 1024);
    for (let index = 0; index < 40; index += 1) log.publish("reset", { reason: large });
    expect(log.since(start)).toBeUndefined();
    expect(log.since(`${start.split("-")[0]}-35`)).toHaveLength(5);
  });
});
