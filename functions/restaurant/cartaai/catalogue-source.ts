import type { Telemetry } from "../../observability/telemetry.ts";
import type { CatalogueSource } from "../catalogue.ts";
import { readDetails } from "./details.ts";
import { readMenu } from "./menu.ts";
import { itemReader } from "./read-items.ts";
import { inBranch, type RestaurantCall, unreadable } from "./restaurant-call.ts";
import { readZones } from "./zones.ts";

/** Menu, products and zones as CartaAI has them now. */
export function cartaaiCatalogue(call: RestaurantCall, telemetry: Telemetry): CatalogueSource {
  return {
    async menu(branch, context) {
      const data = await call("readMenu", { query: { ...branch } }, context);
      const menu = readMenu(data, itemReader(branch, telemetry));
      if (menu === undefined) throw unreadable("readMenu");
      return menu;
    },
    async details(branch, productId, context) {
      const data = await call("readProducts", { ...inBranch(branch), body: [productId] }, context);
      if (!Array.isArray(data)) throw unreadable("readProducts");
      return readDetails(data, productId, itemReader(branch, telemetry));
    },
    async zones(branch, context) {
      const data = await call("readZones", inBranch(branch), context);
      if (!Array.isArray(data)) throw unreadable("readZones");
      return readZones(data, itemReader(branch, telemetry));
    },
  };
}
