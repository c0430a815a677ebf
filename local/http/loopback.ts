/** Everything local listens here alone: what passes through is customers' messages, on a developer's machine. */
export const LOOPBACK = "127.0.0.1";

/** Whether an address points to this machine. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}
