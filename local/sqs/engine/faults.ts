import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import type { ActionName, RequestOf, ResultOf } from "./actions.ts";
import type { ReceiveQuirks } from "./receive.ts";
import { SqsError, type SqsErrorCode } from "./sqs-error.ts";

/** What goes wrong with one request. */
export type Fault =
  /** An error is answered, and nothing was done. */
  | { readonly fault: "refuse"; readonly code?: SqsErrorCode }
  /** The request takes effect, and an error is answered. */
  | { readonly fault: "applyThenFail"; readonly code?: SqsErrorCode }
  /** The connection breaks before anything is done. */
  | { readonly fault: "drop" }
  /** The request takes effect, and the connection breaks. */
  | { readonly fault: "applyThenDrop" }
  /** Some entries of a batch are in Failed, and nothing was done for them; the others take effect. */
  | { readonly fault: "refuseEntries"; readonly ids: readonly string[]; readonly code?: SqsErrorCode }
  /** A receive gets no more than so many messages, also 0, at once. */
  | { readonly fault: "receiveAtMost"; readonly count: number }
  /** A standard queue delivers the messages, and delivers them again. FIFO queues do no such thing. */
  | { readonly fault: "deliverAgain" };

/** A request, before it is carried out. */
export type FaultCall = {
  [Name in ActionName]: { readonly action: Name; readonly request: RequestOf<Name> };
}[ActionName];

/** Decides what goes wrong with a request; nothing if it says nothing. */
export type FaultSource = (call: FaultCall) => Fault | undefined;

/** What a caller in process gets where a caller over HTTP gets no answer. Network clients call it ECONNRESET too. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
  readonly code = "ECONNRESET";

  constructor() {
    super("the connection was lost");
  }
}

type BatchRequest = { readonly Entries: readonly { readonly Id: string | undefined }[] | undefined };
type BatchAnswer = { Successful: object[] | undefined; Failed: BatchResultErrorEntry[] | undefined };

/**
 * Carries a request out with a fault.
 *
 * @throws {SqsError} the fault's, or the action's own
 * @throws {ConnectionLostError}
 */
export function actWithFault<Name extends ActionName>(
  fault: Fault,
  request: RequestOf<Name>,
  act: (request: RequestOf<Name>, quirks?: ReceiveQuirks) => ResultOf<Name>,
): ResultOf<Name> {
  switch (fault.fault) {
    case "refuse":
      throw serviceError(fault.code);
    case "drop":
      throw new ConnectionLostError();
    case "applyThenFail":
      act(request);
      throw serviceError(fault.code);
    case "applyThenDrop":
      act(request);
      throw new ConnectionLostError();
    case "receiveAtMost":
      return act(request, { atMost: fault.count });
    case "deliverAgain":
      return act(request, { keepVisible: true });
    case "refuseEntries":
      return refuseEntries(fault, request, act);
  }
}

function refuseEntries<Name extends ActionName>(
  { ids, code = "InternalError" }: Extract<Fault, { fault: "refuseEntries" }>,
  request: RequestOf<Name>,
  act: (request: RequestOf<Name>) => ResultOf<Name>,
): ResultOf<Name> {
  const { Entries: entries } = request as BatchRequest;
  if (entries === undefined) throw new TypeError("only a batch has entries to refuse");
  const accepted = entries.filter(({ Id }) => !ids.includes(Id ?? ""));
  const refused = entries.filter((entry) => !accepted.includes(entry));
  const failed = refused.map(({ Id }) => toFailure(Id ?? "", code));
  const answer = (
    accepted.length === 0 ? { Successful: [], Failed: [] } : act({ ...request, Entries: accepted })
  ) as BatchAnswer;
  return { ...answer, Failed: [...(answer.Failed ?? []), ...failed] } as ResultOf<Name>;
}

function toFailure(id: string, code: SqsErrorCode): BatchResultErrorEntry {
  const { senderFault, message } = serviceError(code);
  return { Id: id, SenderFault: senderFault, Code: code, Message: message };
}

function serviceError(code: SqsErrorCode = "ServiceUnavailable"): SqsError {
  return new SqsError(code, "We encountered an internal error. Please try again.");
}
