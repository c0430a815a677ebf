/**
 * AWS's list prices in US dollars, us-east-1, without free tier, as this project knew them on PRICES_AS_OF. They change
 * rarely and downwards; https://calculator.aws says what they are today.
 */
export const PRICES_AS_OF = "2026-11-22";

export const PRICES = {
  /** https://aws.amazon.com/api-gateway/pricing: HTTP API, a million requests of up to 512 kB. */
  apiRequests: 1.0,
  /** https://aws.amazon.com/lambda/pricing: a million requests; a GB-second on ARM. */
  lambdaRequests: 0.2,
  lambdaGigabyteSecond: 0.0000133334,
  /** https://aws.amazon.com/sqs/pricing: FIFO, a million requests of up to 64 kB. */
  sqsRequests: 0.5,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand: a million units. */
  writeUnits: 0.625,
  readUnits: 0.125,
  /** https://aws.amazon.com/cloudwatch/pricing: a GB of logs taken in, metrics as log lines included. */
  logGigabyte: 0.5,
  /** https://aws.amazon.com/xray/pricing: a million traces recorded. */
  traces: 5.0,
  /** https://aws.amazon.com/ec2/pricing/on-demand: a GB out to the internet. */
  outGigabyte: 0.09,
  /** A month each. */
  metric: 0.3,
  alarmMetric: 0.1,
  secret: 0.4,
} as const;

/**
 * What cannot be measured on one machine. Milliseconds that an invocation takes, our own time (bench/lambda-memory.ts) and
 * what is waited for: 10 ms for a request to AWS, 250 ms for one to CartaAI, 300 ms for one to WhatsApp.
 */
export const DURATIONS = {
  /** Message: business, identities, two queues. */
  webhook: 45,
  /** Statuses touch nothing. */
  statusWebhook: 8,
  /** Half of them find a turn that still pauses; the other half marks as read, answers and records. */
  agent: 500,
  /** Half of them hold what was said, which is one call; the other half what the turn came to, which is two. */
  sync: 460,
} as const;

/** Megabytes, as `lib/stage-settings.ts` has them by default. */
export const MEMORY = { webhook: 1024, agent: 1024, sync: 512 } as const;

/** Bytes of log lines that Lambda and API Gateway write themselves: three for an invocation, one for a request. */
export const PLATFORM_LOG_BYTES = { invocation: 700, request: 330 } as const;

/** X-Ray records the first request of each second and this share of the others. */
export const TRACED = 0.05;

/** Bytes out to CartaAI and WhatsApp for one call, headers and TLS included. */
export const BYTES_OUT = 2_000;
