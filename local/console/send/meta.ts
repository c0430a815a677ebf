import * as z from "zod/mini";
import { sign } from "../../../functions/whatsapp/signature.ts";
import type { SentItem } from "../../demo/as-sent.ts";
import { webhookBody } from "../../demo/webhook-body.ts";
import { FaultRegistry } from "../../http/fault-registry.ts";
import { command, quoted } from "../../runtime/shell-command.ts";

/** What Meta can be made to do with webhooks. */
export const metaFaultSchema = z.object({
  fault: z.enum(["duplicate", "simultaneousDuplicate", "reorder", "batch"]),
  operation: z._default(z.literal("*"), "*"),
  times: z.optional(z.int().check(z.gte(1))),
  ms: z.optional(z.number().check(z.gte(0))),
});

/** What became of an item that was handed to Meta. */
export interface Delivered {
  readonly statuses: readonly number[];
  readonly held: boolean;
  readonly curl?: string;
}

export interface Meta {
  readonly faults: FaultRegistry<typeof metaFaultSchema>;
  /** @throws when the webhook cannot be reached */
  deliver(item: SentItem): Promise<Delivered>;
  /** Delivers what is held back, now. */
  flush(): Promise<void>;
}

export interface MetaOptions {
  readonly url: string;
  readonly appSecret: string;
  /** Told when something that was held back cannot be delivered: nobody waits for it. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds that a message waits for the one that overtakes it, and for more to come into its webhook. */
const REORDER_WAIT = 3_000;
const BATCH_WAIT = 1_500;

/** Plays Meta: signs webhooks and posts them to the real address, faultily if that is switched on. */
export function createMeta({ url, appSecret, onError }: MetaOptions): Meta {
  const faults = new FaultRegistry(metaFaultSchema);
  let held: SentItem[] = [];
  let mode: "reorder" | "batch" = "batch";
  let timer: NodeJS.Timeout | undefined;

  async function post(body: Buffer): Promise<number> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": sign(body, appSecret) },
      body: new Uint8Array(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async function deliverNow(item: SentItem, kinds: readonly string[]): Promise<Delivered> {
    const body = webhookBody([item], Date.now());
    const curl = curlFor(url, body, appSecret);
    if (kinds.includes("simultaneousDuplicate")) {
      return { statuses: await Promise.all([post(body), post(body)]), held: false, curl };
    }
    const first = await post(body);
    const statuses = kinds.includes("duplicate") ? [first, await post(body)] : [first];
    return { statuses, held: false, curl };
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    const items = held;
    held = [];
    if (items.length === 0) return;
    const bodies =
      mode === "batch"
        ? [webhookBody(items, Date.now())]
        : items.toReversed().map((item) => webhookBody([item], Date.now()));
    for (const body of bodies) await post(body);
  }

  function hold(item: SentItem, kind: "reorder" | "batch", wait: number): Delivered {
    mode = kind;
    held = [...held, item];
    clearTimeout(timer);
    timer = setTimeout(() => flush().catch(onError), wait);
    return { statuses: [], held: true };
  }

  return {
    faults,
    async deliver(item) {
      const struck = faults.strike("*", ({ fault }) => fault !== "reorder" && fault !== "batch");
      const kinds = struck.map(({ fault }) => fault);
      const holding = struck.find(({ fault }) => fault === "reorder" || fault === "batch");
      if (holding?.fault === "batch") return hold(item, "batch", holding.ms ?? BATCH_WAIT);
      if (holding?.fault === "reorder" && held.length === 0)
        return hold(item, "reorder", holding.ms ?? REORDER_WAIT);
      const delivered = await deliverNow(item, kinds);
      // What was held back comes after the one that has overtaken it.
      await flush();
      return delivered;
    },
    flush,
  };
}

/** A command for sh that posts these bytes as Meta would. */
export function curlFor(url: string, body: Buffer, appSecret: string): string {
  return command("curl -si", [
    quoted(url.replace("//127.0.0.1", "//localhost")),
    "-H 'Content-Type: application/json'",
    `-H ${quoted(`X-Hub-Signature-256: ${sign(body, appSecret)}`)}`,
    `--data-raw ${quoted(body.toString("utf8"))}`,
  ]);
}
