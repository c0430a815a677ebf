import type { ServerResponse } from "node:http";
import * as z from "zod/mini";

const headerValue = z.union([z.string(), z.number(), z.boolean()]);

const resultSchema = z.looseObject({
  statusCode: z.number(),
  headers: z.optional(z.record(z.string(), headerValue)),
  cookies: z.optional(z.array(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

/**
 * Sends what a function answered, as an HTTP API does: a structured result when it has a status code, else the
 * answer itself as JSON.
 * Rule: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @throws before anything is sent, for an answer that an HTTP API does not accept either
 */
export function sendResult(response: ServerResponse, result: unknown): void {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    sendJson(response, 200, result ?? null);
    return;
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = resultSchema.parse(result);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (!response.hasHeader("content-type")) response.setHeader("content-type", "text/plain;charset=UTF-8");
  send(response, statusCode, Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}

/** An HTTP API's own answer: a message in JSON. */
export function sendMessage(response: ServerResponse, statusCode: number, message: string): void {
  sendJson(response, statusCode, { message });
}

/** What an HTTP API answers where it has no route. */
export function notFound(response: ServerResponse): void {
  sendMessage(response, 404, "Not Found");
}

function sendJson(response: ServerResponse, statusCode: number, value: unknown): void {
  response.setHeader("content-type", "application/json");
  send(response, statusCode, Buffer.from(JSON.stringify(value)));
}

function send(response: ServerResponse, statusCode: number, body: Buffer): void {
  response.setHeader("content-length", body.length);
  response.writeHead(statusCode).end(body);
}
