import * as z from "zod/mini";

/** Who answers customers: the bot of this project, one that is reached over HTTP, or nobody (transcript only). */
export const AGENTS = ["builtin", "http", "none"] as const;

/** `AGENT` */
export const agentSetting = z._default(z.enum(AGENTS, "expected builtin, http or none"), "builtin");
