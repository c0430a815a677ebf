import { describe, expect, it } from "vitest";
import { holderOf } from "../../functions/claims/claim-item.ts";
import { markKey } from "../../functions/sessions/applied-marks.ts";
import { newSession, type Session } from "../../functions/sessions/session.ts";
import type { SyncDependencies } from "../../functions/sync/dependencies.ts";
import type { QueuedEvent } from "../../functions/sync/queued-event.ts";
import { selectEvents } from "../../functions/sync/select-events.ts";
import { messageEvent, stateEvent } from "../sync-events/sample-events.ts";
import { queued } from "./queued-events.ts";

/** The selection, and what was counted on the way: "name reason". */
function select(
  conversation: readonly QueuedEvent[],
  known: {
    readonly recent?: string[];
    readonly marked?: string[];
    readonly stateAt?: string;
    readonly aside?: Session["aside"];
    /** Of other conversations: what they have applied. */
    readonly others?: Readonly<Record<string, string[]>>;
    /** Which conversation holds an event, by the event's hash. */
    readonly held?: Readonly<Record<string, string>>;
  } = {},
) {
  const counted: string[] = [];
  const session = {
    ...newSession("la-brasa#ana"),
    recent: known.recent ?? [],
    aside: known.aside ?? [],
    ...(known.stateAt !== undefined && { stateAt: known.stateAt }),
  };
  const marked = (known.marked ?? []).map((event) => markKey({ subDomain: "la-brasa", event }));
  const telemetry = {
    count: (name: string, _: number, dimensions: Record<string, string>) =>
      void counted.push(`${name} ${dimensions["reason"]}`),
    info: () => {},
  };
  // Two of the telemetry's methods are all that the selection works with.
  const dependencies = { telemetry } as unknown as SyncDependencies;
  const others = Object.entries(known.others ?? {}).map(([pk, recent]) => ({ ...newSession(pk), recent }));
  const held = Object.entries(known.held ?? {}).map(([event, conversation]) => [
    markKey({ subDomain: "la-brasa", event }),
    holderOf(conversation),
  ]);
  const loaded = {
    sessions: new Map(others.map((each) => [each.pk, each])),
    applied: new Set(marked),
    holders: new Map(held as [string, string][]),
    aside: new Map<string, string>(),
  };
  return { ...selectEvents(conversation, session, loaded, dependencies), counted };
}

const first = queued(messageEvent({ id: "m1" }));
const second = queued(messageEvent({ id: "m2" }));
const third = queued(messageEvent({ id: "m3" }));

describe("the events that are left to be applied", () => {
  it("are all of them, in order, when nothing is known", () => {
    const selection = select([first, second, third]);

    expect(selection).toMatchObject({
      events: [first, second, third],
      skipped: new Set(),
      unmarked: [],
      counted: [],
    });
  });

  it("are not those that are marked as applied", () => {
    expect(select([first, second], { marked: [first.hash] })).toMatchObject({
      events: [second],
      skipped: new Set([first]),
      unmarked: [],
      counted: ["EventsSkipped already-applied"],
    });
  });

  it("are not those that the watermark knows, which need no mark", () => {
    expect(select([first, second], { recent: [first.hash], marked: [] })).toMatchObject({
      events: [second],
      skipped: new Set([first]),
      unmarked: [],
    });
  });

  it("are not those that a conversation knows which this one was merged with, and they have to be marked", () => {
    const { conversation } = messageEvent();
    const moved = queued(messageEvent({ id: "m4", conversation: { ...conversation, formerKeys: ["old"] } }));
    const own = queued(messageEvent({ id: "m5", conversation: { ...conversation, formerKeys: ["old"] } }));
    const known = { recent: [own.hash], others: { "la-brasa#old": [moved.hash, third.hash] } };

    expect(select([moved, own, third], known)).toMatchObject({
      events: [third],
      skipped: new Set([moved, own]),
      unmarked: [moved.hash, own.hash],
    });
  });

  it("hold an event once, at its first place, when a batch holds it twice", () => {
    const again = queued(messageEvent({ id: "m1" }));

    expect(select([first, second, again]).events).toEqual([first, second]);
  });

  it("hold no state that is superseded, which then takes no newer one with it", () => {
    const fresh = queued(stateEvent({ id: "fresh", occurredAt: "2026-03-01T12:00:00.000Z" }));
    const replayed = queued(stateEvent({ id: "old", occurredAt: "2026-03-01T11:00:00.000Z" }), {
      class: "exhausted",
    });

    const selection = select([fresh, replayed], { stateAt: "2026-03-01T11:30:00.000Z" });

    expect(selection).toMatchObject({
      events: [fresh],
      skipped: new Set([replayed]),
      unmarked: [],
      counted: ["EventsSkipped superseded"],
    });
  });

  it("hold no state that was applied already, which then takes no newer one with it", () => {
    const fresh = queued(stateEvent({ id: "fresh" }));
    const repeated = queued(stateEvent({ id: "repeated" }));

    expect(select([fresh, repeated], { recent: [repeated.hash] }).events).toEqual([fresh]);
  });

  it("hold no copy of a dead letter, but its replay, which may have to wait when the copy needs nothing", () => {
    const copy = queued(messageEvent({ id: "m1" }));
    const replayed = queued(messageEvent({ id: "m1" }), { class: "permanent" });
    const aside = [{ event: copy.hash, messageId: copy.record.messageId }];

    expect(select([copy, replayed], { aside })).toMatchObject({
      events: [replayed],
      skipped: new Set([copy]),
      unmarked: [],
      counted: ["EventsSkipped put-aside"],
    });
  });

  it("hold none that another conversation holds, unless it is a replay", () => {
    const copy = queued(messageEvent({ id: "m1" }));
    const replayed = queued(messageEvent({ id: "m1" }), { class: "permanent" });
    const held = { [copy.hash]: "la-brasa#ana-elsewhere" };

    expect(select([copy], { held })).toMatchObject({
      events: [],
      skipped: new Set([copy]),
      counted: ["EventsSkipped held-elsewhere"],
    });
    expect(select([replayed], { held }).events).toEqual([replayed]);
    expect(select([copy], { held: { [copy.hash]: "la-brasa#ana" } }).events).toEqual([copy]);
  });

  it("hold no replay whose own message became a dead letter again", () => {
    const replayed = queued(messageEvent({ id: "m1" }), { class: "permanent" });
    const aside = [{ event: replayed.hash, messageId: replayed.record.messageId }];

    expect(select([replayed], { aside }).events).toEqual([]);
  });
});
