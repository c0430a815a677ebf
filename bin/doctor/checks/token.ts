import * as z from "zod/mini";
import type { Business } from "../../../functions/businesses/business.ts";
import { tokenSecretSchema } from "../../business/token-secrets.ts";
import { onOneLine } from "../../command-line/format-table.ts";
import { explainGraphProblem } from "../../graph/explain-problem.ts";
import { parseAnswer } from "../../graph/graph-reader.ts";
import { readPhoneNumber } from "../../graph/read-phone-number.ts";
import { type Finding, failed, ok, warning } from "../finding.ts";
import type { Examined, Patient } from "../patient.ts";
import { readSecret } from "./secrets.ts";

/** A business's token, and what it leads to. */
export interface KnownToken {
  readonly token: string;
  readonly appId: string;
  /** The WhatsApp Business Accounts that it may manage. */
  readonly accounts: readonly string[];
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/permissions */
const NEEDED = ["whatsapp_business_messaging", "whatsapp_business_management"];

const debugSchema = z.object({
  data: z.object({
    app_id: z.string(),
    expires_at: z._default(z.number(), 0),
    scopes: z._default(z.array(z.string()), []),
    granular_scopes: z._default(
      z.array(z.object({ scope: z.string(), target_ids: z.optional(z.array(z.string())) })),
      [],
    ),
  }),
});

/** Whether a business's token is there, good for its number, may do what is needed, and lasts. */
export async function examineToken(business: Business, patient: Patient): Promise<Examined<KnownToken>> {
  const whose = onOneLine(business.name);
  const there = await readToken(business, whose, patient);
  const token = there.result;
  if (token === undefined) return { findings: there.findings, result: undefined };
  try {
    const { displayed } = await readPhoneNumber(patient.graph, business.phoneNumberId, token);
    const accepted = ok(`Meta accepts the token of ${whose}`, displayed);
    const { data } = parseAnswer(
      debugSchema,
      await patient.graph("debug_token", token, { input_token: token }),
    );
    const accounts = data.granular_scopes
      .filter(({ scope }) => scope === "whatsapp_business_management")
      .flatMap(({ target_ids }) => target_ids ?? []);
    return {
      findings: [
        ...there.findings,
        accepted,
        permissions(whose, data.scopes),
        expiry(whose, data.expires_at),
      ],
      result: { token, appId: data.app_id, accounts },
    };
  } catch (error) {
    const { problem, fix } = explainGraphProblem(error);
    const refused = failed(`Meta accepts the token of ${whose}`, problem, fix);
    return { findings: [...there.findings, refused], result: undefined };
  }
}

async function readToken(
  { tokenSecretId, phoneNumberId }: Business,
  whose: string,
  patient: Patient,
): Promise<Examined<string>> {
  const name = `The token of ${whose} is there`;
  if (tokenSecretId !== undefined) {
    const value = '{"token":"…"}';
    const { findings, result } = await readSecret(name, tokenSecretId, tokenSecretSchema, value, patient);
    return { findings, result: result?.token };
  }
  const { WHATSAPP_TOKEN: shared } = patient.settings;
  if (shared !== undefined) return { findings: [ok(name, "WHATSAPP_TOKEN")], result: shared };
  const fix = `npm run business -- token --phone-number-id ${phoneNumberId} --token-file FILE`;
  return {
    findings: [warning(name, "none: messages arrive, and nobody can answer them", fix)],
    result: undefined,
  };
}

function permissions(whose: string, scopes: readonly string[]): Finding {
  const name = `The token of ${whose} may send and manage`;
  const missing = NEEDED.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return ok(name);
  return failed(
    name,
    `it lacks ${missing.join(" and ")}`,
    "Make a system user's token with both permissions.",
  );
}

/** @param at epoch seconds; 0 for never */
function expiry(whose: string, at: number): Finding {
  const name = `The token of ${whose} does not expire`;
  if (at === 0) return ok(name);
  const day = new Date(at * 1000).toISOString().slice(0, 10);
  const fix = "A system user's token can be made without expiry; npm run business -- token stores it.";
  return warning(name, `it ends on ${day}`, fix);
}
