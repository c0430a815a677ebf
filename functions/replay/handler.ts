import { createTelemetry } from "../observability/telemetry.ts";
import { createContainer } from "./container.ts";
import { createHandler } from "./create-handler.ts";

export const handler = createHandler({
  replayer: createContainer(process.env),
  telemetry: createTelemetry("replay"),
});
