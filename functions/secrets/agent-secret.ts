import * as z from "zod/mini";
import { secretReader } from "./secret-reader.ts";

const secretSchema = z.object({ secret: z.string().check(z.minLength(1)) });

interface AgentSecretSettings {
  readonly AGENT_SECRET?: string | undefined;
  readonly AGENT_SECRET_ID?: string | undefined;
}

/** What turns are signed with (`AGENT=http`): from its secret in AWS, from the environment on one machine. */
export function agentSecret(settings: AgentSecretSettings): () => Promise<string> {
  const { AGENT_SECRET: secret, AGENT_SECRET_ID: secretId } = settings;
  if (secretId === undefined) return async () => secret ?? "";
  const read = secretReader(secretId, secretSchema);
  return async () => (await read()).secret;
}
