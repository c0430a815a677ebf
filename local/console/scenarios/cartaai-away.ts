import type { Customer } from "../api.ts";
import { type Script, step } from "./script.ts";
import type { Stage } from "./stage.ts";

const luis = (stage: Stage): Customer => stage.customer("Luis Mamani Torres", { phone: "51900000302" });
const rosa = (stage: Stage): Customer =>
  stage.customer("Rosa Huamán Díaz", { phone: "51900000303", userId: "PE.13491208655302741303" });

/** Milliseconds that stand for the hour. */
const AWAY = 2_000;

/** CartaAI is down, people go on writing, and nothing is lost or out of order once it is back. */
export const CARTAAI_AWAY: Script = {
  name: "cartaai-away",
  title: "CartaAI away for an hour",
  description:
    "CartaAI closes every connection while Luis and Rosa go on writing; then it is back, and both conversations arrive whole " +
    "and in order. The hour is played in 2 seconds; the waits between attempts are the real ones, so it takes some " +
    "seconds more until the last message has arrived. How long an attempt of unknown outcome is left alone is " +
    "SYNC_SETTLE_SECONDS: 2 in `npm start`, 30 in AWS.",
  steps: [
    step("Luis and Rosa write while all is well", async (stage) => {
      await stage.does(luis(stage), { kind: "text", text: "Hola, ¿hasta qué hora atienden?" });
      await stage.does(rosa(stage), { kind: "text", text: "Buenas noches" });
      await Promise.all([stage.agrees(luis(stage)), stage.agrees(rosa(stage))]);
    }),
    step("CartaAI is down, and they go on writing", async (stage) => {
      const mend = stage.breaks({ service: "cartaai", fault: "down" });
      try {
        for (const words of ["¿Tienen delivery a Surco?", "Somos cuatro", "¿Sigue abierto?"]) {
          await stage.does(luis(stage), { kind: "text", text: words });
          await stage.does(rosa(stage), { kind: "text", text: `${words} 🙂` });
        }
        await stage.pause(AWAY);
      } finally {
        mend();
      }
    }),
    step("CartaAI is back: what waited arrives", async (stage) => {
      await Promise.all([stage.agrees(luis(stage)), stage.agrees(rosa(stage))]);
    }),
  ],
};
