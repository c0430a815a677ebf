/** The account that the stand-ins pretend to be in. They check neither keys nor region. */
export const LOCAL_ACCOUNT = {
  id: "000000000000",
  region: "us-east-1",
  accessKeyId: "local",
  secretAccessKey: "local",
} as const;

/** Settings of an AWS client that talks to a stand-in at the address. */
export function clientSettings(endpoint: string) {
  const { region, accessKeyId, secretAccessKey } = LOCAL_ACCOUNT;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}
