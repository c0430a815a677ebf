/** A DynamoDB attribute value, such as `{ "S": "text" }`. */
export type Value = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Value>>;

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

type Condition = (item: Item | undefined) => boolean;

const TOKEN = /\s*(<=|>=|<>|[=<>(),]|[#:]?[\w.-]+)/y;
const COMPARISONS: Readonly<Record<string, (sign: number) => boolean>> = {
  "=": (sign) => sign === 0,
  "<>": (sign) => sign !== 0,
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
};

/**
 * What of DynamoDB's condition expressions is used here and by Powertools: comparisons, `attribute_exists`,
 * `attribute_not_exists`, `begins_with`, AND, OR, NOT and parentheses, on attributes at the first level.
 *
 * @throws {SyntaxError} for anything else
 */
export function parseCondition(expression: string, placeholders: Placeholders): Condition {
  const tokens = tokensOf(expression);
  const peek = () => tokens[0]?.toUpperCase();
  const take = (expected?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token.toUpperCase() !== expected))
      throw new SyntaxError(`unsupported condition: ${expression}`);
    return token;
  };
  const operand = () => operandOf(take(), placeholders);

  function either(): Condition {
    const sides = [both()];
    while (peek() === "OR") {
      take();
      sides.push(both());
    }
    return (item) => sides.some((side) => side(item));
  }
  function both(): Condition {
    const sides = [single()];
    while (peek() === "AND") {
      take();
      sides.push(single());
    }
    return (item) => sides.every((side) => side(item));
  }
  function single(): Condition {
    if (peek() === "NOT") {
      take();
      const negated = single();
      return (item) => !negated(item);
    }
    if (peek() === "(") return inParentheses(either);
    const name = peek();
    if (name === "ATTRIBUTE_EXISTS") return callOf(([value]) => value !== undefined);
    if (name === "ATTRIBUTE_NOT_EXISTS") return callOf(([value]) => value === undefined);
    if (name === "BEGINS_WITH") return callOf(([value, start]) => textOf(value).startsWith(textOf(start)));
    return comparison();
  }
  function inParentheses<Inner>(read: () => Inner): Inner {
    take("(");
    const inner = read();
    take(")");
    return inner;
  }
  function callOf(judge: (values: readonly (Value | undefined)[]) => boolean): Condition {
    take();
    const operands = inParentheses(() => {
      const list = [operand()];
      while (peek() === ",") {
        take();
        list.push(operand());
      }
      return list;
    });
    return (item) => judge(operands.map((read) => read(item)));
  }
  function comparison(): Condition {
    const left = operand();
    const judge = COMPARISONS[take()];
    if (judge === undefined) throw new SyntaxError(`unsupported condition: ${expression}`);
    const right = operand();
    return (item) => {
      const [one, other] = [left(item), right(item)];
      return one !== undefined && other !== undefined && judge(compare(one, other));
    };
  }

  const condition = either();
  if (tokens.length > 0) throw new SyntaxError(`unsupported condition: ${expression}`);
  return condition;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match !== null; match = TOKEN.exec(expression)) {
    tokens.push(match[1] ?? "");
    if (TOKEN.lastIndex === expression.trimEnd().length) return tokens;
  }
  throw new SyntaxError(`unsupported condition: ${expression}`);
}

/** What a token stands for: a given value, or an attribute of the item. */
export function operandOf(
  token: string,
  placeholders: Placeholders,
): (item: Item | undefined) => Value | undefined {
  if (token.startsWith(":")) {
    const value = placeholders.ExpressionAttributeValues?.[token];
    return () => value;
  }
  const name = nameOf(token, placeholders);
  return (item) => item?.[name];
}

export function nameOf(token: string, { ExpressionAttributeNames: names = {} }: Placeholders): string {
  return token.startsWith("#") ? (names[token] ?? token) : token;
}

function compare(one: Value, other: Value): number {
  if ("N" in one && "N" in other) return Number(one["N"]) - Number(other["N"]);
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left < right ? -1 : Number(left > right);
}

function textOf(value: Value | undefined): string {
  return String(value?.["S"] ?? "");
}
