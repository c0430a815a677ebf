import { type Action, actionSchema } from "./actions.ts";
import { decoded, encoded, isDigest, onlyOf } from "./choice-values.ts";

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

/** Characters of an id that is read at all. */
const LONGEST_ID = 256;
/**
 * The id that comes back from WhatsApp when the choice is tapped: "size:pizza:pizza-large". A restaurant's id that is long
 * is in it as a digest, always the same one.
 */
export function choiceId(action: ChoiceAction): string {
  const values = new Map<string, unknown>(Object.entries(action));
  return [action.type, ...FIELDS[action.type].map((name) => encoded(String(values.get(name))))].join(":");
}

/**
 * Undefined for an id that is not one of ours: a template's, an older version's, or made up. One with digests in it is read
 * by `resolveChoice` alone.
 */
export function readChoiceId(id: string): Action | undefined {
  const choice = split(id);
  if (choice === undefined) return undefined;
  if (choice.values.some(({ value }) => isDigest(value))) return { type: "choice", id };
  return toAction(
    choice.type,
    choice.values.map(({ name, value }) => [name, decoded(name, value)]),
  );
}

/** Where a digested value may come from. */
export interface Origin {
  readonly type: ChoiceType;
  readonly name: string;
  /** Of the fields before it, which it may be a part of. */
  readonly known: ReadonlyMap<string, unknown>;
}

/**
 * The action behind an id with digests; undefined when what it was made of is not there any more.
 *
 * @param candidates the ids that there are of a kind
 */
export async function resolveChoice(
  id: string,
  candidates: (origin: Origin) => Promise<readonly string[]>,
): Promise<Exclude<Action, { type: "choice" }> | undefined> {
  const choice = split(id);
  if (choice === undefined) return undefined;
  const { type, values } = choice;
  const known = new Map<string, unknown>();
  for (const { name, value } of values) {
    const meant = isDigest(value)
      ? onlyOf(await candidates({ type, name, known }), value)
      : decoded(name, value);
    known.set(name, meant);
  }
  return toAction(type, [...known]);
}

function split(id: string) {
  const [type = "", ...values] = id.length > LONGEST_ID ? [] : id.split(":");
  if (!isChoiceType(type) || values.length !== FIELDS[type].length) return undefined;
  return { type, values: FIELDS[type].map((name, index) => ({ name, value: values[index] ?? "" })) };
}

function toAction(type: ChoiceType, fields: readonly (readonly [string, unknown])[]) {
  const parsed = actionSchema.safeParse({ type, ...Object.fromEntries(fields) });
  return parsed.success && parsed.data.type !== "choice" ? parsed.data : undefined;
}

function isChoiceType(type: string): type is ChoiceType {
  return Object.hasOwn(FIELDS, type);
}
