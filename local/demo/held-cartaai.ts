import { setTimeout as sleep } from "node:timers/promises";
import { type CartaAIStandIn, startCartaAI } from "../cartaai/server.ts";

/** A CartaAI that can be made to hang, and to go on as if nothing had been. */
export interface HeldCartaAI {
  readonly standIn: CartaAIStandIn;
  /** From now on no call is answered. */
  hold(): void;
  /** Carries out what has come meanwhile, and everything that comes. */
  release(): void;
}

/** Starts CartaAI's stand-in on a free port. */
export async function startHeldCartaAI(apiKey: string): Promise<HeldCartaAI> {
  let gate = openGate();
  const standIn = await startCartaAI({
    port: 0,
    apiKeys: [apiKey],
    // Without any latency a call would not wait, and so not be held either.
    latency: 1,
    wait: async (ms, signal) => {
      await gate.opened;
      await sleep(ms, undefined, { signal });
    },
  });
  return {
    standIn,
    hold() {
      gate = closedGate();
    },
    release: () => gate.open(),
  };
}

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function closedGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

function openGate(): Gate {
  const gate = closedGate();
  gate.open();
  return gate;
}
