import { expect, it } from "vitest";
import { replySchema } from "../../functions/replies/reply.ts";

const withId = (id: string) => ({ kind: "buttons", text: "¿Qué deseas?", buttons: [{ id, title: "Carta" }] });

it.each(["a", "product:42", "x".repeat(200), "con espacio dentro"])("an option's id can be %j", (id) => {
  expect(replySchema.safeParse(withId(id)).success).toBe(true);
});

it.each(["", " ", "a ", " a", "x".repeat(201)])(
  "an option's id cannot be %j, which Meta does not take",
  (id) => {
    expect(replySchema.safeParse(withId(id)).success).toBe(false);
  },
);
