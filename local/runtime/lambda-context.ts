import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { LOCAL_ACCOUNT } from "./aws-account.ts";

/** What Lambda tells a function about its invocation. The deadline is in epoch milliseconds. */
export function createContext(functionName: string, deadline: number): Context {
  const { region, id } = LOCAL_ACCOUNT;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${region}:${id}:function:${functionName}`,
    memoryLimitInMB: "256",
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: onlyPromises,
    fail: onlyPromises,
    succeed: onlyPromises,
  };
}

/** Node 24's runtime has removed callbacks; a handler that still uses one has to hear of it here, not in AWS. */
function onlyPromises(): never {
  throw new Error("Lambda's Node 24 runtime supports promises only");
}
