import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PreviewEntry } from "../../functions/replay/results.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { newConversation, newUserId, order, SUSHI_SAKURA, says, state } from "../support/conversations.ts";
import { applyOrdinarily } from "./apply-ordinarily.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";
import { tie } from "./tie.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

const list = async (filters: Readonly<Record<string, unknown>> = {}) =>
  await bench.replay({ action: "list", ...filters });
const preview = async (filters: Readonly<Record<string, unknown>> = {}) =>
  await bench.replay({ action: "preview", ...filters });
const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id).sort();
const hashes = (...events: readonly { readonly id: string }[]) =>
  events.map(({ id }) => eventHash(id)).sort();

describe("a list", () => {
  it("shows each dead letter with its reason, and nothing of who wrote what", async () => {
    const ana = newConversation();
    const event = says(ana, "Una pizza sin cebolla");
    await bench.putAside([event]);

    const { deadLetters, summary } = await list();

    expect(deadLetters).toEqual([
      {
        ...{
          id: eventHash(event.id),
          type: "message",
          business: ana.subDomain,
          person: `…${ana.phone?.slice(-3)}`,
        },
        ...{ class: "permanent", reason: "http-422", httpStatus: 422, attempts: 1 },
        firstAttemptAt: expect.stringMatching(/^2026-05-04T/),
        lastAttemptAt: expect.stringMatching(/^2026-05-04T/),
        occurredAt: event.occurredAt,
        deadSince: expect.stringMatching(/^2026-05-04T/),
      },
    ]);
    expect(summary).toMatchObject({ found: 1, byReason: { "http-422": 1 }, hidden: 0, elsewhere: 0 });
    expect(JSON.stringify(deadLetters)).not.toContain(ana.phone?.slice(1));
  });

  it("shows who wrote and what when it is asked to", async () => {
    const ana = newConversation();
    await bench.putAside([says(ana, "Una pizza sin cebolla")]);

    const { deadLetters } = await bench.replay({ action: "list" }, { showContent: true });

    expect(deadLetters).toMatchObject([
      { person: expect.stringContaining(ana.phone ?? "-"), content: "user: Una pizza sin cebolla" },
    ]);
  });

  it("leaves everything as it was, for whoever looks next", async () => {
    await bench.putAside([says(newConversation(), "1"), says(newConversation(), "2")]);
    const before = bench.deadLetters().map(({ messageId }) => messageId);

    await list();

    expect(bench.deadLetters().map(({ messageId }) => messageId)).toEqual(before);
    expect(bench.deadLetters().every(({ state: visible }) => visible === "available")).toBe(true);
    expect(bench.queued()).toEqual([]);
  });

  it("finds by business, type, class, reason, id and limit", async () => {
    const { subDomain, localId } = SUSHI_SAKURA;
    const [ana, luis] = [newConversation(), newConversation({ subDomain, localId })];
    const [said, linked, refused] = [says(ana, "Hola"), order(ana, "A-1"), says(luis, "Buenas")];
    await bench.putAside([said, linked]);
    await bench.putAside([refused], { class: "exhausted", reason: "unreachable", httpStatus: undefined });

    expect(ids((await list({ business: subDomain })).deadLetters)).toEqual(hashes(refused));
    expect(ids((await list({ type: "order" })).deadLetters)).toEqual(hashes(linked));
    expect(ids((await list({ class: "permanent" })).deadLetters)).toEqual(hashes(said, linked));
    expect(ids((await list({ reason: "unreachable" })).deadLetters)).toEqual(hashes(refused));
    expect(ids((await list({ ids: [eventHash(said.id), refused.id] })).deadLetters)).toEqual(
      hashes(said, refused),
    );
    expect((await list({ limit: 2 })).summary).toMatchObject({ found: 2, stopped: "limit" });
    expect((await list({ type: "state" })).deadLetters).toEqual([]);
  });

  it("finds by the time since when they are dead", async () => {
    const [early, late] = [says(newConversation(), "1"), says(newConversation(), "2")];
    await bench.putAside([early]);
    bench.time.now += 60 * 60 * 1000;
    const between = new Date(bench.time.now).toISOString();
    bench.time.now += 60 * 60 * 1000;
    await bench.putAside([late]);

    expect(ids((await list({ since: between })).deadLetters)).toEqual(hashes(late));
    expect(ids((await list({ until: between })).deadLetters)).toEqual(hashes(early));
    expect(ids((await list({ since: "90m" })).deadLetters)).toEqual(hashes(late));
    expect(ids((await list({ since: "3h", until: "90m" })).deadLetters)).toEqual(hashes(early));
  });

  it("finds a person by any number or id of theirs, at whichever business they wrote to", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    const anaUserId = newUserId();
    await tie(bench, ana, anaUserId, ana.key);
    const events = [says(ana, "Hola"), says(luis, "Buenas")] as const;
    await bench.putAside(events);

    expect(ids((await list({ phone: ana.phone })).deadLetters)).toEqual(hashes(events[0]));
    expect(ids((await list({ userId: anaUserId })).deadLetters)).toEqual(hashes(events[0]));
    expect(ids((await list({ phone: luis.phone })).deadLetters)).toEqual(hashes(events[1]));
    expect((await list({ phone: "+51900000000" })).deadLetters).toEqual([]);
  });
});

describe("a preview", () => {
  it("says for each dead letter what a run would do, and does nothing", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    const applied = says(ana, "Ya está");
    const stale = state(ana, { occurredAt: "2026-05-04T11:00:00.000Z" });
    const newest = "2026-05-04T11:30:00.000Z";
    await applyOrdinarily(bench, applied, state(ana, { occurredAt: newest }));
    const [fresh, twice] = [says(ana, "Falta"), says(luis, "Primera vez")];
    await bench.putAside([applied, stale, fresh, twice, twice]);

    const { deadLetters, summary } = await preview();

    expect(verdicts(deadLetters)).toEqual({
      [eventHash(applied.id)]: [{ kind: "already-applied" }],
      [eventHash(stale.id)]: [{ kind: "superseded", by: newest }],
      [eventHash(fresh.id)]: [{ kind: "apply", session: "current", readsBack: false }],
      [eventHash(twice.id)]: [{ kind: "apply", session: "opened", readsBack: false }, { kind: "copy" }],
    });
    expect(summary.would).toEqual({ "already-applied": 1, superseded: 1, apply: 2, copy: 1 });
    expect(bench.deadLetters()).toHaveLength(5);
    expect(bench.queued()).toEqual([]);
    expect(bench.transcript(ana)).toEqual(["user: Ya está"]);
  });

  it("says that a session has ended and will be opened again", async () => {
    const ana = newConversation();
    await applyOrdinarily(bench, says(ana, "Hola"));
    bench.time.now += 25 * 60 * 60 * 1000;
    await bench.putAside([says(ana, "Sigo aquí")]);

    const { deadLetters } = await preview();

    expect(deadLetters).toMatchObject([{ would: { kind: "apply", session: "reopened" }, replayed: true }]);
  });

  it("shows which later events have been applied already", async () => {
    const ana = newConversation();
    const before = says(ana, "Antes");
    await applyOrdinarily(bench, before);
    bench.time.now += 5_000;
    await bench.putAside([says(ana, "Perdido", { occurredAt: "2026-05-04T11:40:00.000Z" })]);
    bench.time.now += 5_000;
    const later = says(ana, "Después");
    const newer = state(ana, { occurredAt: "2026-05-04T11:50:00.000Z" });
    await applyOrdinarily(bench, later, newer);

    const { deadLetters } = await preview();

    expect(deadLetters[0]?.appliedSince).toEqual({
      events: [later, newer].map(({ id }) => ({
        event: eventHash(id),
        at: expect.stringMatching(/^2026-05-/),
      })),
      newerState: newer.occurredAt,
    });
  });

  it("says how many older dead letters of the conversation an event would overtake", async () => {
    const ana = newConversation();
    const [linked, said, also] = [order(ana, "A-1"), says(ana, "Hola"), says(ana, "¿Hay mesa?")];
    await bench.putAside([linked, said, also]);

    expect((await preview()).deadLetters.map(({ overtakes }) => overtakes)).toEqual([0, 0, 0]);
    expect((await preview({ type: "message" })).deadLetters.map(({ overtakes }) => overtakes)).toEqual([
      1, 1,
    ]);
  });
});

function verdicts(entries: readonly PreviewEntry[]) {
  const byId = Map.groupBy(entries, ({ id }) => id);
  return Object.fromEntries([...byId].map(([id, each]) => [id, each.map(({ would }) => would)]));
}
