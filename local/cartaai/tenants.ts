import { Refusal } from "./envelope.ts";
import type { Restaurant } from "./restaurants/restaurant.ts";

/** The restaurants that this CartaAI knows. */
export class Tenants {
  readonly #restaurants: readonly Restaurant[];

  constructor(restaurants: readonly Restaurant[]) {
    this.#restaurants = restaurants;
  }

  /** @throws {Refusal} 404 for a sub-domain that nobody has. */
  restaurant(subDomain: string): Restaurant {
    const found = this.#restaurants.find((restaurant) => restaurant.subDomain === subDomain);
    if (found === undefined) throw new Refusal(404, "Subdomain not found");
    return found;
  }

  /** @throws {Refusal} 404 for a sub-domain or a branch that nobody has. */
  branch(subDomain: string, localId: string): Restaurant {
    const restaurant = this.restaurant(subDomain);
    if (restaurant.localId !== localId) throw new Refusal(404, "Local not found");
    return restaurant;
  }
}
