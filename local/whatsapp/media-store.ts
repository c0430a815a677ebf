import { createHash, createHmac, randomBytes, randomInt } from "node:crypto";

const MINUTE = 60_000;
/** How long the address of a file works. */
const ADDRESS_LIFETIME = 5 * MINUTE;
/** How long the id of a received file works. */
const MEDIA_LIFETIME = 7 * 24 * 60 * MINUTE;

export interface Media {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/** The files that customers sent, and the short-lived addresses under which they are downloaded. */
export class MediaStore {
  readonly #now: () => number;
  readonly #secret = randomBytes(32);
  readonly #media = new Map<string, Media>();

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the media id, digits as Meta's are */
  add(bytes: Uint8Array, mimeType: string): string {
    const id = String(randomInt(10 ** 14, 10 ** 14 * 2));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.#media.set(id, { id, bytes, mimeType, sha256, receivedAt: this.#now() });
    return id;
  }

  /** Whether an id is or was that of a file. */
  knows(id: string): boolean {
    return this.#media.has(id);
  }

  /** Undefined for an id that never was, or is more than 7 days old. */
  find(id: string): Media | undefined {
    const media = this.#media.get(id);
    return media !== undefined && this.#now() < media.receivedAt + MEDIA_LIFETIME ? media : undefined;
  }

  /** The query by which a file can be downloaded for the next 5 minutes. */
  ticketFor(media: Media): string {
    const expiresAt = this.#now() + ADDRESS_LIFETIME;
    return String(
      new URLSearchParams({
        mid: media.id,
        ext: String(expiresAt),
        hash: this.#sign(media.id, String(expiresAt)),
      }),
    );
  }

  /** The file that a ticket is for; undefined when it has expired or was never given out. */
  redeem({ mid = "", ext = "", hash = "" }: Readonly<Record<string, string>>): Media | undefined {
    return hash === this.#sign(mid, ext) && this.#now() < Number(ext) ? this.find(mid) : undefined;
  }

  #sign(id: string, expiresAt: string): string {
    return createHmac("sha256", this.#secret).update(`${id} ${expiresAt}`).digest("base64url");
  }
}
