import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageEventSchema, SYNC_EVENT_VERSION } from "../../functions/sync-events/contract.ts";
import type { InboundItem, InboundMessage } from "../../functions/whatsapp/inbound.ts";
import { cutText, MAX_CONTENT_CHARACTERS } from "../../functions/whatsapp/limits.ts";
import { madeId } from "../../functions/whatsapp/made-id.ts";
import { NotAWebhookError, readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import { anything, cloned, mutated, mutation } from "../support/mutations.ts";
import customerMessages from "./fixtures/customer-messages.json" with { type: "json" };
import identityChanges from "./fixtures/identity-changes.json" with { type: "json" };
import staffEchoes from "./fixtures/staff-echoes.json" with { type: "json" };
import otherFields from "./fixtures/statuses-and-other-fields.json" with { type: "json" };
import { ANA, change, webhook } from "./webhook-bodies.ts";

const BODIES: unknown[] = [customerMessages, staffEchoes, identityChanges, otherFields].flatMap(
  Object.values,
);
const MESSAGES: unknown[] = Object.values(customerMessages).flatMap<unknown>(
  (body) => body.entry[0]?.changes[0]?.value.messages ?? [],
);

function read(body: unknown): InboundItem[] {
  try {
    return readWebhook(body);
  } catch (error) {
    if (error instanceof NotAWebhookError) return [];
    throw error;
  }
}

/** The event that a message is published as, with what the business adds. */
function eventOf({ id, author, content, occurredAt, person, metadata }: InboundMessage): unknown {
  return {
    version: SYNC_EVENT_VERSION,
    type: "message",
    id,
    role: author === "customer" ? "user" : "bot",
    content,
    occurredAt,
    conversation: { subDomain: "cevicheria", key: "key", ...person },
    metadata,
  };
}

function expectPublishable(items: readonly InboundItem[]): void {
  for (const item of items) {
    if (item.kind !== "message") continue;
    expect(messageEventSchema.safeParse(eventOf(item)).error?.issues ?? []).toEqual([]);
    expect(item.content.length).toBeLessThanOrEqual(MAX_CONTENT_CHARACTERS);
    expect([item.id, item.content, item.type, item.person.displayName ?? ""].join("").isWellFormed()).toBe(
      true,
    );
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(1_000_000);
  }
}

describe("readWebhook", () => {
  it("makes publishable items, or refuses the body, whatever was done to a webhook", () => {
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...BODIES), mutations, (body, list) => {
        expectPublishable(read(list.reduce<unknown>(mutated, body)));
      }),
      { numRuns: 2000 },
    );
  });

  it("makes publishable items of any message, from anybody", () => {
    fc.assert(
      fc.property(anything, fc.array(anything), (value, list) => {
        const wrapped = {
          id: value,
          from: "51999999999",
          type: value,
          text: value,
          referral: value,
          context: value,
        };
        const items = read(webhook(change({ contacts: list, messages: [...list, wrapped] })));
        expect(items).toHaveLength(list.length + 1);
        expectPublishable(items);
      }),
    );
  });

  it("refuses any other JSON, and nothing else, with a NotAWebhookError", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(() => readWebhook(body)).toThrow(NotAWebhookError);
      }),
    );
  });

  it("makes one item of each message, and a message's neighbours change nothing about it", () => {
    const neighbours = fc.array(
      fc.oneof(
        anything,
        fc.tuple(fc.constantFrom(...MESSAGES), mutation).map(([m, how]) => mutated(m, how)),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGES), neighbours, neighbours, (message, before, after) => {
        const body = (...list: unknown[]) => webhook(change({ contacts: [ANA], messages: list }));
        const items = read(body(...before, message, ...after));
        expect(items).toHaveLength(before.length + 1 + after.length);
        expect(items[before.length]).toEqual(read(body(message))[0]);
      }),
    );
  });

  it("gives the same items for the same body", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BODIES), mutation, (body, how) => {
        const odd = mutated(body, how);
        expect(read(cloned(odd))).toEqual(read(odd));
      }),
    );
  });
});

describe("cutText", () => {
  it("keeps to the limit, stays well-formed and keeps the beginning", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.integer({ min: 5, max: 40 }),
        (text, limit) => {
          const cut = cutText(text, limit, "…");
          expect(cut.length).toBeLessThanOrEqual(limit);
          expect(cut.isWellFormed()).toBe(true);
          if (text.length <= limit) expect(cut).toBe(text.toWellFormed());
          else expect(text.toWellFormed().startsWith(cut.slice(0, -1))).toBe(true);
        },
      ),
    );
  });
});

describe("madeId", () => {
  it("is the same exactly for the same JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(madeId(cloned(one))).toBe(madeId(one));
        expect(madeId(one) === madeId(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
