import * as z from "zod/mini";
import { SUBSCRIBED_FIELDS } from "../../../lib/resources.ts";
import { explainGraphProblem } from "../../graph/explain-problem.ts";
import { GraphProblem, parseAnswer } from "../../graph/graph-reader.ts";
import { type Finding, failed, ok } from "../finding.ts";
import type { Patient } from "../patient.ts";
import type { WhatsAppSecret } from "./secrets.ts";
import type { KnownToken } from "./token.ts";

/** https://developers.facebook.com/docs/graph-api/reference/app/subscriptions */
const subscriptionsSchema = z.object({
  data: z.array(
    z.object({
      object: z.string(),
      callback_url: z.optional(z.string()),
      active: z.optional(z.boolean()),
      fields: z._default(z.array(z.object({ name: z.string() })), []),
    }),
  ),
});
type Subscription = z.infer<typeof subscriptionsSchema>["data"][number];

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks */
const subscribedAppsSchema = z.object({
  data: z.array(z.object({ whatsapp_business_api_data: z.object({ id: z.string() }) })),
});

const SETTINGS = "Meta app → WhatsApp → Configuration → Webhook";

/** Whether the Meta app sends its webhooks here, with all fields that are used. Proves the app secret on the way. */
export async function examineSubscription(
  { appId }: KnownToken,
  { appSecret }: WhatsAppSecret,
  { settings, graph }: Patient,
): Promise<readonly Finding[]> {
  const name = "The Meta app sends its webhooks here";
  try {
    const answer = await graph(`${appId}/subscriptions`, `${appId}|${appSecret}`);
    const { data } = parseAnswer(subscriptionsSchema, answer);
    const found = data.find(({ object }) => object === "whatsapp_business_account");
    return describeSubscription(name, found, settings.WEBHOOK_URL);
  } catch (error) {
    if (error instanceof GraphProblem && isRefusal(error)) {
      const detail = `app ${appId} does not accept the app secret (HTTP ${error.status})`;
      const fix = "Meta app → App settings → Basic shows it; put it into the secret as appSecret.";
      return [failed("The app secret is the Meta app's", detail, fix)];
    }
    const { problem, fix } = explainGraphProblem(error);
    return [failed(name, problem, fix)];
  }
}

function describeSubscription(name: string, found: Subscription | undefined, webhookUrl: string): Finding[] {
  const right = ok("The app secret is the Meta app's");
  if (found === undefined || found.active === false) {
    return [
      right,
      failed(name, "it sends none", `${SETTINGS}: callback URL ${webhookUrl}, and the verify token.`),
    ];
  }
  const callback =
    found.callback_url === webhookUrl
      ? ok(name)
      : failed(name, `it sends them to ${found.callback_url}`, `${SETTINGS}: callback URL ${webhookUrl}`);
  const missing = SUBSCRIBED_FIELDS.filter((field) => !found.fields.some((each) => each.name === field));
  const fields =
    missing.length === 0
      ? ok("All fields are subscribed", SUBSCRIBED_FIELDS.join(", "))
      : failed(
          "All fields are subscribed",
          `missing: ${missing.join(", ")}`,
          `${SETTINGS} → fields → Subscribe`,
        );
  return [right, callback, fields];
}

function isRefusal({ status }: GraphProblem): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

/** Whether each WhatsApp account that the token manages hands its webhooks to the app. */
export async function examineAccounts(
  { token, appId, accounts }: KnownToken,
  { graph, settings }: Patient,
): Promise<readonly Finding[]> {
  return await Promise.all(
    accounts.map(async (account) => {
      const name = `WhatsApp account ${account} hands its webhooks to the app`;
      try {
        const { data } = parseAnswer(subscribedAppsSchema, await graph(`${account}/subscribed_apps`, token));
        if (data.some(({ whatsapp_business_api_data: app }) => app.id === appId)) return ok(name);
        const edge = `${settings.WHATSAPP_GRAPH_VERSION}/${account}/subscribed_apps`;
        const fix = `curl -X POST https://graph.facebook.com/${edge} -H "Authorization: Bearer $TOKEN"`;
        return failed(name, `app ${appId} is not among its apps`, fix);
      } catch (error) {
        const { problem, fix } = explainGraphProblem(error);
        return failed(name, problem, fix);
      }
    }),
  );
}
