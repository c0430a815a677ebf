import type { Business } from "../../functions/businesses/business.ts";
import { examineBusinesses } from "./checks/businesses.ts";
import { examineCartaAI } from "./checks/cartaai.ts";
import {
  examineCartaAIKey,
  examineOtherSecrets,
  examineWhatsAppSecret,
  type WhatsAppSecret,
} from "./checks/secrets.ts";
import { examineAccounts, examineSubscription } from "./checks/subscription.ts";
import { examineToken, type KnownToken } from "./checks/token.ts";
import { examineWebhook } from "./checks/webhook.ts";
import type { Finding } from "./finding.ts";
import type { Patient } from "./patient.ts";

/**
 * Goes through everything that has to be right for a message to reach CartaAI, and leaves out what cannot be looked at
 * because of an earlier finding.
 *
 * @param onFinding told of each at once
 */
export async function examine(
  patient: Patient,
  onFinding: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  const report = (findings: readonly Finding[]) => {
    all.push(...findings);
    for (const finding of findings) onFinding(finding);
  };

  const whatsapp = await examineWhatsAppSecret(patient);
  report(whatsapp.findings);
  const cartaaiKey = await examineCartaAIKey(patient);
  report(cartaaiKey.findings);
  report(await examineOtherSecrets(patient));
  if (whatsapp.result) report(await examineWebhook(whatsapp.result, patient));

  const { findings, result: businesses = [] } = await examineBusinesses(patient);
  report(findings);
  const [first] = businesses;
  if (first && cartaaiKey.result) report(await examineCartaAI(cartaaiKey.result, first, patient));
  await examineMeta(businesses, whatsapp.result, patient, report);
  return all;
}

async function examineMeta(
  businesses: readonly Business[],
  secret: WhatsAppSecret | undefined,
  patient: Patient,
  report: (findings: readonly Finding[]) => void,
): Promise<void> {
  const apps = new Map<string, KnownToken>();
  const accounts = new Set<string>();
  for (const business of businesses) {
    const { findings, result: known } = await examineToken(business, patient);
    report(findings);
    if (known === undefined) continue;
    apps.set(known.appId, known);
    // Restaurants may share an account; one look at it is enough.
    const unseen = known.accounts.filter((account) => !accounts.has(account));
    for (const account of unseen) accounts.add(account);
    report(await examineAccounts({ ...known, accounts: unseen }, patient));
  }
  if (secret === undefined) return;
  for (const known of apps.values()) report(await examineSubscription(known, secret, patient));
}
