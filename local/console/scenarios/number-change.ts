import { type Script, step } from "./script.ts";
import type { Stage } from "./stage.ts";

const OLD = { phone: "51900000304", userId: "PE.13491208655302741304" };
const NEW_PHONE = "51900000305";
const NEW_USER_ID = "PE.13491208655302741305";

/** By whichever of the identities they are known by now. */
const chloe = (stage: Stage) => stage.customer("Chloé Lefèvre", OLD);

/** One person through three identities: the conversation stays one. */
export const NUMBER_CHANGE: Script = {
  name: "number-change",
  title: "A customer changes number",
  description:
    "Chloé writes from one number, WhatsApp tells of a new one and of a new user id, and she goes on from there; at last she " +
    "hides the number. It stays one conversation, in order.",
  steps: [
    step("Chloé writes from her old number", async (stage) => {
      await stage.does(chloe(stage), { kind: "text", text: "Bonjour, une table pour deux ?" });
      await stage.answered(chloe(stage));
    }),
    step("WhatsApp tells that she has a new number", async (stage) => {
      const customer = chloe(stage);
      await stage.does(customer, { kind: "number-change", phone: NEW_PHONE });
      await stage.does(customer, { kind: "identity", identity: { phone: NEW_PHONE, userId: OLD.userId } });
    }),
    step("She writes from the new number", async (stage) => {
      const customer = stage.customer("Chloé Lefèvre", { phone: NEW_PHONE, userId: OLD.userId });
      await stage.does(customer, { kind: "text", text: "C'est toujours moi, avec un nouveau numéro" });
      await stage.answered(customer);
    }),
    step("WhatsApp tells of her new user id", async (stage) => {
      const customer = stage.customer("Chloé Lefèvre", { phone: NEW_PHONE, userId: OLD.userId });
      await stage.does(customer, { kind: "user-id-change", userId: NEW_USER_ID, phone: NEW_PHONE });
    }),
    step("She hides her number, and writes by user id alone", async (stage) => {
      const customer = stage.customer("Chloé Lefèvre", { userId: NEW_USER_ID });
      await stage.does(customer, { kind: "text", text: "Et maintenant sans numéro" });
      await stage.answered(customer);
      await stage.agrees(customer);
    }),
  ],
};
