/** What is sent to a FIFO queue. */
export interface FifoMessage {
  readonly body: string;
  /** At most 128 characters; messages of one group are delivered in order, one batch at a time. */
  readonly groupId: string;
  /** At most 128 characters; SQS drops a second message with it for 5 minutes. */
  readonly deduplicationId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}
