import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { LAMBDA_FRAME } from "../configuration/lambda-frame.ts";
import { flushTelemetry } from "../observability/flush-telemetry.ts";
import { answerErrors } from "./answer-errors.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import { receiveWebhook } from "./receive-webhook.ts";
import { verifySubscription } from "./verify-subscription.ts";

/** The webhook Lambda around its two use cases: Meta's handshake, and a webhook. */
export function createHandler(dependencies: WebhookDependencies) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(LAMBDA_FRAME)
    .use(flushTelemetry(dependencies.telemetry))
    .use(answerErrors(dependencies.telemetry))
    .handler(async (event) => {
      if (event.requestContext.http.method === "GET") {
        const { verifyToken } = await dependencies.secrets();
        const challenge = verifySubscription(event.queryStringParameters ?? {}, verifyToken);
        return { statusCode: 200, headers: { "content-type": "text/plain" }, body: challenge };
      }
      await receiveWebhook(
        {
          body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
          signature: event.headers["x-hub-signature-256"],
          correlationId: event.requestContext.requestId,
        },
        dependencies,
      );
      return { statusCode: 200 };
    });
}
