import type { Call } from "./call.ts";
import type { Reply } from "./reply.ts";

/** The names between braces in "/users/{userId}/orders/{orderId}". */
type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

export type RoutedCall<Path extends string> = Call & {
  readonly parameters: Readonly<Record<ParameterOf<Path>, string>>;
};

type Handler<Path extends string> = (call: RoutedCall<Path>) => Reply | Promise<Reply>;

/** A row of a server's routes table. */
export interface Route<Operation extends string> {
  /** What the call is named by in the record of calls and in faults. */
  readonly operation: Operation;
  /** Runs the route's handler; undefined when this route is not the call's. */
  readonly match: (call: Call) => (() => Reply | Promise<Reply>) | undefined;
}

/**
 * @param path with parameters in braces; each stands for one segment, and arrives decoded
 * @param when tells routes of the same method and path apart
 */
export function route<Operation extends string, Path extends string>(
  operation: Operation,
  method: string,
  path: Path,
  handle: Handler<Path>,
  when: (call: RoutedCall<Path>) => boolean = () => true,
): Route<Operation> {
  const pattern = patternOf(path);
  return {
    operation,
    match: (call) => {
      const groups = call.method === method ? pattern.exec(call.path) : null;
      if (groups === null) return undefined;
      // The pattern is made from the path, so its groups are the path's parameters.
      const parameters = decoded(groups.groups ?? {}) as RoutedCall<Path>["parameters"];
      const routed = { ...call, parameters };
      return when(routed) ? () => handle(routed) : undefined;
    },
  };
}

/** The first route that is the call's, ready to run. */
export function findRoute<Operation extends string>(routes: readonly Route<Operation>[], call: Call) {
  for (const { operation, match } of routes) {
    const run = match(call);
    if (run !== undefined) return { operation, run };
  }
  return undefined;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
}

function decoded(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decode(value)]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
