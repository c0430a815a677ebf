import { LA_TERRAZA } from "./la-terraza.ts";
import type { Restaurant } from "./restaurant.ts";
import { SUSHI_SAKURA } from "./sushi-sakura.ts";

export const SAMPLE_RESTAURANTS: readonly Restaurant[] = [LA_TERRAZA, SUSHI_SAKURA];
