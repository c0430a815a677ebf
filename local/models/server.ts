import * as z from "zod/mini";
import { jsonOf } from "../http/call.ts";
import { viewRoute } from "../http/control-routes.ts";
import { explainedParse } from "../http/explained-parse.ts";
import { FaultRegistry } from "../http/fault-registry.ts";
import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../http/stand-in.ts";
import { createStandInService } from "../http/stand-in-service.ts";
import { standInTime } from "../http/time.ts";
import { answerWithin } from "./answer.ts";
import { modelsBehaviour, modelsFaultSchema } from "./faults.ts";
import { modelsRoutes, type ReceivedRequest } from "./routes.ts";
import { Script, type ScriptSettings, scriptSchema } from "./script.ts";

/** Bytes: a voice note of 16 MB in its form. */
const BODY_LIMIT = 25 * 1024 * 1024;
const RECEIVED_LIMIT = 1000;

export interface ModelsOptions extends StandInOptions {
  readonly apiKeys: readonly string[];
  readonly script?: ScriptSettings;
}

export interface ModelsStandIn extends StandIn {
  readonly faults: FaultRegistry<typeof modelsFaultSchema>;
  /** Plays another script from now on. */
  play(script: ScriptSettings): void;
  /** The most recent requests that were understood, in order. */
  received(): ReceivedRequest[];
}

/**
 * A service that is compatible with OpenAI's, on this machine: chat with tools and images, and transcription. It says
 * what it is told to, by `script` or with a POST to `/__script`. `AI_BASE_URL` is its address and `/v1`.
 *
 * @throws with code EADDRINUSE when the port is taken.
 */
export async function startModels(options: ModelsOptions): Promise<ModelsStandIn> {
  const time = standInTime(options);
  const faults = new FaultRegistry(modelsFaultSchema);
  let received: ReceivedRequest[] = [];
  let script = scripted(options.script ?? {});
  const remember = (request: ReceivedRequest) => {
    received = [...received, request].slice(-RECEIVED_LIMIT);
  };
  const controls = [
    viewRoute("/__requests", () => ({ requests: received })),
    scriptRoute((next) => {
      script = next;
    }),
  ];

  const service = createStandInService(
    {
      routes: modelsRoutes(() => script, remember, time.now),
      controls,
      bodyLimit: BODY_LIMIT,
      faults,
      behaviourOf: modelsBehaviour,
      answer: answerWithin(options.apiKeys),
    },
    options,
    time,
  );
  const standIn = await startStandIn(service, options, time);
  return {
    ...standIn,
    faults,
    play: (next) => {
      script = scripted(next);
    },
    received: () => [...received],
  };
}

function scripted(settings: ScriptSettings): Script {
  return new Script(scriptSchema.parse(settings));
}

/** `/__script` (POST) takes another script. */
function scriptRoute(play: (script: Script) => void): Route<"control"> {
  return route("control", "POST", "/__script", (call) => {
    const parsed = explainedParse(scriptSchema, jsonOf(call));
    if (!parsed.success) return json(400, { error: z.prettifyError(parsed.error) });
    play(new Script(parsed.data));
    return json(200, parsed.data);
  });
}
