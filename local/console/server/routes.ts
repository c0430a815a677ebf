import { json } from "../../http/reply.ts";
import { type Route, route } from "../../http/routes.ts";
import { newCustomerSchema, newFaultSchema, type State, sendRequestSchema } from "../api.ts";
import type { ConsoleDependencies } from "./dependencies.ts";
import { mediaRoutes } from "./media-routes.ts";
import { bodyOf, found } from "./problem.ts";
import { queueRoutes } from "./queue-routes.ts";
import { viewQueues } from "./queues-view.ts";
import { scenarioRoutes } from "./scenario-routes.ts";
import { takeAwayRoutes } from "./take-away-routes.ts";

export type ConsoleRoute = Route<"console">;

/** The table of local/console/api.ts, but for the events. */
export function consoleRoutes(dependencies: ConsoleDependencies): readonly ConsoleRoute[] {
  return [
    route("console", "GET", "/console/state", () => json(200, stateOf(dependencies))),
    ...customerRoutes(dependencies),
    ...faultRoutes(dependencies),
    ...mediaRoutes(dependencies),
    ...queueRoutes(dependencies),
    ...scenarioRoutes(dependencies),
    ...takeAwayRoutes(dependencies),
  ];
}

function stateOf({ system, watch, log, faults, scenarios, models }: ConsoleDependencies): State {
  const run = scenarios.current();
  return {
    lastEventId: log.lastId,
    businesses: system.businesses.map(({ phoneNumberId, name, subDomain, localId }) => ({
      phoneNumberId,
      name,
      subDomain,
      ...(localId !== undefined && { localId }),
    })),
    customers: watch.memory.chats.list(),
    faults: faults.list(),
    queues: viewQueues(system, watch.memory),
    scenarios: [...scenarios.list()],
    ...(run && { scenarioRun: run }),
    has: {
      agent: scenarios.agent,
      cartaai: system.cartaai !== undefined,
      whatsapp: system.whatsapp !== undefined,
      models: models !== undefined,
      replay: true,
    },
  };
}

function customerRoutes({ watch, sender }: ConsoleDependencies): ConsoleRoute[] {
  const { chats, timelines } = watch.memory;
  return [
    route("console", "POST", "/console/customers", (call) => {
      const { customer, isNew } = sender.introduce(bodyOf(newCustomerSchema, call));
      return json(isNew ? 201 : 200, customer);
    }),
    route("console", "GET", "/console/customers/{id}/messages", ({ parameters, query }) => {
      const { id } = found(chats.get(parameters.id), "customer");
      return json(200, chats.page(id, wholeIn(query["before"]), wholeIn(query["limit"])));
    }),
    route("console", "GET", "/console/customers/{id}/cartaai", ({ parameters }) => {
      const customer = found(chats.get(parameters.id), "customer");
      return json(200, found(watch.mirror(customer), "stand-in: CartaAI is the real one"));
    }),
    route("console", "POST", "/console/send", async (call) =>
      json(200, await sender.send(bodyOf(sendRequestSchema, call))),
    ),
    route("console", "GET", "/console/timelines/{messageId}", ({ parameters }) =>
      json(200, found(timelines.get(parameters.messageId), "message")),
    ),
  ];
}

function faultRoutes({ faults }: ConsoleDependencies): ConsoleRoute[] {
  const list = () => json(200, { faults: faults.list() });
  return [
    route("console", "GET", "/console/faults", list),
    route("console", "POST", "/console/faults", (call) =>
      json(201, faults.add(bodyOf(newFaultSchema, call))),
    ),
    route("console", "DELETE", "/console/faults", () => {
      faults.clear();
      return list();
    }),
    route("console", "DELETE", "/console/faults/{service}/{id}", ({ parameters }) => {
      faults.remove(parameters.service, parameters.id);
      return list();
    }),
  ];
}

/** What is no whole number from 1 counts as not said. */
function wholeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}
