import type { Business } from "../businesses/business.ts";
import { describeError } from "../observability/describe-error.ts";
import type { IdentityChange, InboundItem, InboundMessage } from "../whatsapp/inbound.ts";
import type { WebhookDependencies } from "./dependencies.ts";

/** What concerns a conversation, with the business whose conversation it is. */
export interface Addressed {
  readonly item: InboundMessage | IdentityChange;
  readonly business: Business;
}

export interface FoundBusinesses {
  /** In the items' order. */
  readonly addressed: readonly Addressed[];
  /** Why some businesses could not be looked up. Their items are not among the addressed ones. */
  readonly failures: readonly unknown[];
}

/**
 * Finds the business of everything that concerns a conversation. What was sent to a number that nobody has registered is
 * left out, with a log line and a metric.
 */
export async function findBusinesses(
  items: readonly InboundItem[],
  correlationId: string,
  dependencies: WebhookDependencies,
): Promise<FoundBusinesses> {
  const relevant = items.filter((item) => item.kind === "message" || item.kind === "identity-change");
  const businesses = new Map<string, Business>();
  const failures: unknown[] = [];
  await Promise.all(
    [...Map.groupBy(relevant, ({ phoneNumberId }) => phoneNumberId)].map(
      async ([phoneNumberId, concerned]) => {
        try {
          const business = await lookUp(phoneNumberId, concerned.length, correlationId, dependencies);
          if (business !== undefined) businesses.set(phoneNumberId, business);
        } catch (error) {
          failures.push(error);
          dependencies.telemetry.error("A business could not be looked up", {
            ...describeError(error),
            phoneNumberId,
            correlationId,
          });
        }
      },
    ),
  );
  const addressed = relevant.flatMap((item) => {
    const business = businesses.get(item.phoneNumberId);
    return business === undefined ? [] : [{ item, business }];
  });
  return { addressed, failures };
}

/** @param concerned how many items were sent to the number */
async function lookUp(
  phoneNumberId: string,
  concerned: number,
  correlationId: string,
  { findBusiness, telemetry }: WebhookDependencies,
): Promise<Business | undefined> {
  const business = await findBusiness(phoneNumberId);
  if (business === undefined) {
    telemetry.error("No business is registered for a phone number id", { phoneNumberId, correlationId });
    telemetry.count("UnknownBusiness", concerned);
  } else {
    telemetry.info(`Handling message for business: ${business.name} (subdomain: ${business.subDomain})`, {
      correlationId,
    });
  }
  return business;
}
