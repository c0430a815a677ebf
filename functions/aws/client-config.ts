/** The part of an AWS client's configuration that differs between AWS and one machine. */
export interface AwsClientConfig {
  readonly region?: string;
  readonly endpoint?: string;
  readonly requestHandler: RequestLimits;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Milliseconds. The SDK's own default is to wait without end, and one hung call would take the invocation with it. */
interface RequestLimits {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  /** Without it the SDK warns, and goes on waiting. */
  readonly throwOnRequestTimeout: true;
}

const IN_AWS: RequestLimits = {
  connectionTimeout: 1_000,
  requestTimeout: 3_000,
  throwOnRequestTimeout: true,
};

/** The stand-ins share a process with what calls them: when the machine is busy, both stand still. */
const ON_ONE_MACHINE: RequestLimits = { ...IN_AWS, connectionTimeout: 10_000, requestTimeout: 30_000 };

/**
 * On Lambda the SDK finds region, endpoint and credentials by itself. On one machine the endpoint of a stand-in comes in
 * by the SDK's own variable names, and with it dummy credentials, so that no real ones are ever sent there.
 */
export function awsClientConfig(
  environment: Readonly<Record<string, string | undefined>>,
  service: "SQS" | "DYNAMODB" | "SECRETS_MANAGER",
): AwsClientConfig {
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`];
  if (!endpoint) return { requestHandler: IN_AWS };
  return {
    requestHandler: ON_ONE_MACHINE,
    endpoint,
    region: environment["AWS_REGION"] || "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
}
