import { json, type Reply } from "../http/reply.ts";
import type { CartaAIOperation } from "./operations.ts";

/** A call that CartaAI turns down. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function success(data: unknown, message = "OK", status = 200): Reply {
  return json(status, { type: "1", message, data });
}

/** Product details have an envelope of their own. */
export function productSuccess(data: unknown): Reply {
  return json(200, { success: true, message: "OK", data });
}

/** An error in the envelope of the operation. The status does not have to be one of an error. */
export function failure(operation: CartaAIOperation | undefined, status: number, message: string): Reply {
  return operation === "readProducts"
    ? json(status, { success: false, message, data: null })
    : json(status, { type: typeOf(status), message, data: null });
}

function typeOf(status: number): string {
  return status === 401 || status === 403 ? String(status) : "3";
}
