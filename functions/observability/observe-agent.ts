import type { Agent } from "../agents/agent.ts";
import type { Telemetry } from "./telemetry.ts";

/** Measures how long whoever answers takes for it, also when nothing comes of it. */
export function observeAgent(agent: Agent, telemetry: Telemetry): Agent {
  return {
    async answer(request) {
      const startedAt = performance.now();
      try {
        return await agent.answer(request);
      } finally {
        telemetry.latency("AgentLatency", performance.now() - startedAt);
      }
    },
  };
}
