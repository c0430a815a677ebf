import type { SQSClient } from "@aws-sdk/client-sqs";
import type { ReplayDependencies } from "../../functions/replay/dependencies.ts";

/** What a process that dies works with: from one of its calls on, nothing is ever answered again. */
export interface Mortal {
  readonly over: Pick<ReplayDependencies, "sqs" | "records">;
  /** Resolves when it dies. */
  readonly death: Promise<"died">;
}

/**
 * @param lastCall the call, counted from 1, that is not answered any more
 * @param isCarriedOut whether that call still takes effect
 */
export function mortal(
  { sqs, records }: ReplayDependencies,
  lastCall: number,
  isCarriedOut: boolean,
): Mortal {
  const { promise: death, resolve: die } = Promise.withResolvers<"died">();
  let calls = 0;

  async function pass<Result>(call: () => Promise<Result>): Promise<Result> {
    calls += 1;
    if (calls < lastCall) return await call();
    if (calls === lastCall && isCarriedOut) await call();
    die("died");
    return await new Promise<never>(() => {});
  }

  const client = Object.create(sqs) as SQSClient;
  // The SDK's own has a signature for each command; all of them pass here.
  client.send = ((command: never) => pass(() => sqs.send(command))) as SQSClient["send"];
  return {
    over: {
      sqs: client,
      records: {
        load: (...keys) => pass(() => records.load(...keys)),
        conversationKeys: (identities) => pass(() => records.conversationKeys(identities)),
      },
    },
    death,
  };
}
