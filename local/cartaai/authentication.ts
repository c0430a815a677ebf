import { bearerTokenOf, type Call } from "../http/call.ts";
import { Refusal } from "./envelope.ts";

const SERVICE_KEY = /^carta_(?:srv|ext|prt)_/;

export interface AccessRules {
  readonly apiKeys: readonly string[];
  /** Lets GET requests in that carry no key at all; a wrong key is refused all the same. */
  readonly readsWithoutKey: boolean;
}

/**
 * Service keys are accepted in X-Service-API-Key alone, any other key as a bearer token alone.
 *
 * @throws {Refusal} 401
 */
export function authorise(call: Call, { apiKeys, readsWithoutKey }: AccessRules): void {
  const serviceKey = call.headers["x-service-api-key"];
  const token = bearerTokenOf(call);
  if (readsWithoutKey && call.method === "GET" && !serviceKey && !call.headers.authorization) return;
  const asService =
    typeof serviceKey === "string" && SERVICE_KEY.test(serviceKey) && apiKeys.includes(serviceKey);
  const asBearer = token !== undefined && !SERVICE_KEY.test(token) && apiKeys.includes(token);
  if (!asService && !asBearer) throw new Refusal(401, "Unauthorized");
}
