import { type Script, step } from "./script.ts";
import type { Stage } from "./stage.ts";

const noah = (stage: Stage) => stage.customer("noah.writes", { userId: "US.90871236450918273306" });

/** Something that no repetition can mend: a dead letter, to be looked at and brought back. */
export const REFUSED_FOR_GOOD: Script = {
  name: "refused-for-good",
  title: "A dead letter",
  description:
    "CartaAI answers 422 to one message: it becomes a dead letter with its reason, and the conversation goes on without it. " +
    "Look at it under the queues, preview it, and replay it.",
  steps: [
    step("Noah writes", async (stage) => {
      await stage.does(noah(stage), { kind: "text", text: "Hello, no number here" });
      await stage.agrees(noah(stage));
    }),
    step("CartaAI refuses the next message for good", async (stage) => {
      stage.breaks({ service: "cartaai", fault: "refuse", status: 422, operation: "addMessage", times: 1 });
      await stage.does(noah(stage), { kind: "text", text: "This one is refused" });
      await stage.pause(1_500);
    }),
    step("The next one arrives", async (stage) => {
      await stage.does(noah(stage), { kind: "text", text: "This one is fine again" });
      await stage.pause(1_500);
    }),
  ],
};
