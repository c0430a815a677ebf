import type { Business } from "../../../functions/businesses/business.ts";
import { createTransport } from "../../../functions/cartaai/transport.ts";
import { validationSteps } from "../../validate/steps.ts";
import type { Target } from "../../validate/target.ts";
import { takeSteps } from "../../validate/walk.ts";
import { type Finding, failed } from "../finding.ts";
import type { Patient } from "../patient.ts";

/** Asks CartaAI for the conversation of somebody that nobody is: changes nothing there, unlike `npm run validate`. */
export async function examineCartaAI(
  apiKey: string,
  { subDomain, localId, botId }: Business,
  { settings }: Patient,
): Promise<readonly Finding[]> {
  const target: Target = {
    baseUrl: settings.CARTAAI_API_BASE_URL,
    apiKey,
    scope: { subDomain, ...(localId !== undefined && { localId }) },
    botId,
    agentPrefix: settings.CARTAAI_AGENT_PREFIX,
    timeout: settings.CONVERSATION_API_TIMEOUT * 1000,
    standIn: false,
    close: async () => undefined,
  };
  const { baseUrl, agentPrefix, timeout } = target;
  const call = createTransport({ baseUrl, apiKey: async () => apiKey, agentPrefix, timeout });
  const [answers, accepted] = validationSteps(target, call);
  if (answers === undefined || accepted === undefined)
    throw new Error("the validation has lost its first steps");
  const results = await takeSteps([answers, accepted], target, () => undefined);
  return results
    .filter(({ status }) => status !== "skipped")
    .map(({ name, status, detail, advice = "" }) =>
      status === "failed" ? failed(name, detail, advice) : { name, status: "ok", detail },
    );
}
