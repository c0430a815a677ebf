import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { LOOPBACK } from "./loopback.ts";

export interface Listener {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Closes every connection at once, idle or not. */
  stop(): Promise<void>;
}

/**
 * Has a server listen, on this machine alone unless told otherwise.
 *
 * @param port 0 for any free one
 * @returns the port
 * @throws the system's error: EADDRINUSE for a port that is taken, EACCES for one that is not allowed
 */
export async function bind(server: Server, port: number, host = LOOPBACK): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a TCP port");
  return address.port;
}

/** Serves HTTP. Parameters and errors are those of `bind`. */
export async function listen(listener: RequestListener, port: number, host = LOOPBACK): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  const bound = await bind(server, port, host);

  let stopped: Promise<void> | undefined;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
