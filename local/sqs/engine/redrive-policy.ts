import * as z from "zod/mini";
import type { Queue } from "./queue.ts";
import { invalidParameter } from "./sqs-error.ts";

/** When messages of a queue become dead letters, and where they go. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  /** A message that was received as often goes to the dead-letter queue instead of being received again. */
  readonly maxReceiveCount: number;
}

/** The count comes as a number or as text. */
const count = z.pipe(
  z.pipe(
    z.union([z.number(), z.string()]),
    z.transform((value) => Number(value)),
  ),
  z.int().check(z.gte(1), z.lte(1000)),
);
const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: count });
const allowPolicySchema = z.object({
  redrivePermission: z.enum(["allowAll", "denyAll", "byQueue"]),
  sourceQueueArns: z.optional(z.array(z.string()).check(z.maxLength(10))),
});

/** @throws {SqsError} InvalidParameterValue */
export function readRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  return text === undefined ? undefined : parse("RedrivePolicy", redrivePolicySchema, text);
}

/**
 * Whether a queue may have another as its dead-letter queue: it has to exist, be of the same kind, and allow it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 *
 * @throws {SqsError} InvalidParameterValue when it may not
 */
export function checkDeadLetterTarget(
  source: { readonly arn: string; readonly fifo: boolean },
  policy: string,
  target: Queue | undefined,
): void {
  if (target === undefined) {
    throw invalidParameter("RedrivePolicy", policy, "Dead letter target does not exist.");
  }
  if (target.fifo !== source.fifo) {
    throw invalidParameter(
      "RedrivePolicy",
      policy,
      "Dead-letter queue must be same type of queue as the source.",
    );
  }
  if (!allows(target.attributes["RedriveAllowPolicy"], source.arn)) {
    throw invalidParameter("RedrivePolicy", policy, "Dead letter target does not allow this source queue.");
  }
}

/** @throws {SqsError} InvalidParameterValue */
export function checkRedriveAllowPolicy(text: string | undefined): void {
  if (text !== undefined) parse("RedriveAllowPolicy", allowPolicySchema, text);
}

function allows(policy: string | undefined, sourceArn: string): boolean {
  if (policy === undefined) return true;
  const { redrivePermission, sourceQueueArns = [] } = parse("RedriveAllowPolicy", allowPolicySchema, policy);
  return (
    redrivePermission === "allowAll" ||
    (redrivePermission === "byQueue" && sourceQueueArns.includes(sourceArn))
  );
}

function parse<Value>(parameter: string, schema: z.ZodMiniType<Value>, text: string): Value {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) throw invalidParameter(parameter, text, z.prettifyError(parsed.error));
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
