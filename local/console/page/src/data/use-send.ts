import { useCallback, useState } from "react";
import { type SendAnswer, type SendRequest, sendAnswerSchema } from "../../../api.ts";
import { post } from "./client.ts";
import { useAction } from "./use-problems.tsx";

/** What somebody does in a chat; whose chat it is, is known. */
export type Outgoing = SendRequest extends infer Request
  ? Request extends SendRequest
    ? Omit<Request, "customerId">
    : never
  : never;

export interface Sending {
  send(outgoing: Outgoing): Promise<void>;
  /** What became of the last one. */
  readonly answer: SendAnswer | undefined;
  readonly busy: boolean;
}

export function useSend(customerId: string): Sending {
  const [answer, setAnswer] = useState<SendAnswer>();
  const { busy, run } = useAction();
  const send = useCallback(
    (outgoing: Outgoing) =>
      run(async () => setAnswer(await post("send", { ...outgoing, customerId }, sendAnswerSchema))),
    [customerId, run],
  );
  return { send, answer, busy };
}
