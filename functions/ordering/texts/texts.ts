import type { OrderType, PaymentMethod } from "../../restaurant/order.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Language } from "./languages.ts";
import { pt } from "./pt.ts";

/** Everything that the bot says, in one language. Amounts come formatted. Titles of buttons: at most 20 characters. */
export interface Texts {
  readonly welcome: (restaurant: string) => string;
  readonly helpHint: string;
  readonly notUnderstood: string;
  readonly unreadable: string;
  readonly staleChoice: string;
  readonly personComing: string;
  readonly cancelled: string;
  readonly actions: {
    readonly menu: string;
    readonly cart: string;
    readonly track: string;
    readonly person: string;
    readonly checkout: string;
    readonly addMore: string;
    readonly edit: string;
    readonly clear: string;
    readonly remove: string;
    readonly confirm: string;
    readonly change: string;
    readonly cancel: string;
    readonly more: string;
    readonly back: string;
    readonly done: string;
    readonly otherAddress: string;
    readonly noZone: string;
    readonly open: string;
  };
  readonly chooseCategory: string;
  readonly menuEmpty: string;
  readonly categoryEmpty: string;
  readonly chooseProduct: (category: string) => string;
  readonly severalFound: string;
  readonly notFound: string;
  readonly soldOut: string;
  readonly unavailable: (product: string) => string;
  readonly chooseSize: (product: string) => string;
  readonly chooseExtras: (modifier: string, product: string) => string;
  /** How many may, or have to, be chosen. */
  readonly limits: (min: number, max: number) => string;
  readonly chosen: (names: string) => string;
  readonly chooseQuantity: (product: string) => string;
  readonly added: (quantity: number, product: string) => string;
  readonly tooMany: (most: number) => string;
  readonly cartFull: string;
  readonly cartTitle: string;
  readonly cartEmpty: string;
  readonly cartCleared: string;
  readonly cartChanged: string;
  readonly chooseLine: string;
  readonly changeLine: (line: string) => string;
  readonly goods: string;
  readonly delivery: string;
  readonly free: string;
  readonly total: string;
  readonly chooseMethod: string;
  readonly methods: Readonly<Record<OrderType, string>>;
  readonly noDelivery: string;
  readonly askLocation: string;
  readonly chooseZone: string;
  readonly outside: string;
  readonly belowMinimum: (zone: string, minimum: string, missing: string) => string;
  readonly zoneRow: (fee: string, minutes: number) => string;
  readonly choosePayment: string;
  readonly payments: Readonly<Record<PaymentMethod, string>>;
  readonly askName: string;
  readonly askPhone: string;
  readonly badPhone: string;
  readonly summaryTitle: string;
  readonly summaryQuestion: string;
  readonly summaryChanged: string;
  /** A confirmation was taken back before anything came of it. */
  readonly withdrawn: string;
  readonly labels: {
    readonly method: string;
    readonly address: string;
    readonly payment: string;
    readonly name: string;
    readonly time: string;
  };
  readonly minutes: (count: number) => string;
  readonly placed: (number: string) => string;
  readonly refused: string;
  readonly unsure: string;
  readonly alreadyPlaced: (number: string) => string;
  readonly noOrder: string;
  readonly orderStatus: (number: string, status: string) => string;
  readonly statuses: Readonly<Record<string, string>>;
}

const TEXTS: Readonly<Record<Language, Texts>> = { es, en, fr, pt };

export function textsOf(language: Language): Texts {
  return TEXTS[language];
}
