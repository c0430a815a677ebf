import type { Evidence } from "../evidence.ts";
import { postsOf } from "../expectations.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** Every webhook is answered 200 as often as it came; a forged one 401. */
export function checkAcknowledgements(scenario: Scenario, { acknowledgements }: Evidence): Check {
  const complaints = scenario.deliveries.flatMap((delivery) => {
    const { statuses = [], problem } = acknowledgements.find((one) => one.delivery === delivery) ?? {};
    const expected = Array(postsOf(delivery)).fill(delivery.forged ? 401 : 200);
    return statuses.join() === expected.join()
      ? []
      : [`"${delivery.title}" was answered ${statuses.join(", ") || (problem ?? "nothing")}`];
  });
  const posts = scenario.deliveries.reduce((sum, delivery) => sum + postsOf(delivery), 0);
  const forged = scenario.deliveries.filter((delivery) => delivery.forged).length;
  const refused = forged === 0 ? "" : `; ${counted(forged, "forged one")} refused`;
  return check("Every webhook is acknowledged", complaints, `${counted(posts, "POST")}${refused}`);
}

/** The webhook does not wait for CartaAI: it answers while CartaAI answers nobody. */
export function checkIndependence(scenario: Scenario, { acknowledgements }: Evidence): Check {
  const held = scenario.deliveries.filter(({ whileCartaAIHangs }) => whileCartaAIHangs);
  const complaints = held.flatMap((delivery) => {
    const found = acknowledgements.find((one) => one.delivery === delivery);
    if (found === undefined) return [`"${delivery.title}" was not acknowledged`];
    return found.answeredByCartaAI === 0
      ? []
      : [`CartaAI had answered ${counted(found.answeredByCartaAI, "call")} before "${delivery.title}"`];
  });
  return check(
    "Webhooks are acknowledged while CartaAI hangs",
    held.length === 0 ? ["CartaAI was never held"] : complaints,
    `${counted(held.length, "webhook")}, none waited for CartaAI`,
  );
}
