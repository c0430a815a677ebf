import { createContainer } from "./container.ts";
import { createHandler } from "./create-handler.ts";

export const handler = createHandler(createContainer(process.env));
