import * as z from "zod/mini";
import { isJsonObject } from "../json/json-object.ts";
import { MalformedEventError, parseJson, wrongFields } from "../sync-events/parse.ts";
import { TURN_VERSION, type Turn, turnSchema } from "./contract.ts";

/**
 * Parses a queue message's body into a turn.
 *
 * @throws {MalformedEventError} naming the fields that are wrong, never their values.
 */
export function parseTurn(body: string): Turn {
  const raw = parseJson(body);
  if (!isJsonObject(raw)) throw new MalformedEventError("malformed-event", "not an object");
  if (typeof raw["version"] === "number" && raw["version"] > TURN_VERSION) {
    throw new MalformedEventError("unsupported-version", `version ${raw["version"]}`);
  }
  const parsed = z.safeParse(turnSchema, raw);
  if (parsed.success) return parsed.data;
  throw new MalformedEventError("malformed-event", wrongFields(parsed.error, "turn"));
}
