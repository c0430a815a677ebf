import type { IncomingMessage, ServerResponse } from "node:http";
import { readCall } from "./call.ts";
import type { RecordedCall } from "./call-log.ts";
import { CONTROL_PREFIX } from "./control-routes.ts";
import { deliver } from "./deliver.ts";
import { type Listener, listen } from "./listen.ts";
import { LOOPBACK } from "./loopback.ts";
import { send } from "./reply.ts";
import type { ServiceOptions, StandInService } from "./stand-in-service.ts";
import type { StandInTime, TimeOptions } from "./time.ts";

/** What every stand-in can be told. */
export interface StandInOptions extends TimeOptions, ServiceOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface StandIn extends Listener {
  /** The most recent calls, in order of arrival. */
  calls(): RecordedCall[];
}

/**
 * Serves a stand-in over HTTP. Stopping it ends its time.
 *
 * @throws with code EADDRINUSE when the port is taken.
 */
export async function startStandIn(
  service: StandInService,
  { port, host = LOOPBACK }: StandInOptions,
  time: StandInTime,
): Promise<StandIn> {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request, service.bodyLimit);
    if (call.path.startsWith(CONTROL_PREFIX)) return send(response, await service.control(call));
    const exchange = await service.exchange(call, () => response.destroyed);
    if (exchange === undefined) return;
    const status = deliver(response, exchange.answer, exchange.own);
    if (status !== undefined) exchange.answered(status);
  }

  const listener = await listen(
    // A failure here is a client that has gone or a stand-in that is being stopped: nobody is left to be told.
    (request, response) => void serve(request, response).catch(() => response.destroy()),
    port,
    host,
  );
  return {
    ...listener,
    stop: () => {
      time.end();
      return listener.stop();
    },
    calls: service.calls,
  };
}
