/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles. Lambda puts its role's credentials into the
 * environment, always; the SDK's chain for profiles, SSO, processes, web identities and instance metadata would be a
 * third of the webhook's bundle and is never reached.
 */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The function that the SDK's clients call when they are given no credentials. */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: not running in Lambda?");
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  };
}
