import { type Action, actionSchema } from "./actions.ts";

/** The actions that a button or a list's row can stand for, and the order of their fields in its id. */
const FIELDS = {
  greet: [],
  menu: ["page"],
  category: ["id", "page"],
  product: ["id"],
  size: ["productId", "presentationId"],
  extra: ["productId", "modifierId", "optionId"],
  "extras-done": ["productId", "modifierId"],
  quantity: ["productId", "quantity"],
  cart: [],
  edit: [],
  line: ["key"],
  "set-quantity": ["key", "quantity"],
  clear: [],
  checkout: [],
  method: ["method"],
  "other-address": [],
  zone: ["id"],
  "no-zone": [],
  pay: ["method"],
  confirm: ["revision"],
  decline: [],
  cancel: [],
  track: [],
  person: [],
} as const satisfies Partial<Record<Action["type"], readonly string[]>>;

type ChoiceType = keyof typeof FIELDS;
export type ChoiceAction = Extract<Action, { type: ChoiceType }>;

const NUMBERS = new Set(["page", "quantity", "revision"]);

/** The id that comes back from WhatsApp when the choice is tapped: "size:pizza:pizza-large". */
export function choiceId(action: ChoiceAction): string {
  const values = new Map<string, unknown>(Object.entries(action));
  return [
    action.type,
    ...FIELDS[action.type].map((name) => encodeURIComponent(String(values.get(name)))),
  ].join(":");
}

/** Undefined for an id that is not one of ours: a template's, an older version's, or made up. */
export function readChoiceId(id: string): Action | undefined {
  const [type = "", ...values] = id.split(":");
  if (!isChoiceType(type) || values.length !== FIELDS[type].length) return undefined;
  const fields = FIELDS[type].map((name, index) => [name, decoded(name, values[index] ?? "")]);
  const parsed = actionSchema.safeParse({ type, ...Object.fromEntries(fields) });
  return parsed.success ? parsed.data : undefined;
}

function isChoiceType(type: string): type is ChoiceType {
  return Object.hasOwn(FIELDS, type);
}

function decoded(name: string, value: string): string | number | undefined {
  try {
    const text = decodeURIComponent(value);
    return NUMBERS.has(name) ? Number(text) : text;
  } catch {
    return undefined;
  }
}
