import * as z from "zod/mini";
import { limitedText } from "./limited-text.ts";

/** What comes back when something is tapped. */
function identifier(maximum: number) {
  return limitedText(maximum).check(z.refine((id) => id.trim() === id, "must not begin or end with a space"));
}

const around = {
  body: z.object({ text: limitedText(1024) }),
  header: z.optional(z.looseObject({ type: z.string(), text: z.optional(limitedText(60)) })),
  footer: z.optional(z.object({ text: limitedText(60) })),
};

const button = z.object({
  type: z.literal("reply"),
  reply: z.object({ id: identifier(256), title: limitedText(20) }),
});

const buttons = z.array(button).check(
  z.minLength(1, "at least 1 button"),
  z.maxLength(3, "at most 3 buttons"),
  z.refine((all) => unrepeated(all.map(({ reply }) => reply.id)), "button ids must be unique"),
  z.refine((all) => unrepeated(all.map(({ reply }) => reply.title)), "button titles must be unique"),
);

const section = z.object({
  title: z.optional(limitedText(24)),
  rows: z
    .array(
      z.object({
        id: identifier(200),
        title: limitedText(24),
        description: z.optional(limitedText(72)),
      }),
    )
    .check(z.minLength(1, "at least 1 row")),
});

const sections = z.array(section).check(
  z.minLength(1, "at least 1 section"),
  z.refine((all) => rowsOf(all).length <= 10, "at most 10 rows in all sections"),
  z.refine((all) => unrepeated(rowsOf(all).map(({ id }) => id)), "row ids must be unique"),
  z.refine(
    (all) => all.length === 1 || all.every(({ title }) => title),
    "each of several sections needs a title",
  ),
);

/** Reply buttons, lists and location requests, with Meta's limits. */
export const interactiveSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("button"), ...around, action: z.object({ buttons }) }),
  z.object({
    type: z.literal("list"),
    ...around,
    action: z.object({ button: limitedText(20), sections }),
  }),
  z.object({
    type: z.literal("location_request_message"),
    ...around,
    action: z.object({ name: z.literal("send_location") }),
  }),
]);

function rowsOf(all: readonly z.output<typeof section>[]) {
  return all.flatMap(({ rows }) => rows);
}

function unrepeated(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
