import { networkFailureOf } from "../http/network-error.ts";
import { WhatsAppError, WhatsAppRetryableError } from "../whatsapp-client/errors.ts";
import type { Sender } from "../whatsapp-client/graph.ts";
import { MediaAddressExpiredError, MediaError, MediaRefusedError, MediaUnavailableError } from "./errors.ts";
import { isMetaAddress } from "./meta-hosts.ts";
import { readBytes } from "./read-bytes.ts";

export interface FetchOptions {
  readonly baseUrl: string;
  readonly sender: Sender;
  readonly token: (sender: Sender) => Promise<string>;
  /** Milliseconds. */
  readonly timeout: number;
  /** Epoch milliseconds by which the file has to be there. */
  readonly deadline?: number;
  readonly clock?: (() => number) | undefined;
  /** Bytes. */
  readonly limit: number;
  /** Whether a content type is one that the file may have. */
  readonly isRight: (contentType: string | null) => boolean;
}

/** More than Meta has ever needed. */
const MAX_REDIRECTS = 3;
const UNTYPED = /^(application|binary)\/octet-stream\b/i;
const EXPIRED = new Set([401, 403, 404, 410]);

/**
 * Downloads from an address of Meta's, with the business's token. Follows redirects, but neither asks a server that is
 * not Meta's nor shows it the token.
 *
 * @throws {MediaError}
 */
export async function fetchMedia(address: URL, options: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
  const left = (options.deadline ?? Number.POSITIVE_INFINITY) - (options.clock ?? Date.now)();
  const timeout = Math.floor(Math.min(options.timeout, left));
  if (timeout < 1) throw new MediaUnavailableError("no time left");
  try {
    const signal = AbortSignal.timeout(timeout);
    const token = await options.token(options.sender);
    const response = await follow(address, token, signal, options.baseUrl);
    return await bytesOf(response, options);
  } catch (error) {
    throw asMediaError(error);
  }
}

async function follow(address: URL, token: string, signal: AbortSignal, baseUrl: string): Promise<Response> {
  let url = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (!isMetaAddress(url, baseUrl)) throw new MediaRefusedError("at an address that is not Meta's");
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, redirect: "manual", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw new MediaRefusedError("redirected too often");
}

async function bytesOf(
  response: Response,
  { limit, isRight }: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { status } = response;
  const type = response.headers.get("content-type");
  // A proxy's page is no voice note, whatever its status; a server that does not say what it sends is believed.
  const isFile = response.ok && (type === null || UNTYPED.test(type) || isRight(type));
  if (isFile) return await readBytes(response, limit);
  await response.body?.cancel();
  if (EXPIRED.has(status)) throw new MediaAddressExpiredError("its address has expired", { status });
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    throw new MediaRefusedError(`answered ${status}`, { status });
  }
  throw new MediaUnavailableError(`answered ${status} without the file`, { status });
}

function asMediaError(cause: unknown): MediaError {
  if (cause instanceof MediaError) return cause;
  if (cause instanceof WhatsAppError && !(cause instanceof WhatsAppRetryableError)) {
    return new MediaRefusedError("there is no access token", { cause });
  }
  return new MediaUnavailableError(networkFailureOf(cause).reason, { cause });
}
