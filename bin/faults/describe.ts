import type { Damage } from "../../local/faults/judge/verdict.ts";
import type { Plan, PlannedWebhook } from "../../local/faults/plan/plan.ts";
import type { Report } from "../../local/faults/report.ts";

export function describeReport(report: Report): string {
  const { scenarios, events, faults, seconds, faultsByKind, failures, ok } = report;
  const kinds = Object.entries(faultsByKind).map(
    ([kind, count]) => `  ${String(count).padStart(8)}  ${kind}\n`,
  );
  const collisions = Object.entries(report.collisions)
    .map(([how, count]) => `${how} ${count}`)
    .join(", ");
  const figures = [
    `lost ${report.lost}, duplicated ${report.duplicated}, reordered ${report.reordered}, stuck ${report.stuck}`,
    `replies of the bot: ${report.replies}, sent once more because nobody could know: ${report.repliesRepeated}`,
    `dead letters: ${report.deadLettered}, of them wrongly ${report.wronglyDeadLettered}, unprovable ${report.unprovable}; replayed: ${report.replayed}, moved back by AWS: ${report.redriven}`,
    `collisions of two conversations of one person: ${report.collided} (${collisions})`,
  ];
  return [
    `${scenarios} scenarios, ${events} events, ${faults} faults in ${seconds.toFixed(1)} s (seed ${report.seed})\n`,
    ...kinds,
    ...figures.map((line) => `${line}\n`),
    ok ? "Nothing was damaged.\n" : `${failures.length} scenarios did damage.\n`,
  ].join("");
}

/** The command that plays a scenario again. */
export function commandFor(seed: string, scenario: number): string {
  return `npm run faults -- --seed ${seed} --scenario ${scenario} --trace`;
}

export function describeDamages(damages: readonly Damage[]): string {
  return damages.map(({ kind, detail }) => `  ${kind}: ${detail}\n`).join("");
}

/** What is planned to happen, in order of time, and then the faults at each boundary. */
export function describePlan({ hasBot, webhooks, outages, interferences, faults }: Plan): string {
  const timed = [
    ...webhooks.map((webhook) => ({ at: webhook.at, line: describeWebhook(webhook) })),
    ...outages.map(({ from, to, how }) => ({
      at: from,
      line: `CartaAI ${how === "429" ? "is busy" : "is away"} (${how}) until ${seconds(to)}`,
    })),
    ...interferences.map(({ at, person, messages }) => ({
      at,
      line: `somebody else writes ${messages} messages to person ${person}`,
    })),
  ];
  const schedule = timed
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, line }) => `  ${seconds(at)}  ${line}\n`);
  const planned = faults.map(
    ({ boundary, nth, times, kind, variant }) =>
      `  ${boundary} ${nth}${times > 1 ? `–${nth + times - 1}` : ""}: ${kind} (${variant.toFixed(2)})\n`,
  );
  return [...(hasBot ? ["  a bot answers\n"] : []), ...schedule, ...planned].join("");
}

function describeWebhook({ items, copies, reordered }: PlannedWebhook): string {
  const said = items.map((item) => {
    if (item.kind === "renamed") return `person ${item.person} is now ${JSON.stringify(item.to)}`;
    const { turn } = item;
    const effects = turn && [
      ...turn.replies.map(() => "a reply"),
      ...(turn.state ? [turn.state.isActive ? "a state" : "the end"] : []),
      ...(turn.orders ? ["an order"] : []),
    ];
    const answered =
      turn && effects ? `, after ${seconds(turn.after)} ${effects.join(", ") || "nothing"}` : "";
    return `person ${item.person} as ${JSON.stringify(item.as)}: "${item.text}"${answered}`;
  });
  const again = copies.map((copy) => `, again after ${seconds(copy)}`).join("");
  return `webhook: ${said.join("; ")}${again}${reordered ? ", out of order" : ""}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}
