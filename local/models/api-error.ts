import { json, type Reply } from "../http/reply.ts";

/** A call that the service turns down. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string | null;

  /** @param code machine-readable, as "invalid_api_key"; many errors have none */
  constructor(status: number, message: string, code: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  404: "invalid_request_error",
  429: "rate_limit_exceeded",
};

/** An error as OpenAI's API puts it. */
export function apiErrorReply(status: number, message: string, code: string | null = null): Reply {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "server_error");
  return json(status, { error: { message, type, param: null, code } });
}
