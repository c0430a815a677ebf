import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { WEBHOOK } from "../../lib/resources.ts";

export interface HttpApiRequest {
  readonly method?: string;
  readonly body?: Uint8Array | undefined;
  /** Whether API Gateway hands the body over in base64, as it does for types that it does not take for text. */
  readonly base64?: boolean;
  /** Names in lower case, as API Gateway makes them. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly requestId?: string;
}

/** A request as an HTTP API hands it to the webhook Lambda (payload format 2.0). */
export function httpApiEvent(request: HttpApiRequest): APIGatewayProxyEventV2 {
  const { method = "POST", body, base64 = false, headers = {}, query, requestId = randomUUID() } = request;
  const routeKey = `${method} ${WEBHOOK.path}`;
  return {
    version: "2.0",
    routeKey,
    rawPath: WEBHOOK.path,
    rawQueryString: new URLSearchParams(query).toString(),
    ...(query && { queryStringParameters: { ...query } }),
    headers: { ...headers },
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      domainName: "api.example",
      domainPrefix: "api",
      http: { method, path: WEBHOOK.path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "Meta" },
      requestId,
      routeKey,
      stage: "$default",
      time: "04/May/2026:12:00:00 +0000",
      timeEpoch: Date.parse("2026-05-04T12:00:00.000Z"),
    },
    ...(body && { body: Buffer.from(body).toString(base64 ? "base64" : "utf8") }),
    isBase64Encoded: base64,
  };
}
