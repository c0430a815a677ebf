import { agentSetting } from "../../functions/agents/setting.ts";
import { watchOutput } from "../demo/capture-output.ts";
import { type ModelsStandIn, startModels } from "../models/server.ts";
import { settingsIn } from "../runtime/lambda-environment.ts";
import { type System, type SystemOptions, startSystem } from "../runtime/system.ts";
import { createConsole } from "./console.ts";
import { createWatch } from "./watch/watch.ts";

export interface ConsoleSystemOptions extends Omit<SystemOptions, "observer" | "mount"> {
  /** The folder of the built page. */
  readonly pageFolder: () => Promise<string>;
}

/** Good on this machine alone. */
const MODELS_KEY = "local-models-key";

/**
 * Starts the whole system with the console on its front, and with a stand-in for the models where none are configured.
 *
 * @throws {PortUnavailableError} when a port cannot be had; nothing is left running then
 */
export async function startWithConsole({ pageFolder, ...options }: ConsoleSystemOptions): Promise<System> {
  const { onError = (error: unknown) => console.error(error) } = options;
  const watch = createWatch();
  const given = settingsIn(options.environment ?? {});
  const models = given["AI_API_KEY"] === undefined ? await startModelsFor(watch.observer.onCall) : undefined;
  const environment = { ...options.environment, ...(models && modelSettings(models)) };
  const endOutput = watchOutput(watch.onOutput);
  const stopRest = async () => {
    endOutput();
    await models?.stop();
  };
  try {
    const system = await startSystem({
      ...options,
      environment,
      observer: watch.observer,
      mount: (running) =>
        createConsole(running, {
          ...{ watch, models, pageFolder, onError },
          agent: agentSetting.parse(given["AGENT"]),
        }),
    });
    return { ...system, stop: () => system.stop().finally(stopRest) };
  } catch (error) {
    await stopRest();
    throw error;
  }
}

function startModelsFor(
  onCall: ReturnType<typeof createWatch>["observer"]["onCall"],
): Promise<ModelsStandIn> {
  return startModels({ port: 0, apiKeys: [MODELS_KEY], onCall: (call) => onCall("models", call) });
}

/** No chat model: what is scripted understands nobody, and the bot goes by buttons, lists and keywords without one. */
function modelSettings({ url }: ModelsStandIn) {
  return { AI_BASE_URL: `${url}/v1`, AI_API_KEY: MODELS_KEY };
}
