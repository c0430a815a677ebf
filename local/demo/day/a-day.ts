import type { Scenario } from "../scenario.ts";
import { ANAS_ORDER, BY_BUTTONS } from "./by-buttons.ts";
import { BY_VOICE, EMILYS_ORDER } from "./by-voice.ts";
import { CLEARED_CART } from "./cleared-cart.ts";
import { EVENING } from "./evening.ts";
import { CHLOES_ORDER, FROM_THE_CATALOGUE } from "./from-the-catalogue.ts";
import { IN_OWN_WORDS, LUISES_ORDER } from "./in-own-words.ts";
import { MORNING } from "./morning.ts";
import { BEATRIZES_ORDER, OUTSIDE_EVERY_ZONE } from "./outside-every-zone.ts";
import { ANA, BEATRIZ, CHLOE, EMILY, LUIS, NOAH } from "./people.ts";
import { SCRIPT } from "./script.ts";
import { STAFF_TAKE_OVER } from "./staff-take-over.ts";

/** Six customers of two restaurants in four languages, from the first greeting to the last order. */
export const A_DAY: Scenario = {
  customers: [ANA, LUIS, EMILY, NOAH, CHLOE, BEATRIZ],
  deliveries: [
    ...MORNING,
    ...BY_BUTTONS,
    ...STAFF_TAKE_OVER,
    ...IN_OWN_WORDS,
    ...BY_VOICE,
    ...CLEARED_CART,
    ...FROM_THE_CATALOGUE,
    ...OUTSIDE_EVERY_ZONE,
    ...EVENING,
  ],
  orders: [ANAS_ORDER, LUISES_ORDER, EMILYS_ORDER, CHLOES_ORDER, BEATRIZES_ORDER],
  script: SCRIPT,
};
