import type { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { type IAccessLogSettings, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export interface AccessLogProps {
  readonly retentionDays: RetentionDays;
  readonly removal: RemovalPolicy;
}

/**
 * One line for each request, without anything about a person or a secret: no source address, no user agent, and no
 * path or query string, which in the handshake carries the verify token. The route says enough.
 */
const FIELDS = {
  requestId: AccessLogField.contextRequestId(),
  requestTime: AccessLogField.contextRequestTimeEpoch(),
  route: AccessLogField.contextRouteKey(),
  status: AccessLogField.contextStatus(),
  latency: AccessLogField.contextResponseLatency(),
  lambdaLatency: AccessLogField.contextIntegrationLatency(),
  lambdaStatus: AccessLogField.contextIntegrationStatus(),
  responseBytes: AccessLogField.contextResponseLength(),
  error: AccessLogField.contextErrorMessage(),
  lambdaError: AccessLogField.contextIntegrationErrorMessage(),
};

/** Where and how API Gateway logs requests. */
export class AccessLog extends Construct {
  readonly logGroup: LogGroup;
  readonly settings: IAccessLogSettings;

  constructor(scope: Construct, id: string, props: AccessLogProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Logs", {
      retention: props.retentionDays,
      removalPolicy: props.removal,
    });
    this.settings = {
      destination: new LogGroupLogDestination(this.logGroup),
      format: AccessLogFormat.custom(JSON.stringify(FIELDS)),
    };
  }
}
