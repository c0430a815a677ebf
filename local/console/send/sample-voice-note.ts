/**
 * A voice note that any player takes: two seconds of silence in Ogg Opus, with the words in a comment, where the models'
 * stand-in "hears" them (local/models/script.ts).
 * Formats: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg).
 */
export function sampleVoiceNote(words: string): Uint8Array {
  const packets = Array.from({ length: SILENT_PACKETS }, () => SILENCE);
  return Buffer.concat([
    page({ flags: 0x02, granule: 0, sequence: 0, packets: [opusHead()] }),
    page({ flags: 0, granule: 0, sequence: 1, packets: [opusTags(words)] }),
    page({ flags: 0x04, granule: SILENT_PACKETS * SAMPLES, sequence: 2, packets }),
  ]);
}

export const VOICE_NOTE_TYPE = "audio/ogg; codecs=opus";

/** 20 ms of nothing, as the Opus encoder writes it, and how many samples at 48 kHz they are. */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const SAMPLES = 960;
const SILENT_PACKETS = 100;
/** Any number: it tells streams within one file apart. */
const SERIAL = 0x0b07;
/** What a comment of one page can hold, in bytes, with everything around it. */
const LONGEST_COMMENT = 60_000;

interface Page {
  /** 2: the first of its stream, 4: the last. */
  readonly flags: number;
  readonly granule: number;
  readonly sequence: number;
  readonly packets: readonly Buffer[];
}

function page({ flags, granule, sequence, packets }: Page): Buffer {
  const lacing = packets.flatMap(({ length }) => [
    ...Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const header = Buffer.alloc(27);
  header.write("OggS");
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(lacing.length, 26);
  const whole = Buffer.concat([header, Buffer.from(lacing), ...packets]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}

function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead");
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(48_000, 12);
  return head;
}

function opusTags(words: string): Buffer {
  const comment = Buffer.from(`spoken=${words}`).subarray(0, LONGEST_COMMENT);
  // The zero is padding, which the format allows; to the stand-in it says where the words end.
  return Buffer.concat([
    Buffer.from("OpusTags"),
    sized(Buffer.from("sample")),
    uint32(1),
    sized(comment),
    Buffer.alloc(1),
  ]);
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Ogg's own: polynomial 0x04c11db7, nothing reflected, nothing inverted. */
function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
