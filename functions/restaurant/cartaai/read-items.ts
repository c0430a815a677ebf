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

const identified = z.object({ id: z.optional(id), _id: z.optional(id) });

export function itemReader({ subDomain, localId }: Branch, telemetry: Telemetry): ReadItems {
  return (kind, schema, items) =>
    items.flatMap((item) => {
      const parsed = z.safeParse(schema, item);
      if (parsed.success) return [parsed.data];
      const known = z.safeParse(identified, item).data;
      const wrong = new Set(parsed.error.issues.map(({ path }) => path.map(String).join(".") || "all of it"));
      telemetry.count("CatalogueItemsIgnored");
      telemetry.warn("Item of CartaAI's left out", {
        ...{ kind, subDomain, localId, itemId: known?.id ?? known?._id },
        wrong: [...wrong].join(", "),
      });
      return [];
    });
}
