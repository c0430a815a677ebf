/** What differs from run to run though everything is right. */
const VARIABLE: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g, name: "order-id" },
  { pattern: /\b[A-Z]{2,3}-\d{5}\b/g, name: "order-number" },
  { pattern: /\b\d{1,2}:\d{2}\b/g, name: "time" },
];

/** The value with orders and times by their first appearance: "order-number-1", "time-2" … */
export function normalise<Value>(value: Value): Value {
  let json = JSON.stringify(value);
  for (const { pattern, name } of VARIABLE) {
    const seen = new Map<string, string>();
    json = json.replace(pattern, (found) => {
      const known = seen.get(found) ?? `${name}-${seen.size + 1}`;
      seen.set(found, known);
      return known;
    });
  }
  // The same value with other texts in it.
  return JSON.parse(json) as Value;
}
