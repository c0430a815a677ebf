import { randomBytes } from "node:crypto";
import { type Environment, settingsIn } from "../runtime/lambda-environment.ts";
import { startSystem } from "../runtime/system.ts";
import { captureOutput } from "./capture-output.ts";
import type { Check } from "./checks/check.ts";
import { judge } from "./checks/judge.ts";
import type { CustomerEvidence, Evidence } from "./evidence.ts";
import { logEverything } from "./full-logs.ts";
import { startHeldCartaAI } from "./held-cartaai.ts";
import { type Progress, play } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import { hasOtherModels, startDemoServices, withoutModels } from "./services.ts";

export interface DemoReport {
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly customers: readonly CustomerEvidence[];
}

export interface DemoOptions {
  readonly onProgress?: Progress;
  /** Told of each piece of what the Lambdas log; nothing of it is printed. */
  readonly onLog?: (text: string) => void;
  /** `AI_…` and `WHATSAPP_GRAPH_BASE_URL` put other services in the stand-ins' place; nothing else of it is used. */
  readonly environment?: Environment;
}

/**
 * Starts the whole system, plays a scenario through it, stops it, and judges what it left behind. Whatever is written to
 * standard output and standard error meanwhile is captured: it is part of what is judged.
 */
export async function runDemo(scenario: Scenario, options: DemoOptions = {}): Promise<DemoReport> {
  const { onProgress = () => undefined, onLog, environment = {} } = options;
  const setBack = logEverything();
  const output = captureOutput(onLog);
  try {
    const secrets = makeSecrets(environment);
    const played = hasOtherModels(environment) ? withoutModels(scenario) : scenario;
    const evidence = await playOnce(played, secrets, environment, onProgress);
    const checks = judge(played, { ...evidence, logs: output.text(), secrets: Object.values(secrets) });
    return { ok: checks.every(({ ok }) => ok), checks, customers: evidence.customers };
  } finally {
    output.end();
    setBack();
  }
}

async function playOnce(
  scenario: Scenario,
  secrets: ReturnType<typeof makeSecrets>,
  environment: Environment,
  progress: Progress,
): Promise<Omit<Evidence, "logs" | "secrets">> {
  progress("Starting the system");
  await using started = new AsyncDisposableStack();
  const cartaai = await startHeldCartaAI(secrets.CARTAAI_API_KEY);
  started.defer(() => {
    cartaai.release();
    return cartaai.standIn.stop();
  });
  const services = await startDemoServices(scenario, secrets, environment, started);
  const system = await startSystem({
    environment: {
      ...secrets,
      ...services.environment,
      CARTAAI_API_BASE_URL: cartaai.standIn.url,
      AGENT: "builtin",
      // Nobody in this day is still typing.
      TURN_PAUSE_SECONDS: "0",
      // Longer than CartaAI is held, however slow the machine.
      CONVERSATION_API_TIMEOUT: "60",
    },
    onError: (error) => console.error(error),
  });
  started.defer(system.stop);
  return await play(scenario, { system, cartaai, services }, progress);
}

/** New for each run, and found nowhere by chance; other services have keys of their own. */
function makeSecrets(environment: Environment) {
  const { WHATSAPP_TOKEN, AI_API_KEY } = settingsIn(environment);
  const secret = () => randomBytes(16).toString("hex");
  return {
    WHATSAPP_APP_SECRET: secret(),
    WHATSAPP_VERIFY_TOKEN: secret(),
    WHATSAPP_TOKEN: WHATSAPP_TOKEN ?? secret(),
    CARTAAI_API_KEY: `carta_srv_${secret()}`,
    AI_API_KEY: AI_API_KEY ?? secret(),
  };
}
