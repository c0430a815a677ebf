import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { LOCAL_ACCOUNT } from "./aws-account.ts";

/** Content types whose bodies an HTTP API passes on as text. Everything else arrives in base64. */
const TEXT = /^(?:text\/[^;]*|application\/(?:json|javascript|xml))\s*(?:;|$)/i;

/**
 * A request as an HTTP API hands it to a function (payload format 2.0).
 * Shape: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpApiEvent(
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.url ?? "/");
  const { cookie, ...headers } = joinHeaders(request.rawHeaders);
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/[;,]\s*/) }),
    headers: { ...headers, ...forwardedHeaders(request) },
    ...(query !== "" && { queryStringParameters: joinQuery(query) }),
    requestContext: requestContext(request, path, routeKey, headers),
    ...bodyOf(body, headers["content-type"]),
  };
}

/** The path and the query of a request target, both as they were sent. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf("?");
  return mark < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** Names in lower case, values of repeated headers joined with commas. Node itself drops some repetitions. */
function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(headers);
}

function joinQuery(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

function forwardedHeaders(request: IncomingMessage): Record<string, string> {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return {
    "x-forwarded-for": request.socket.remoteAddress ?? "",
    "x-forwarded-port": String(request.socket.localPort ?? ""),
    "x-forwarded-proto": "http",
    "x-amzn-trace-id": `Root=1-${seconds}-${randomBytes(12).toString("hex")}`,
  };
}

function requestContext(
  request: IncomingMessage,
  path: string,
  routeKey: string,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyEventV2["requestContext"] {
  const now = new Date();
  return {
    accountId: LOCAL_ACCOUNT.id,
    apiId: "local",
    domainName: headers["host"] ?? "",
    domainPrefix: "local",
    http: {
      method: request.method ?? "GET",
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: randomUUID(),
    routeKey,
    stage: "$default",
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** "22/Nov/2026:17:45:00 +0000" */
function commonLogTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Text that is not UTF-8 goes in base64 too, so that the bytes that were signed are the bytes that arrive. */
function bodyOf(body: Buffer, contentType = ""): Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded"> {
  if (body.length === 0) return { isBase64Encoded: false };
  if (TEXT.test(contentType)) {
    const text = body.toString("utf8");
    if (Buffer.from(text).equals(body)) return { body: text, isBase64Encoded: false };
  }
  return { body: body.toString("base64"), isBase64Encoded: true };
}
