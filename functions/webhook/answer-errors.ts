import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import { WebhookRefusedError } from "./refusal.ts";

/**
 * Turns what went wrong into an answer: a refusal into its status, everything else into a 500, upon which Meta delivers
 * again. Neither says more than the status.
 */
export function answerErrors(
  telemetry: Telemetry,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error } = request;
      // An event typed into the console's test page need not be one of API Gateway's.
      const correlationId = request.event.requestContext?.requestId;
      if (error instanceof WebhookRefusedError) {
        telemetry.warn("A request was refused", {
          reason: error.reason,
          status: error.status,
          correlationId,
        });
        if (error.reason === "wrong-signature") telemetry.count("SignatureFailures");
        telemetry.count("WebhooksRefused", 1, { reason: error.reason });
        request.response = { statusCode: error.status };
        return;
      }
      telemetry.error("A webhook could not be queued; Meta will deliver it again", {
        ...describeError(error),
        correlationId,
      });
      telemetry.count("PublishFailures");
      request.response = { statusCode: 500 };
    },
  };
}
