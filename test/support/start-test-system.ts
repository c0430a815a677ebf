import type { CartaAIStandIn } from "../../local/cartaai/server.ts";
import { type System, type SystemOptions, startSystem } from "../../local/runtime/system.ts";
import type { WhatsAppStandIn } from "../../local/whatsapp/server.ts";
import { type CapturedLogs, captureLogs } from "./capture-logs.ts";

/** The whole system on free ports, with its stand-ins, silent, and its logs at hand. Nobody answers unless told so. */
export interface TestSystem extends System {
  readonly cartaai: CartaAIStandIn;
  readonly whatsapp: WhatsAppStandIn;
  readonly logs: CapturedLogs;
  /** What `onError` was told: invocations that failed, a queue that did not answer. */
  readonly errors: readonly unknown[];
}

export async function startTestSystem(options: Omit<SystemOptions, "onError"> = {}): Promise<TestSystem> {
  const logs = captureLogs();
  const errors: unknown[] = [];
  try {
    const system = await startSystem({
      ...options,
      environment: { AGENT: "none", ...options.environment },
      onError: (error) => errors.push(error),
    });
    const { cartaai, whatsapp } = system;
    if (!cartaai || !whatsapp) throw new Error("a system whose stand-ins are replaced: use startSystem");
    return { ...system, cartaai, whatsapp, logs, errors, stop: () => system.stop().finally(logs.release) };
  } catch (error) {
    logs.release();
    throw error;
  }
}
