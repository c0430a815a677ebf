import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import type { Acknowledgement, Evidence } from "../evidence.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** Where each conversation stood at the moments that the scenario names, and that no state was told twice in a row. */
export function checkStates(scenario: Scenario, { acknowledgements, customers }: Evidence): Check[] {
  const expected = scenario.deliveries.filter(({ leaves }) => leaves !== undefined);
  const compared = expected.flatMap((delivery) => {
    const found = acknowledgements.find((one) => one.delivery === delivery);
    return found === undefined ? [`"${delivery.title}" never came`] : differences(found);
  });
  const repeated = customers.flatMap(({ customer, states }) => {
    const again = states.filter((state, index) => index > 0 && isDeepStrictEqual(state, states[index - 1]));
    return again.length === 0
      ? []
      : [`${customer.name}'s state was told ${counted(again.length, "time")} for nothing`];
  });
  return [
    check(
      "The state in CartaAI is the conversation's, cart and all",
      expected.length === 0 ? ["no state was compared"] : compared,
      `compared at ${counted(expected.length, "moment")}`,
    ),
    check(
      "A state is told when it changed, and only then",
      repeated,
      `${customers.reduce((sum, { states }) => sum + states.length, 0)} states, each another one`,
    ),
  ];
}

function differences({ delivery: { title, leaves }, state }: Acknowledgement): string[] {
  if (leaves === undefined) return [];
  if (state === undefined) return [`after "${title}" there is no conversation`];
  const { context, ...named } = leaves;
  const pairs: [string, unknown, unknown][] = [
    ["intent", state.intent, named.intent],
    ["step", state.step, named.step],
    ...Object.entries(context).map(([name, wanted]): [string, unknown, unknown] => [
      name,
      state.context[name],
      wanted,
    ]),
  ];
  return pairs.flatMap(([name, found, wanted]) =>
    isDeepStrictEqual(found, wanted)
      ? []
      : [`after "${title}" ${name} is ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`],
  );
}

const stateSchema = z.object({
  context: z.object({ selectedItems: z.array(z.object({ id: z.string(), quantity: z.number() })) }),
});

/** What a state has in its cart. */
export function selectedItems(state: unknown): { readonly id: string; readonly quantity: number }[] {
  const parsed = stateSchema.safeParse(state);
  return parsed.success ? parsed.data.context.selectedItems : [];
}
