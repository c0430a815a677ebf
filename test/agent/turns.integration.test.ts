import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type AgentBench, HANDLED, startAgentBench, taps, turn, types } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const SECOND = 1000;
const state = (over: object = {}) => ({
  intent: "menu",
  step: "browsing",
  context: {},
  metadata: {},
  ...over,
});

describe("a turn", () => {
  it("is shown as read, answered, and mirrored: what the bot said, and then the state", async () => {
    const ana = newConversation();
    bench.bot.plays((asked) => ({ ...echo(asked), state: state({ context: { customerName: "Ana" } }) }));
    const tap = taps(ana, "menu");

    expect(await bench.deliver(tap)).toEqual(HANDLED);

    expect(bench.whatsapp.readReceipts().at(-1)?.messageId).toBe(tap.id);
    expect(bench.whatsapp.typingIndicators().at(-1)?.messageId).toBe(tap.id);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
    expect(await bench.events()).toMatchObject([
      {
        type: "message",
        role: "bot",
        id: `${tap.id}:reply:0`,
        content: "You said: [Button] menu",
        conversation: ana,
      },
      {
        type: "state",
        id: `${tap.id}:state`,
        intent: "menu",
        context: { customerName: "Ana" },
        isActive: true,
      },
    ]);
  });

  it("publishes no state when nothing has changed, and one when something has", async () => {
    const ana = newConversation();
    const states = [state(), state(), state({ step: "cart" })];
    bench.bot.plays(() => ({ replies: [], state: states.shift() }));

    const taken = [taps(ana, "a"), taps(ana, "b"), taps(ana, "c")];
    for (const each of taken) expect(await bench.deliver(each)).toEqual(HANDLED);

    expect((await bench.events()).map(({ id }) => id)).toEqual([
      `${taken[0]?.id}:state`,
      `${taken[2]?.id}:state`,
    ]);
  });

  it("is given the memory of the last answer", async () => {
    const ana = newConversation();
    bench.bot.plays(({ memory = "" }) => ({ replies: [], memory: `${memory}+` }));

    for (const each of ["a", "b", "c"]) await bench.deliver(taps(ana, each));

    expect(
      bench.bot
        .asked()
        .slice(-3)
        .map(({ memory }) => memory),
    ).toEqual([undefined, "+", "++"]);
  });

  it("takes what has piled up as one, in order, and answers it once", async () => {
    const ana = newConversation();
    bench.bot.plays(echo);
    const said = ["hello", "I want", "2 pizzas"].map((text) => types(ana, text));
    await bench.deliver(...said);
    bench.time.now += SECOND;

    expect(await bench.deliver(...said)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["You said: hello / I want / 2 pizzas"]);
    expect(bench.bot.asked().at(-1)?.id).toBe(said[0]?.id);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${said[0]?.id}:reply:0`]);
  });

  it("is recognised when it comes again, and its neighbours are answered", async () => {
    const [ana, ben] = [newConversation(), newConversation()];
    bench.bot.plays(echo);
    const first = taps(ana, "once");
    await bench.deliver(first);
    await bench.events();
    bench.time.now += 7 * 24 * 60 * 60 * SECOND;

    expect(await bench.deliver({ ...first }, taps(ana, "more"), { ...first }, taps(ben, "other"))).toEqual(
      HANDLED,
    );

    expect(bench.sentTo(ana)).toEqual(["You said: [Button] once", "You said: [Button] more"]);
    expect(bench.sentTo(ben)).toEqual(["You said: [Button] other"]);
    expect(bench.counted("TurnsSkipped", { reason: "already-handled" })).toBe(2);
  });

  it("does not wait for the read receipt to work", async () => {
    const ana = newConversation();
    bench.bot.plays(echo);
    bench.whatsapp.faults.add({ fault: "error", operation: "markRead", code: 131009, times: 1 });

    expect(await bench.deliver(taps(ana, "hi"))).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] hi"]);
  });
});

describe("typed text", () => {
  it("is handed back for the pause, so that more of it can come", async () => {
    const ana = newConversation();
    const hello = types(ana, "hello");
    bench.bot.plays(echo);

    expect(await bench.deliver(hello)).toEqual({ handedBack: [hello], seconds: [1] });
    expect(bench.sentTo(ana)).toEqual([]);
    bench.time.now += SECOND;
    expect(await bench.deliver(hello, types(ana, "a menu?"))).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["You said: hello / a menu?"]);
  });

  it("does not wait when the customer has gone on to tap, or when the pause is off", async () => {
    const [ana, ben] = [newConversation(), newConversation()];
    bench.bot.plays(echo);
    const impatient = await bench.lambda({ TURN_PAUSE_SECONDS: "0" });

    expect(await bench.deliver(types(ana, "the menu"), taps(ana, "menu"))).toEqual(HANDLED);
    expect(await impatient.deliver(types(ben, "at once"))).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toHaveLength(1);
    expect(bench.sentTo(ben)).toEqual(["You said: at once"]);
  });
});

describe("people", () => {
  const MINUTE = 60 * SECOND;
  const writes = (staffOf: ReturnType<typeof newConversation>) =>
    turn(staffOf, { kind: "staff" }, { occurredAt: new Date(bench.time.now).toISOString() });

  it("silence the bot for half an hour with each of their messages, and then it comes back", async () => {
    const ana = newConversation();
    bench.bot.plays(echo);
    const receipts = bench.whatsapp.readReceipts().length;
    await bench.deliver(writes(ana));
    bench.time.now += 20 * MINUTE;
    await bench.deliver(writes(ana), taps(ana, "to the staff"));
    bench.time.now += 29 * MINUTE;

    expect(await bench.deliver(types(ana, "still to the staff"))).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual([]);
    expect(bench.whatsapp.readReceipts()).toHaveLength(receipts);
    bench.time.now += MINUTE;
    await bench.deliver(taps(ana, "to the bot"));

    expect(bench.sentTo(ana)).toEqual(["You said: [Button] to the bot"]);
    expect(bench.counted("TurnsSkipped", { reason: "silent" })).toBeGreaterThanOrEqual(4);
  });

  it("who answer late do not silence it any more", async () => {
    const ana = newConversation();
    bench.bot.plays(echo);
    const late = { ...writes(ana), occurredAt: new Date(bench.time.now - 31 * MINUTE).toISOString() };

    await bench.deliver(late, taps(ana, "anybody?"));
    expect(bench.sentTo(ana)).toHaveLength(1);
  });

  it("are left alone by the bot once the customer has asked for one", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [{ kind: "text", text: "Somebody will write" }], wantsPerson: true }));

    await bench.deliver(taps(ana, "person"));
    bench.bot.plays(echo);
    await bench.deliver(taps(ana, "hello?"));
    expect(bench.sentTo(ana)).toEqual(["Somebody will write"]);

    bench.time.now += 30 * MINUTE;
    await bench.deliver(taps(ana, "back"));
    expect(bench.sentTo(ana)).toEqual(["Somebody will write", "You said: [Button] back"]);
  });
});

describe("what cannot be read", () => {
  it("is mirrored as not transcribed, and the bot is told that there was something", async () => {
    const ana = newConversation();
    bench.bot.plays(echo);
    await bench.events();
    const voice = turn(ana, { kind: "audio", mediaId: "m-1" }, { content: "[Audio message]" });
    const photo = turn(
      ana,
      { kind: "image", mediaId: "m-2", caption: "This one" },
      { content: "[Image] This one" },
    );

    expect(await bench.deliver(voice, photo)).toEqual(HANDLED);

    expect(bench.bot.asked().at(-1)?.messages).toMatchObject([
      { content: "[Audio message] (not transcribed)", input: { kind: "other" } },
      { content: "[Image] This one", input: { kind: "text", text: "This one" } },
    ]);
    expect(await bench.events()).toMatchObject([
      { id: voice.id, role: "user", content: "[Audio message] (not transcribed)" },
      { id: photo.id, role: "user", content: "[Image] This one" },
      { id: `${voice.id}:reply:0`, role: "bot" },
    ]);
  });

  it("is mirrored too while people talk, and when nobody answers", async () => {
    const [ana, ben] = [newConversation(), newConversation()];
    const mirror = await bench.lambda({ AGENT: "none" });
    const staff = turn(ana, { kind: "staff" }, { occurredAt: new Date(bench.time.now).toISOString() });
    const voices = [ana, ben].map((each) => turn(each, { kind: "audio", mediaId: "m-3" }));

    await bench.deliver(staff, ...voices.slice(0, 1));
    await mirror.deliver(...voices.slice(1));

    expect((await bench.events()).map(({ id }) => id)).toEqual(voices.map(({ id }) => id));
    expect(bench.sentTo(ana)).toEqual([]);
  });
});

describe("a conversation sync that is switched off", () => {
  it("keeps the bot going, and tells CartaAI nothing", async () => {
    const ana = newConversation();
    bench.bot.plays((asked) => ({ ...echo(asked), state: state() }));
    const unsynced = await bench.lambda({ ENABLE_CONVERSATION_SYNC: "false" });

    await unsynced.deliver(taps(ana, "hi"), turn(ana, { kind: "audio", mediaId: "m-4" }));

    expect(bench.sentTo(ana)).toHaveLength(1);
    expect(await bench.events()).toEqual([]);
  });
});
