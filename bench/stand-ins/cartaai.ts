import { startCartaAI } from "../../local/cartaai/server.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { offer } from "../harness/process.ts";

/** CartaAI's stand-in in a process of its own. */
export interface CartaAISettings {
  /** Milliseconds from a call to its answer. */
  readonly latency: number;
}

async function start({ latency }: CartaAISettings) {
  const cartaai = await startCartaAI({
    port: 0,
    apiKeys: [LOCAL_SECRETS.CARTAAI_API_KEY],
    latency,
    writePause: 0,
  });
  return {
    url: () => cartaai.url,
    /** Calls are taken, and never answered. */
    hang: () => void cartaai.faults.add({ fault: "hang" }),
    /** How many calls there have been. */
    calls: () => cartaai.calls().length,
  };
}
export type CartaAI = Awaited<ReturnType<typeof start>>;

offer(start);
