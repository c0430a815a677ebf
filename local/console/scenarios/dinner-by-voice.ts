import { type Script, step } from "./script.ts";
import type { Stage } from "./stage.ts";

const ana = (stage: Stage) =>
  stage.customer("Ana Quispe Rojas", { phone: "51900000301", userId: "PE.13491208655302741301" });

/** A tap on what the bot has offered, and its answer. */
function tap(now: string, title: RegExp, otherwise: string) {
  return step(now, async (stage) => {
    await stage.taps(ana(stage), title, otherwise);
    await stage.answered(ana(stage));
  });
}

/** An order that begins with a voice note and ends with a number. */
export const DINNER_BY_VOICE: Script = {
  name: "dinner-by-voice",
  title: "Dinner by voice",
  description:
    "Ana asks for two pizzas in a voice note, chooses by tapping, says where she is, pays in cash and confirms. The recording " +
    "is a sample: silence, with the words in a tag that the models' stand-in reads. Where the bot offers nothing that fits, " +
    "she types; without a bot the conversation is mirrored and nobody answers.",
  steps: [
    step("Ana says what she wants in a voice note", async (stage) => {
      await stage.does(ana(stage), { kind: "audio", says: "Hola, quiero dos pizzas margarita" });
      await stage.answered(ana(stage));
    }),
    tap("She takes the family size", /familiar/iu, "Familiares"),
    tap("The classic crust", /cl[aá]sica/iu, "Masa clásica"),
    tap("Nothing on top", /listo|seguir/iu, "Nada más"),
    tap("That is all", /^pedir|finalizar/iu, "Eso es todo"),
    tap("To be delivered", /delivery/iu, "Con delivery"),
    step("She tells where she is", async (stage) => {
      await stage.does(ana(stage), {
        kind: "location",
        latitude: -12.1211,
        longitude: -77.0297,
        name: "Parque Kennedy",
        address: "Miraflores, Lima",
      });
      await stage.answered(ana(stage));
    }),
    tap("She pays in cash", /efectivo/iu, "En efectivo"),
    tap("She confirms", /^confirmar/iu, "Confirmo"),
    step("She says thank you with a reaction, and CartaAI holds all of it", async (stage) => {
      const customer = ana(stage);
      const about = stage.lastMessage(customer);
      if (about !== undefined) await stage.does(customer, { kind: "reaction", about, emoji: "🙏" });
      await stage.agrees(customer);
    }),
  ],
};
