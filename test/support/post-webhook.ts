import { sign } from "../../functions/whatsapp/signature.ts";
import type { System } from "../../local/runtime/system.ts";

export interface PostSettings {
  /** Default: the system's. */
  readonly appSecret?: string;
  /** Over the usual ones; a header that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Posts a webhook as Meta does. Text and bytes go out as they are, anything else as JSON. */
export async function postWebhook(
  system: Pick<System, "addresses" | "environment">,
  body: unknown,
  settings: PostSettings = {},
): Promise<Response> {
  const { appSecret = system.environment.WHATSAPP_APP_SECRET } = settings;
  const bytes = asBytes(body);
  const headers = {
    "content-type": "application/json",
    "x-hub-signature-256": sign(bytes, appSecret),
    ...settings.headers,
  };
  return await fetch(system.addresses.webhook, {
    method: "POST",
    headers: Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
    body: bytes,
  });
}

function asBytes(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new Uint8Array(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
}
