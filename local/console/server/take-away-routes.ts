import { json, type Reply } from "../../http/reply.ts";
import { route } from "../../http/routes.ts";
import { exportConversation } from "../take-away/export-conversation.ts";
import { conversationExportSchema } from "../take-away/export-schema.ts";
import { importConversation } from "../take-away/import-conversation.ts";
import { pseudonymise } from "../take-away/pseudonymise.ts";
import { toScenarioFile } from "../take-away/to-scenario-file.ts";
import type { ConsoleDependencies } from "./dependencies.ts";
import { bodyOf, ConsoleProblem, found } from "./problem.ts";
import type { ConsoleRoute } from "./routes.ts";

/** Conversations as files. */
export function takeAwayRoutes(dependencies: ConsoleDependencies): ConsoleRoute[] {
  const { watch, system, scenarios } = dependencies;
  const { chats } = watch.memory;
  return [
    route("console", "GET", "/console/customers/{id}/export", ({ parameters, query }) => {
      const customer = found(chats.get(parameters.id), "customer");
      const exported = exportConversation(customer, watch, system);
      const isHidden = query["pseudonymise"] === "true";
      return file("conversation.json", isHidden ? pseudonymise(exported, exported) : exported);
    }),
    route("console", "POST", "/console/import", (call) => {
      const imported = importConversation(bodyOf(conversationExportSchema, call), watch.memory);
      return json(201, imported);
    }),
    route("console", "GET", "/console/customers/{id}/scenario", ({ parameters, query }) => {
      const customer = found(chats.get(parameters.id), "customer");
      const isUnderWay = chats
        .all(customer.id)
        .some(({ state }) => state === "sending" || state === "queued" || state === "retrying");
      if (isUnderWay) throw new ConsoleProblem(409, "something of the conversation is still in a queue");
      if (scenarios.agent === "http") {
        throw new ConsoleProblem(409, "the bot is somebody else's: a test could not have its answers");
      }
      const scenario = toScenarioFile(customer, dependencies, query["name"]);
      return file(`${scenario.name}.json`, scenario);
    }),
  ];
}

function file(name: string, value: unknown): Reply {
  return {
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "-")}"`,
    },
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}
