import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Function as CdkFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { METRICS_NAMESPACE } from "../../functions/observability/metric-names.ts";
import { handlerCode, LAMBDA_HANDLER } from "../bundling/handler-code.ts";
import type { FunctionSettings, StageSettings } from "../stage-settings.ts";
import { acknowledge } from "./acknowledge.ts";
import { serviceName } from "./observability/service-name.ts";

export interface LambdaFunctionProps {
  /** The folder in `functions/` that holds `handler.ts`. */
  readonly name: string;
  readonly stage: StageSettings;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  readonly settings: FunctionSettings;
  readonly logRemoval: RemovalPolicy;
  /** Names and addresses only. Secrets are read from Secrets Manager by their id. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A Lambda of this product: one bundled handler, a role that may do nothing yet but log and trace, and a log group
 * whose lines do not live for ever.
 */
export class LambdaFunction extends Construct {
  readonly function: CdkFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Logs", {
      retention: props.stage.logs.retentionDays,
      removalPolicy: props.logRemoval,
    });
    // A role of our own: the default one comes with a managed policy that may write to every log group.
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What the ${props.name} Lambda may do`,
    });
    this.logGroup.grantWrite(role);

    const { memory, reservedConcurrency } = props.settings;
    this.function = new CdkFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: LAMBDA_HANDLER,
      code: handlerCode(props.name),
      role,
      memorySize: memory,
      timeout: Duration.seconds(props.timeout),
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[props.stage.logs.level],
      environment: {
        NODE_OPTIONS: "--enable-source-maps",
        POWERTOOLS_SERVICE_NAME: serviceName(props.name, props.stage.name),
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
        ...props.environment,
      },
    });
    acknowledgeFindings(role, this.function);
  }
}

function acknowledgeFindings(role: Role, lambda: CdkFunction): void {
  acknowledge(role, {
    "AwsSolutions-IAM5[Resource::*]":
      "xray:PutTraceSegments and xray:PutTelemetryRecords have no resource type; AWS demands the wildcard.",
  });
  const synchronous =
    "Never invoked asynchronously: API Gateway waits for its answer, and what SQS delivers goes back to the queue.";
  acknowledge(lambda, {
    "Serverless-LambdaDLQ": synchronous,
    "Serverless-LambdaAsyncFailureDestination": synchronous,
  });
}
