/**
 * How middy frames a Lambda. Its early timeout is off: it answers while the handler is still at work, Lambda keeps the
 * process, and what was given up goes on in it beside the next invocation. When its time is up, a process has to end.
 */
export const LAMBDA_FRAME = { timeoutEarlyInMillis: 0 } as const;
