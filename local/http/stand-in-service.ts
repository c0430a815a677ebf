import type * as z from "zod/mini";
import { type Answer, type Behaviour, combine, FAITHFUL, isFaithful } from "./behaviour.ts";
import type { Call } from "./call.ts";
import { CallLog, type RecordedCall } from "./call-log.ts";
import { faultRoutes, viewRoute } from "./control-routes.ts";
import type { FaultRegistry, FaultSettings } from "./fault-registry.ts";
import { json, type Reply } from "./reply.ts";
import { findRoute, type Route } from "./routes.ts";
import type { StandInTime } from "./time.ts";

type FaultSchema = z.ZodMiniType<FaultSettings>;

/** What makes one stand-in different from another. */
export interface StandInDefinition<Operation extends string, Schema extends FaultSchema> {
  readonly routes: readonly Route<Operation>[];
  /** Beside those for faults and calls, which every stand-in has. */
  readonly controls: readonly Route<"control">[];
  /** Bytes. */
  readonly bodyLimit: number;
  readonly faults: FaultRegistry<Schema>;
  readonly behaviourOf: (fault: z.output<Schema>, operation: Operation | undefined) => Behaviour;
  /**
   * The service's own rules around a route: keys, body limit, errors. Never rejects.
   *
   * @param run carries the call out; undefined when no route is the call's
   */
  readonly answer: (
    call: Call,
    operation: Operation | undefined,
    run: (() => Reply | Promise<Reply>) | undefined,
  ) => Promise<Reply>;
}

/** How a call ended. */
export interface Exchange {
  readonly answer: Answer;
  /** The API's answer, if the call was carried out. */
  readonly own: Reply | undefined;
  /** To be told the status that was sent, if one was. */
  readonly answered: (status: number) => void;
}

/** A stand-in without a network: record the call, meet its faults, carry it out. */
export interface StandInService {
  readonly bodyLimit: number;
  /**
   * @param isGone whether the client has left
   * @returns undefined when it left before anything was done
   */
  exchange(call: Call, isGone: () => boolean): Promise<Exchange | undefined>;
  control(call: Call): Promise<Reply>;
  /** The most recent calls, in order of arrival. */
  calls(): RecordedCall[];
}

export interface ServiceOptions {
  /** Milliseconds from a request to its handling; default 0. */
  readonly latency?: number;
  /** How many calls are remembered, at least 1; default 100 000. */
  readonly callLimit?: number;
  /** Told of each call at its arrival, and again once it was answered. */
  readonly onCall?: (call: RecordedCall) => void;
}

export function createStandInService<Operation extends string, Schema extends FaultSchema>(
  definition: StandInDefinition<Operation, Schema>,
  { latency = 0, callLimit = 100_000, onCall }: ServiceOptions,
  time: StandInTime,
): StandInService {
  const { faults, behaviourOf, bodyLimit } = definition;
  const calls = new CallLog(callLimit, onCall);
  const controls = [
    ...faultRoutes(faults),
    viewRoute("/__calls", () => ({ calls: calls.list() })),
    ...definition.controls,
  ];

  async function exchange(call: Call, isGone: () => boolean): Promise<Exchange | undefined> {
    const found = findRoute(definition.routes, call);
    const struck = faults.strike(found?.operation, (fault) =>
      isFaithful(behaviourOf(fault, found?.operation)),
    );
    const behaviour = struck.map((fault) => behaviourOf(fault, found?.operation)).reduce(combine, FAITHFUL);
    const answered = record(
      call,
      found?.operation,
      struck.map(({ fault }) => fault),
    );

    await time.wait(latency + behaviour.delay);
    if (isGone() && !behaviour.evenIfGone) return undefined;
    for (const act of behaviour.beforehand) act();
    const own = behaviour.apply ? await definition.answer(call, found?.operation, found?.run) : undefined;
    return { answer: behaviour.answer, own, answered };
  }

  function record(call: Call, operation: Operation | undefined, kinds: string[]) {
    const correlationId = call.headers["x-correlation-id"];
    return calls.record({
      at: new Date(time.now()).toISOString(),
      operation: operation ?? "unknown",
      method: call.method,
      path: call.path,
      query: call.query,
      ...(typeof correlationId === "string" && { correlationId }),
      faults: kinds,
    });
  }

  async function control(call: Call): Promise<Reply> {
    const found = findRoute(controls, call);
    return (await found?.run()) ?? json(404, { error: `no control at ${call.method} ${call.path}` });
  }

  return { bodyLimit, exchange, control, calls: () => calls.list() };
}
