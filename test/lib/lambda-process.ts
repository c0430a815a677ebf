/**
 * A process that is a Lambda for one invocation: imports the bundle that its argument names, hands it the event that
 * its parent sends, and sends back what the handler answers. Needs nothing but Node.
 */
const [, , bundleFile = ""] = process.argv;

process.once("message", async (event: unknown) => {
  const { handler } = await import(bundleFile);
  const context = {
    awsRequestId: "request",
    functionName: "function",
    getRemainingTimeInMillis: () => 30_000,
  };
  process.send?.({ result: await handler(event, context) });
  process.disconnect();
});
