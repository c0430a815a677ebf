import * as z from "zod/mini";
import { isJsonObject } from "../json/json-object.ts";
import { SYNC_EVENT_VERSION, type SyncEvent, syncEventSchema } from "./contract.ts";
import { upcast } from "./upcast.ts";

export type MalformedReason = "malformed-json" | "malformed-event" | "unsupported-version";

/** A queue message that is not a sync event. Permanent: no retry turns it into one. The message holds no content. */
export class MalformedEventError extends Error {
  override readonly name = "MalformedEventError";
  readonly reason: MalformedReason;

  constructor(reason: MalformedReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.reason = reason;
  }
}

/**
 * Parses a queue message's body into an event of the current version.
 *
 * @throws {MalformedEventError} naming the fields that are wrong, never their values.
 */
export function parseSyncEvent(body: string): SyncEvent {
  const raw = parseJson(body);
  if (!isJsonObject(raw)) throw new MalformedEventError("malformed-event", "not an object");
  const event = upcast(raw);
  if (typeof event["version"] === "number" && event["version"] > SYNC_EVENT_VERSION) {
    throw new MalformedEventError("unsupported-version", `version ${event["version"]}`);
  }
  const parsed = z.safeParse(syncEventSchema, event);
  if (parsed.success) return parsed.data;
  throw new MalformedEventError("malformed-event", wrongFields(parsed.error, "event"));
}

/** @param whole what to say when it is not about a field */
export function wrongFields({ issues }: z.core.$ZodError, whole: string): string {
  const fields = issues.map((issue) => issue.path.map(String).join(".") || whole);
  return `wrong: ${[...new Set(fields)].join(", ")}`;
}

/** @throws {MalformedEventError} */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No cause: V8 quotes the text it could not parse, and the text is a customer's.
    throw new MalformedEventError("malformed-json", "not JSON");
  }
}
