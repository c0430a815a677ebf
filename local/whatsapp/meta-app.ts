/** The Meta app that receives webhooks, and the WhatsApp Business Account whose numbers it serves. */
export interface MetaApp {
  readonly id: string;
  readonly secret: string;
  /** The WhatsApp Business Account. */
  readonly accountId: string;
  /** What its tokens may do. */
  readonly scopes: readonly string[];
  /** Epoch seconds at which its tokens end; 0 for never, as Meta has it. */
  readonly tokensExpireAt: number;
  /** Where its webhooks are sent, and which fields of them; undefined before somebody has said. */
  readonly subscription: AppSubscription | undefined;
  /** Whether the account sends its webhooks to this app. */
  readonly receivesAccount: boolean;
}

export interface AppSubscription {
  readonly callbackUrl: string;
  readonly fields: readonly string[];
}

/** An app that is set up as `docs/deploy.md` says, but for its callback. */
export const SAMPLE_APP: MetaApp = {
  id: "600000000000001",
  secret: "local-app-secret",
  accountId: "102290129340398",
  scopes: ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"],
  tokensExpireAt: 0,
  subscription: undefined,
  receivesAccount: true,
};

/** What an app authenticates itself with where no business is concerned. */
export function appToken({ id, secret }: Pick<MetaApp, "id" | "secret">): string {
  return `${id}|${secret}`;
}
