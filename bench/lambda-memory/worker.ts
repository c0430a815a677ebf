/**
 * A Lambda whose bundle is imported and invoked when its parent says so; tells how long each took on the wall, and of
 * the processor. Milliseconds.
 */
const [, , bundleFile = ""] = process.argv;

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
let handler: Handler | undefined;

process.on("message", async ({ event }: { readonly event?: unknown }) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  if (handler === undefined) ({ handler } = (await import(bundleFile)) as { handler: Handler });
  else await handler(event, context());
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ wall, cpu: (user + system) / 1000, rss: process.memoryUsage.rss() / 2 ** 20 });
});

function context() {
  return {
    awsRequestId: "request",
    functionName: "bench",
    getRemainingTimeInMillis: () => 30_000,
  };
}
