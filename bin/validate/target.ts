import { randomUUID } from "node:crypto";
import type { Scope } from "../../functions/cartaai/routes.ts";
import { startCartaAI } from "../../local/cartaai/server.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import type { Settings } from "./settings.ts";

/** The CartaAI that is checked. */
export interface Target {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly scope: Scope;
  readonly botId: string | undefined;
  readonly agentPrefix: string;
  /** Milliseconds for one call. */
  readonly timeout: number;
  /** Whether it is ours, because none is configured. */
  readonly standIn: boolean;
  close(): Promise<void>;
}

/** The configured CartaAI, or else a stand-in on a free port with a restaurant of its own. */
export async function openTarget(settings: Settings): Promise<Target> {
  const common = {
    agentPrefix: settings.CARTAAI_AGENT_PREFIX,
    timeout: settings.CONVERSATION_API_TIMEOUT * 1000,
  };
  const { CARTAAI_API_BASE_URL: baseUrl, CARTAAI_LOCAL_ID: localId } = settings;
  if (baseUrl !== undefined) {
    return {
      ...common,
      baseUrl,
      apiKey: settings.CARTAAI_API_KEY ?? "",
      scope: { subDomain: settings.CARTAAI_SUBDOMAIN ?? "", ...(localId !== undefined && { localId }) },
      botId: settings.CARTAAI_BOT_ID,
      standIn: false,
      close: async () => undefined,
    };
  }
  const apiKey = `carta_srv_${randomUUID()}`;
  const standIn = await startCartaAI({ port: 0, apiKeys: [apiKey] });
  const [{ subDomain, localId: branch, botId }] = SAMPLE_BUSINESSES;
  return {
    ...common,
    baseUrl: standIn.url,
    apiKey,
    scope: { subDomain, localId: branch },
    botId,
    standIn: true,
    close: standIn.stop,
  };
}

/** The address as it may be shown: one of its parts could be a password. */
export function shownAddress({ baseUrl }: Target): string {
  const url = new URL(baseUrl);
  url.username = "";
  url.password = "";
  return url.href.replace(/\/$/, "");
}
