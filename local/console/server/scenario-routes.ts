import { json } from "../../http/reply.ts";
import { route } from "../../http/routes.ts";
import type { ConsoleDependencies } from "./dependencies.ts";
import { ConsoleProblem, found } from "./problem.ts";
import type { ConsoleRoute } from "./routes.ts";

/** Named scenarios that play themselves. */
export function scenarioRoutes({ scenarios }: Pick<ConsoleDependencies, "scenarios">): ConsoleRoute[] {
  return [
    route("console", "GET", "/console/scenarios", () =>
      json(200, { scenarios: scenarios.list(), run: scenarios.current() }),
    ),
    route("console", "POST", "/console/scenarios/stop", () =>
      json(200, found(scenarios.stop(), "scenario that is playing")),
    ),
    route("console", "POST", "/console/scenarios/{name}/play", ({ parameters }) => {
      found(
        scenarios.list().find(({ name }) => name === parameters.name),
        "scenario",
      );
      const run = scenarios.play(parameters.name);
      if (run === undefined) throw new ConsoleProblem(409, "another scenario is playing");
      return json(202, run);
    }),
  ];
}
