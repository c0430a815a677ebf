import { batchOf, customer, message, turnBatchOf, typed } from "../harness/events.ts";
import { webhookOf } from "../harness/webhooks.ts";

/** What each Lambda is invoked with for the first time. @param number of the customer, somebody new each time */
export const FIRST_EVENTS = {
  webhook: (number: number) => httpEvent(number),
  sync: (number: number) => batchOf([message(customer(number), "user", "Two lomo saltado, please")]),
  agent: (number: number) => turnBatchOf([typed(customer(number), "hola")]),
};

function httpEvent(number: number) {
  const { body, headers } = webhookOf([number]);
  return {
    requestContext: { http: { method: "POST" }, requestId: `request-${number}` },
    ...{ headers, body, isBase64Encoded: false },
  };
}
