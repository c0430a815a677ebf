import { describe, expect, it } from "vitest";
import { readWebhook } from "../../../functions/whatsapp/read-webhook.ts";
import { asSent, NotOfferedError } from "../../../local/demo/as-sent.ts";
import { A_DAY } from "../../../local/demo/day/a-day.ts";
import { saidIn } from "../../../local/demo/expectations.ts";
import type { Customer } from "../../../local/demo/scenario.ts";
import { webhookBody } from "../../../local/demo/webhook-body.ts";
import type { SentMessage } from "../../../local/whatsapp/outbox.ts";
import { sentTo } from "./faithful-evidence.ts";

/** A phone on which whatever is to be tapped was offered. */
const PHONES = {
  addMedia: () => "1003383421387256",
  sent: () => A_DAY.customers.flatMap((customer) => everythingOffered(customer)),
};

function everythingOffered(customer: Customer): SentMessage[] {
  return TITLES.flatMap((title) =>
    customer.identities.map((identity) => {
      const action = { buttons: [{ type: "reply" as const, reply: { id: title, title } }] };
      const interactive = { type: "button" as const, body: { text: "?" }, action };
      const message = { messaging_product: "whatsapp" as const, type: "interactive" as const, interactive };
      return { ...sentTo(customer, identity, "", 1), message };
    }),
  );
}

/** Titles of buttons and rows, as the transcript has them. */
const TITLES = saidIn(A_DAY).flatMap(({ reads }) => {
  const [, title] = /^\[(?:Button|List)\] (.+?)(?: - .*)?$/.exec(reads) ?? [];
  return title === undefined ? [] : [title];
});

const NOW = Date.parse("2026-07-22T12:00:00Z");

describe("the webhooks of a day", () => {
  it("are ASCII, as Meta's are", () => {
    for (const { items } of A_DAY.deliveries) {
      expect(webhookBody(asSent(items, PHONES), NOW).every((byte) => byte < 0x80)).toBe(true);
    }
  });

  it("hold every item, in order, and lose none", () => {
    for (const { items } of A_DAY.deliveries) {
      const read = readWebhook(JSON.parse(webhookBody(asSent(items, PHONES), NOW).toString("utf8")));
      expect(read.map((item) => ("id" in item ? item.id : item.kind))).toEqual(
        items.map((item) => ("id" in item ? item.id : item.kind === "status" ? "status" : "identity-change")),
      );
    }
  });

  it("bring both restaurants' messages in one POST", () => {
    const batch = A_DAY.deliveries.find(({ items }) => items.length === 50);
    const body = JSON.parse(webhookBody(asSent(batch?.items ?? [], PHONES), NOW).toString("utf8"));
    const numbers = body.entry.map(
      (entry: { changes: [{ value: { metadata: { phone_number_id: string } } }] }) =>
        entry.changes[0].value.metadata.phone_number_id,
    );
    expect(new Set(numbers).size).toBe(2);
  });
});

describe("a tap", () => {
  it("is only on what was offered", () => {
    const taps = A_DAY.deliveries.find(({ title }) => title === "Ana taps a button")?.items ?? [];
    expect(() => asSent(taps, { ...PHONES, sent: () => [] })).toThrow(NotOfferedError);
  });
});

describe("a day", () => {
  it("has six customers of two restaurants in four languages", () => {
    const { customers } = A_DAY;
    expect(customers).toHaveLength(6);
    expect(new Set(customers.map(({ restaurant }) => restaurant)).size).toBe(2);
    expect(new Set(customers.map(({ language }) => language))).toEqual(new Set(["es", "en", "fr", "pt"]));
  });

  it("says different things under different ids, so that a mistake cannot hide", () => {
    const said = saidIn(A_DAY);
    const texts = said.map(({ customer, reads }) => `${customer.name} ${reads}`);
    // Only Ana's thanks and Luis's question are meant to be said twice.
    expect(new Set(texts).size).toBe(said.length - 2);
  });

  it("has conversations that are longer than CartaAI shows", () => {
    const lengths = Map.groupBy(saidIn(A_DAY), ({ customer }) => customer);
    expect([...lengths.values()].some((messages) => messages.length > 20)).toBe(true);
  });
});
