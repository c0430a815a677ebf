import * as z from "zod/mini";
import { type Call, jsonOf } from "../../http/call.ts";
import { explainedParse } from "../../http/explained-parse.ts";

/** A request that is refused. The message is for whoever asked. */
export class ConsoleProblem extends Error {
  override readonly name = "ConsoleProblem";
  readonly status: 400 | 404 | 409 | 413 | 415;

  constructor(status: ConsoleProblem["status"], message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws {ConsoleProblem} 400 naming every field that is wrong; 413, 415 */
export function bodyOf<Schema extends z.ZodMiniType>(schema: Schema, call: Call): z.output<Schema> {
  if (call.body === undefined) throw new ConsoleProblem(413, "the body is too large");
  if (!/^application\/json\b/.test(call.headers["content-type"] ?? "")) {
    throw new ConsoleProblem(415, "expected content-type application/json");
  }
  const parsed = explainedParse(schema, jsonOf(call));
  if (!parsed.success) throw new ConsoleProblem(400, z.prettifyError(parsed.error));
  return parsed.data;
}

/** @throws {ConsoleProblem} 404 when there is none */
export function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new ConsoleProblem(404, `there is no such ${what}`);
  return thing;
}
