const SQS = "com.amazonaws.sqs";
/** Where the errors come from that the service's model does not list. */
const COMMON = "com.amazon.coral.service";
const LEGACY = "AWS.SimpleQueueService";

interface ErrorShape {
  readonly type: string;
  /** The code that the older query protocol had, which clients still get in the header x-amzn-query-error. */
  readonly queryCode: string;
  readonly status: number;
}

/** What AWS answers, by the names of the API reference: status and query codes as the service's model has them. */
const SHAPES = {
  BatchEntryIdsNotDistinct: modelled("BatchEntryIdsNotDistinct", 400, `${LEGACY}.BatchEntryIdsNotDistinct`),
  BatchRequestTooLong: modelled("BatchRequestTooLong", 400, `${LEGACY}.BatchRequestTooLong`),
  EmptyBatchRequest: modelled("EmptyBatchRequest", 400, `${LEGACY}.EmptyBatchRequest`),
  InternalError: common("InternalFailure", 500, "InternalError"),
  InvalidAttributeName: modelled("InvalidAttributeName", 400),
  InvalidAttributeValue: modelled("InvalidAttributeValue", 400),
  InvalidBatchEntryId: modelled("InvalidBatchEntryId", 400, `${LEGACY}.InvalidBatchEntryId`),
  InvalidMessageContents: modelled("InvalidMessageContents", 400),
  InvalidParameterValue: common("InvalidParameterValueException", 400, "InvalidParameterValue"),
  MessageNotInflight: modelled("MessageNotInflight", 400, `${LEGACY}.MessageNotInflight`),
  MissingParameter: common("MissingRequiredParameterException", 400, "MissingParameter"),
  OverLimit: modelled("OverLimit", 403),
  PurgeQueueInProgress: modelled("PurgeQueueInProgress", 403, `${LEGACY}.PurgeQueueInProgress`),
  QueueDeletedRecently: modelled("QueueDeletedRecently", 400, `${LEGACY}.QueueDeletedRecently`),
  QueueDoesNotExist: modelled("QueueDoesNotExist", 400, `${LEGACY}.NonExistentQueue`),
  QueueNameExists: modelled("QueueNameExists", 400, "QueueAlreadyExists"),
  ReceiptHandleIsInvalid: modelled("ReceiptHandleIsInvalid", 404),
  RequestThrottled: modelled("RequestThrottled", 403),
  ResourceNotFoundException: modelled("ResourceNotFoundException", 404),
  SerializationException: common("SerializationException", 400, "MalformedInput"),
  ServiceUnavailable: common("ServiceUnavailableException", 503, "ServiceUnavailable"),
  TooManyEntriesInBatchRequest: modelled(
    "TooManyEntriesInBatchRequest",
    400,
    `${LEGACY}.TooManyEntriesInBatchRequest`,
  ),
  UnknownOperation: common("UnknownOperationException", 404, "InvalidAction"),
  UnsupportedOperation: modelled("UnsupportedOperation", 400, `${LEGACY}.UnsupportedOperation`),
} satisfies Record<string, ErrorShape>;

export type SqsErrorCode = keyof typeof SHAPES;

/** An action that SQS refuses, or fails to carry out. */
export class SqsError extends Error {
  override readonly name = "SqsError";
  readonly code: SqsErrorCode;

  constructor(code: SqsErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** What `__type` says in the JSON protocol. */
  get type(): string {
    return SHAPES[this.code].type;
  }

  get queryCode(): string {
    return SHAPES[this.code].queryCode;
  }

  get status(): number {
    return SHAPES[this.code].status;
  }

  /** Whether the caller is to blame, rather than the service. */
  get senderFault(): boolean {
    return this.status < 500;
  }
}

/** @param reason what AWS says after "Reason:" */
export function invalidParameter(name: string, value: unknown, reason: string): SqsError {
  return new SqsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}

export function missingParameter(name: string): SqsError {
  return new SqsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

function modelled(name: string, status: number, queryCode: string = name): ErrorShape {
  return { type: `${SQS}#${name}`, queryCode, status };
}

function common(name: string, status: number, queryCode: string): ErrorShape {
  return { type: `${COMMON}#${name}`, queryCode, status };
}
