import { crc32, deflateSync } from "node:zlib";

const SIZE = 240;
const CENTRE = SIZE / 2;
type Colour = readonly [number, number, number];

const CLOTH: Colour = [224, 228, 232];
const PLATE: Colour = [250, 250, 248];
const CRUST: Colour = [201, 138, 66];
const CHEESE: Colour = [244, 205, 110];
const SALAMI: Colour = [176, 58, 46];

export const PHOTO_TYPE = "image/png";

/** A picture of a pizza on a plate, drawn here: nobody has rights to it, and it needs no file. PNG. */
export function samplePhoto(): Uint8Array {
  const rows = Array.from({ length: SIZE }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: SIZE }, (_, x) => colourAt(x, y)).flat()]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header()),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number): Colour {
  const radius = Math.hypot(x - CENTRE, y - CENTRE);
  if (radius > 112) return CLOTH;
  if (radius > 96) return PLATE;
  if (radius > 84) return CRUST;
  const isSalami = SLICES.some((slice) => Math.hypot(x - slice.x, y - slice.y) < 13);
  return isSalami ? SALAMI : CHEESE;
}

const SLICES = [0, 1, 2, 3, 4, 5, 6].map((index) => {
  const angle = (index * 2 * Math.PI) / 7;
  return { x: CENTRE + 54 * Math.cos(angle), y: CENTRE + 54 * Math.sin(angle) };
});

/** Eight bits for each of red, green and blue. */
function header(): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(SIZE, 0);
  bytes.writeUInt32BE(SIZE, 4);
  bytes.set([8, 2, 0, 0, 0], 8);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
}
