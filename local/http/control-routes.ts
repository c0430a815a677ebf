import type * as z from "zod/mini";
import { jsonOf } from "./call.ts";
import { type FaultRegistry, type FaultSettings, InvalidFaultError } from "./fault-registry.ts";
import { json } from "./reply.ts";
import { type Route, route } from "./routes.ts";

/** The part of a stand-in's addresses that the real service does not have. */
export const CONTROL_PREFIX = "/__";

/** `/__faults`: list (GET), switch on (POST), switch all off (DELETE), switch one off (DELETE with its id). */
export function faultRoutes(faults: FaultRegistry<z.ZodMiniType<FaultSettings>>): Route<"control">[] {
  return [
    route("control", "GET", "/__faults", () => json(200, { faults: faults.list(), struck: faults.struck() })),
    route("control", "POST", "/__faults", (call) => {
      try {
        return json(201, faults.addUntrusted(jsonOf(call)));
      } catch (error) {
        if (error instanceof InvalidFaultError) return json(400, { error: error.message });
        throw error;
      }
    }),
    route("control", "DELETE", "/__faults", () => {
      faults.clear();
      return json(200, { faults: [] });
    }),
    route("control", "DELETE", "/__faults/{id}", ({ parameters }) =>
      faults.remove(parameters.id)
        ? json(200, { faults: faults.list() })
        : json(404, { error: `no fault ${parameters.id} is switched on` }),
    ),
  ];
}

/** A route that shows something of what the stand-in knows. */
export function viewRoute(path: string, view: () => unknown): Route<"control"> {
  return route("control", "GET", path, () => json(200, view()));
}
