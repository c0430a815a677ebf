import * as z from "zod/mini";
import { QUEUE_NAMES } from "../dead-letters/queue-kinds.ts";
import { readTime } from "../dead-letters/time.ts";

const text = z.string().check(z.minLength(1, "is empty"));
const time = text.check(
  z.refine(
    (value) => readTime(value, 0) !== undefined,
    "expected 2h, 3d, 2026-03-01 or 2026-03-01T12:00:00Z",
  ),
);
const ids = z.array(text).check(z.minLength(1, "is empty"));
const whole = (minimum: number, maximum: number) => {
  const expected = `expected a whole number from ${minimum} to ${maximum}`;
  return z.int(expected).check(z.gte(minimum, expected), z.lte(maximum, expected));
};

const common = { queue: z._default(z.enum(QUEUE_NAMES, `expected ${QUEUE_NAMES.join(" or ")}`), "sync") };

/** Which dead letters are meant: all that is given has to hold. */
const filters = {
  /** CartaAI's subdomain. */
  business: z.optional(text),
  /** A person, by any number or id of theirs. The number in E.164 with its plus. */
  phone: z.optional(z.string().check(z.regex(/^\+[1-9][0-9]{4,14}$/, "expected a phone number"))),
  userId: z.optional(text),
  type: z.optional(text),
  class: z.optional(z.enum(["permanent", "exhausted", "malformed", "undelivered"])),
  reason: z.optional(text),
  /** Dead since then, and until then. */
  since: z.optional(time),
  until: z.optional(time),
  /** Hashes of events, ids of events, or SQS's message ids. */
  ids: z.optional(ids),
  /** At most so many; events of one message stay together all the same. */
  limit: z.optional(whole(1, 1_000_000)),
};
const force = z._default(z.boolean(), false);

const requestSchema = z.discriminatedUnion(
  "action",
  [
    z.strictObject({ action: z.literal("list"), ...common, ...filters }),
    z.strictObject({ action: z.literal("preview"), ...common, ...filters, force }),
    z.strictObject({
      action: z.literal("run"),
      ...common,
      ...filters,
      /** Also those of which nobody can tell whether they were applied. */
      force,
      /** Events a second. */
      rate: z._default(whole(1, 1_000), 100),
      /** Seconds to wait for the outcome. */
      wait: z._default(whole(0, 3_600), 60),
    }),
    z.strictObject({ action: z.literal("discard"), ...common, ids, reason: text }),
  ],
  "expected list, preview, run or discard",
);

export type ReplayRequest = z.infer<typeof requestSchema>;
export type RequestFor<Action extends ReplayRequest["action"]> = Extract<ReplayRequest, { action: Action }>;
/** What every request that looks for dead letters says of them. */
export type Filters = Omit<RequestFor<"list">, "action" | "queue">;

export interface Problem {
  readonly field: string;
  /** What is expected; never the value. */
  readonly message: string;
}

/** A request that cannot be carried out. Names every problem at once. */
export class InvalidReplayRequestError extends Error {
  override readonly name = "InvalidReplayRequestError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ field, message }) => `${field}: ${message}`).join("; "));
    this.problems = problems;
  }
}

/** @throws {InvalidReplayRequestError} */
export function parseReplayRequest(request: unknown): ReplayRequest {
  const parsed = z.safeParse(requestSchema, request);
  if (parsed.success) return parsed.data;
  throw new InvalidReplayRequestError(parsed.error.issues.flatMap(toProblems));
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((field) => ({ field, message: "is not known to this action" }));
  }
  return [{ field: issue.path.map(String).join(".") || "request", message: issue.message }];
}
