import type * as z from "zod/mini";
import { type Call, jsonOf } from "../http/call.ts";
import { explainedParse } from "../http/explained-parse.ts";
import { GraphError } from "./graph-error.ts";
import { MESSAGE_TYPES, messageSchema, type OutgoingMessage, readReceiptSchema } from "./message-schema.ts";

type RawMessage = Record<string, unknown>;

/** The same address takes messages and read receipts. */
export function isReadReceipt(call: Call): boolean {
  return rawMessageOf(call)?.["status"] === "read";
}

/** @throws {GraphError} 100, 131008, 131009 or 131051, with what is wrong. */
export function parseMessage(call: Call): OutgoingMessage {
  const raw = demanded(rawMessageOf(call));
  // Meta takes a message without a type for text.
  const typed = { type: "text", ...raw };
  if (!MESSAGE_TYPES.includes(typed.type)) {
    throw new GraphError(131051, { details: `Message type ${JSON.stringify(typed.type)} is not supported` });
  }
  return parsed(messageSchema, typed);
}

/** @throws {GraphError} 100, 131008 or 131009, with what is wrong. */
export function parseReadReceipt(call: Call): z.output<typeof readReceiptSchema> {
  return parsed(readReceiptSchema, demanded(rawMessageOf(call)));
}

function rawMessageOf(call: Call): RawMessage | undefined {
  const body = jsonOf(call);
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as RawMessage) : undefined;
}

function demanded(raw: RawMessage | undefined): RawMessage {
  if (raw === undefined) throw new GraphError(100, { details: "The request body is not a JSON object" });
  return raw;
}

function parsed<Schema extends z.ZodMiniType>(schema: Schema, raw: RawMessage): z.output<Schema> {
  const result = explainedParse(schema, raw);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
  const isMissing = result.error.issues.some(
    ({ code, input }) => code === "invalid_type" && input === undefined,
  );
  throw new GraphError(isMissing ? 131008 : 131009, { details: issues.join("; ") });
}
