import { runLaboratory } from "../../local/faults/laboratory.ts";
import { makePlan } from "../../local/faults/plan/make-plan.ts";
import { seedOf } from "../../local/faults/play.ts";
import type { Failure } from "../../local/faults/report.ts";
import { runScenario } from "../../local/faults/run-scenario.ts";
import { shrink } from "../../local/faults/shrink.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { type ProgressTerminal, progressLine } from "../demo/progress-line.ts";
import { commandFor, describeDamages, describePlan, describeReport } from "./describe.ts";
import { HELP } from "./help.ts";
import { readFaultsOptions } from "./options.ts";
import { runOutageCommand } from "./outage-command.ts";
import { recordReport } from "./record.ts";

type FaultsTerminal = Terminal & { readonly progress: ProgressTerminal };
type FaultsOptions = ReturnType<typeof readFaultsOptions>;

/** So many failures are shrunk and shown; more of them seldom tell more. */
const SHOWN_FAILURES = 3;

/** `npm run faults`. Returns the exit status; see `HELP`. */
export function faults(argv: readonly string[], terminal: FaultsTerminal): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const options = readFaultsOptions(argv);
    if (options.help) {
      terminal.out(HELP);
      return 0;
    }
    if (options.outage) return await runOutageCommand(options.conversations, options.json, terminal);
    return options.scenario === undefined
      ? await runMany(options, terminal)
      : await runOne(options, options.scenario, terminal);
  });
}

async function runMany(
  { seed, scenarios, record, json }: FaultsOptions,
  terminal: FaultsTerminal,
): Promise<number> {
  const progress = progressLine(terminal.progress, false);
  const report = await runLaboratory({
    seed,
    scenarios,
    onProgress: (done, failed) => progress.show(`${done} of ${scenarios} scenarios, ${failed} did damage`),
  }).finally(progress.end);
  if (record) await recordReport(report);
  terminal.out(json ? `${JSON.stringify(report)}\n` : describeReport(report));
  for (const failure of report.failures.slice(0, SHOWN_FAILURES)) await explain(seed, failure, terminal);
  return report.ok ? 0 : 1;
}

/** Says how the damage is done with as little as possible, and how to see it happen again. */
async function explain(seed: string, { scenario, damages }: Failure, terminal: Terminal): Promise<void> {
  terminal.error(`\nScenario ${scenario} of seed ${seed}:\n${describeDamages(damages)}`);
  if (!damages.some(({ kind }) => kind === "crashed")) {
    const shrunk = await shrink(makePlan(seedOf(seed, scenario)));
    const outcome = await runScenario(shrunk);
    terminal.error(
      `Shrunk schedule:\n${describePlan(shrunk)}which did:\n${describeDamages(outcome.damages)}`,
    );
  }
  terminal.error(`Again: ${commandFor(seed, scenario)}\n`);
}

async function runOne({ seed, trace, json }: FaultsOptions, scenario: number, terminal: FaultsTerminal) {
  const onEvent = (at: string, what: string) => terminal.error(`${at} ${what}\n`);
  const {
    faults: struck,
    effective: _,
    ...outcome
  } = await runScenario(makePlan(seedOf(seed, scenario)), trace ? { onEvent } : {});
  const shown = { seed, scenario, ...outcome, faultsByKind: Object.fromEntries(struck) };
  terminal.out(`${JSON.stringify(shown, null, json ? 0 : 2)}\n`);
  const { damages } = outcome;
  if (damages.length > 0) await explain(seed, { scenario, damages }, terminal);
  return damages.length === 0 ? 0 : 1;
}
