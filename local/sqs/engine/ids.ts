import { createHash } from "node:crypto";

/**
 * Ids in the form of UUIDs that come out the same for the same seed, so that a run can be repeated to the letter.
 *
 * @param seed also tells the ids of two engines apart
 */
export function seededIds(seed: string | number): () => string {
  const digest = createHash("sha256").update(String(seed)).digest("hex");
  const prefix = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(12, 15)}-8${digest.slice(15, 18)}`;
  let made = 0;
  return () => {
    made += 1;
    return `${prefix}-${made.toString(16).padStart(12, "0")}`;
  };
}
