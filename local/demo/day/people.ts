import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import type { Customer, Restaurant } from "../scenario.ts";

// Numbers that nobody has: the French and North American ones are set aside for fiction, neither Peru nor
// Brazil has numbers with 900 00.

const [terraza, sakura] = SAMPLE_BUSINESSES;
export const LA_TERRAZA: Restaurant = { business: terraza, displayNumber: "51900000900" };
export const SUSHI_SAKURA: Restaurant = { business: sakura, displayNumber: "51900000901" };

/** Known by number and by BSUID, as most people are. */
export const ANA: Customer = {
  name: "Ana Quispe Rojas",
  language: "es",
  restaurant: LA_TERRAZA,
  identities: [{ phone: "51900000101", userId: "PE.13491208655302741918" }],
};

/** Known by number alone; gets a new number. */
export const LUIS: Customer = {
  name: "Luis Mamani Torres",
  language: "es",
  restaurant: LA_TERRAZA,
  identities: [{ phone: "51900000202" }, { phone: "51900000203" }],
};

export const EMILY: Customer = {
  name: "Emily Carter-Young",
  language: "en",
  restaurant: SUSHI_SAKURA,
  identities: [{ phone: "12025550147", userId: "US.24817305912873645029" }],
};

/** Hides the number behind a username at first, then shows it, then is told of by the number alone. */
export const NOAH: Customer = {
  name: "noah.writes",
  language: "en",
  restaurant: SUSHI_SAKURA,
  identities: [
    { userId: "US.90871236450918273645" },
    { phone: "12025550162", userId: "US.90871236450918273645" },
    { phone: "12025550162" },
  ],
};

/** A new number brings a new BSUID: only the update between the two says that it is the same person. */
export const CHLOE: Customer = {
  name: "Chloé Lefèvre",
  language: "fr",
  restaurant: LA_TERRAZA,
  identities: [
    { phone: "33639981234", userId: "FR.55018273649182736450" },
    { phone: "33639985678", userId: "FR.77120938475610293847" },
  ],
};

export const BEATRIZ: Customer = {
  name: "Beatriz Nogueira",
  language: "pt",
  restaurant: LA_TERRAZA,
  identities: [{ phone: "5511900000606", userId: "BR.66402918375610294857" }],
};
