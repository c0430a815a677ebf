import * as z from "zod/mini";
import { type Call, jsonOf } from "../http/call.ts";
import { Refusal } from "./envelope.ts";

/**
 * The body as JSON. Anything that is not sent as JSON counts as an empty object.
 *
 * @throws {Refusal} 400 naming what is wrong.
 */
export function bodyOf<Schema extends z.ZodMiniType>(schema: Schema, call: Call): z.output<Schema> {
  const isJson = call.headers["content-type"]?.includes("application/json") ?? false;
  return parsed(schema, isJson ? jsonOf(call) : {});
}

/** @throws {Refusal} 400 naming what is wrong. */
export function queryOf<Schema extends z.ZodMiniType>(schema: Schema, call: Call): z.output<Schema> {
  return parsed(schema, call.query);
}

function parsed<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => issue.path.map(String).join(".") || "body");
  throw new Refusal(400, `Validation error: ${[...new Set(wrong)].join(", ")}`);
}
