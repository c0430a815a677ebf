import { setTimeout as sleep } from "node:timers/promises";
import { type ScenarioRun, scenarioRunSchema, scenariosSchema } from "../../local/console/api.ts";
import { command, quoted } from "../../local/runtime/shell-command.ts";
import { formatTable } from "../command-line/format-table.ts";
import { readArguments } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { ConsoleClient, DEFAULT_URL } from "../console/client.ts";
import { guardConsole } from "../console/guard-console.ts";
import { HELP } from "./help.ts";

const OPTIONS = {
  list: { type: "boolean", default: false },
  "no-wait": { type: "boolean", default: false },
  url: { type: "string", default: DEFAULT_URL },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Milliseconds between two looks at how far it is. */
const INTERVAL = 200;

/** `npm run scenario`. Returns the exit status; see `HELP`. */
export function playScenario(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardConsole(HELP, terminal, async () => {
    const { values, positionals } = readArguments(argv, OPTIONS);
    if (values.help) {
      terminal.out(HELP);
      return 0;
    }
    const client = new ConsoleClient(values.url);
    if (values.list) return await list(client, terminal);
    const [name, ...rest] = positionals;
    if (name === undefined) throw new UsageError(["no scenario named; --list shows them"]);
    if (rest.length > 0) throw new UsageError([`not understood: ${rest.join(" ")}`]);
    const path = `/console/scenarios/${encodeURIComponent(name)}/play`;
    const run = await client.ask(scenarioRunSchema, { method: "POST", path });
    const curl = command("curl -s -X POST", [quoted(`${values.url.replace(/\/+$/, "")}${path}`)]);
    terminal.out(`The same as:\n\n${curl}\n\n`);
    return values["no-wait"] ? 0 : await follow(run, client, terminal);
  });
}

async function list(client: ConsoleClient, terminal: Terminal): Promise<number> {
  const { scenarios } = await client.ask(scenariosSchema, { method: "GET", path: "/console/scenarios" });
  const rows = scenarios.map(({ name, title, steps }) => [name, title, String(steps)]);
  terminal.out(formatTable(["name", "title", "steps"], rows));
  return 0;
}

async function follow({ id }: ScenarioRun, client: ConsoleClient, terminal: Terminal): Promise<number> {
  let told = -1;
  for (;;) {
    const { run } = await client.ask(scenariosSchema, { method: "GET", path: "/console/scenarios" });
    if (run?.id !== id) {
      terminal.error("Another scenario is playing by now.\n");
      return 1;
    }
    if (run.done > told && run.done < run.steps) {
      terminal.out(`${run.done + 1} of ${run.steps}  ${run.now}\n`);
      told = run.done;
    }
    if (run.state !== "playing") return ended(run, terminal);
    await sleep(INTERVAL);
  }
}

function ended({ state, error, name }: ScenarioRun, terminal: Terminal): number {
  if (state === "done") {
    terminal.out(`${name} was played to its end.\n`);
    return 0;
  }
  terminal.error(
    `${name} ${state === "stopped" ? "was stopped" : `failed: ${error ?? "it does not say why"}`}\n`,
  );
  return 1;
}
