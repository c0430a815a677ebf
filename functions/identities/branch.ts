/**
 * A restaurant's branch: what a conversation belongs to besides its person. CartaAI scopes conversations by `localId`,
 * so somebody who writes to two branches has two.
 */
export function branchOf({
  subDomain,
  localId,
}: {
  readonly subDomain: string;
  readonly localId?: string | undefined;
}) {
  return localId === undefined ? subDomain : `${subDomain}:${localId}`;
}
