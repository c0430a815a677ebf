import { bearerTokenOf, type Call } from "../http/call.ts";
import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import { GraphError } from "./graph-error.ts";
import { appToken, type MetaApp } from "./meta-app.ts";
import type { WhatsAppOperation } from "./operations.ts";

/**
 * What the Graph API tells about a token, an app's webhooks and an account's apps.
 * Shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/permissions,
 * https://developers.facebook.com/docs/graph-api/reference/app/subscriptions,
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks
 *
 * @param tokens of the businesses
 */
export function appRoutes(app: () => MetaApp, tokens: readonly string[]): Route<WhatsAppOperation>[] {
  return [
    route("debugToken", "GET", "/{version}/debug_token", ({ query }) => {
      const { id, scopes, tokensExpireAt, accountId } = app();
      const valid = tokens.includes(query["input_token"] ?? "");
      const granted = scopes.filter((scope) => scope.startsWith("whatsapp_"));
      return json(200, {
        data: {
          app_id: id,
          type: "SYSTEM_USER",
          is_valid: valid,
          expires_at: tokensExpireAt,
          scopes: valid ? scopes : [],
          granular_scopes: granted.map((scope) => ({ scope, target_ids: [accountId] })),
        },
      });
    }),
    route("readSubscriptions", "GET", "/{version}/{appId}/subscriptions", (call) => {
      const { id, secret, subscription } = app();
      assertAppToken(call, { id, secret });
      if (call.parameters.appId !== id) throw new GraphError(100, { subcode: 33 });
      if (subscription === undefined) return json(200, { data: [] });
      const { callbackUrl, fields } = subscription;
      const entry = {
        object: "whatsapp_business_account",
        callback_url: callbackUrl,
        active: true,
        fields: fields.map((name) => ({ name, version: "v25.0" })),
      };
      return json(200, { data: [entry] });
    }),
    route("readSubscribedApps", "GET", "/{version}/{accountId}/subscribed_apps", ({ parameters }) => {
      const { id, accountId, receivesAccount } = app();
      if (parameters.accountId !== accountId) throw new GraphError(100, { subcode: 33 });
      const entry = { whatsapp_business_api_data: { id, name: "Conversation Bridge" } };
      return json(200, { data: receivesAccount ? [entry] : [] });
    }),
  ];
}

function assertAppToken(call: Call, app: Pick<MetaApp, "id" | "secret">): void {
  if (bearerTokenOf(call) !== appToken(app)) {
    throw new GraphError(100, { details: "This method must be called with an app access_token." });
  }
}
