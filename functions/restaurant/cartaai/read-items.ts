import * as z from "zod/mini";
import type { Telemetry } from "../../observability/telemetry.ts";
import type { Branch } from "../restaurant.ts";
import { id } from "./fields.ts";

export type ItemKind = "category" | "product" | "presentation" | "modifier" | "option" | "zone" | "order";

/** Reads items one by one: one that makes no sense is left out and told of, and costs no other. */
export type ReadItems = <Schema extends z.ZodMiniType>(
  kind: ItemKind,
  schema: Schema,
  items: readonly unknown[],
) => z.output<Schema>[];

/** Of one list: far beyond any restaurant's. What comes after them is counted, and not read. */
const MOST_ITEMS = 10_000;
/** Of one answer. Who mends these finds the others, and logs are paid by the byte. */
const MOST_NAMED = 20;

const identified = z.object({ id: z.optional(id), _id: z.optional(id) });

/** For the items of one answer. */
export function itemReader({ subDomain, localId }: Branch, telemetry: Telemetry): ReadItems {
  let named = 0;

  function tellOf(kind: ItemKind, item: unknown, error: z.core.$ZodError): void {
    const known = z.safeParse(identified, item).data;
    const wrong = new Set(error.issues.map(({ path }) => path.map(String).join(".") || "all of it"));
    telemetry.warn("Item of CartaAI's left out", {
      ...{ kind, subDomain, localId, itemId: known?.id ?? known?._id },
      wrong: [...wrong].join(", "),
    });
  }

  return (kind, schema, items) => {
    const read: z.output<typeof schema>[] = [];
    const before = named;
    for (const item of items.slice(0, MOST_ITEMS)) {
      const parsed = z.safeParse(schema, item);
      if (parsed.success) read.push(parsed.data);
      else if (named < MOST_NAMED) {
        named += 1;
        tellOf(kind, item, parsed.error);
      }
    }
    const ignored = items.length - read.length;
    if (ignored > 0) telemetry.count("CatalogueItemsIgnored", ignored);
    const unnamed = ignored - (named - before);
    if (unnamed > 0) telemetry.warn("Items of CartaAI's left out", { kind, subDomain, localId, unnamed });
    return read;
  };
}
