import { crc32, deflateSync } from 'node:zlib';

import sharp from 'sharp';

export const IMAGE_FORMATS = ['jpeg', 'webp', 'png'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** Draws an SVG of the sandbox's own. */
export function draw(svg: string, format: ImageFormat): Promise<Buffer> {
  const image = sharp(Buffer.from(svg)).flatten();
  // The least effort: sizes do not matter here, and thousands of covers are drawn in a simulation.
  if (format === 'webp') return image.webp({ effort: 0 }).toBuffer();
  return format === 'png' ? image.png({ compressionLevel: 1 }).toBuffer() : image.jpeg().toBuffer();
}

/** An SVG that runs a script and reads a file where it is let. */
export const HOSTILE_SVG = `<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="360" height="640"><script>alert(document.domain)</script><text y="20">&file;</text></svg>
`;

const BOMB_SIDE = 20_000;
let bomb: Buffer | undefined;

/** A PNG of 20,000 × 20,000 black pixels, which takes 50 kB (W3C PNG, third edition). */
export function drawBomb(): Buffer {
  if (bomb !== undefined) return bomb;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(BOMB_SIDE, 0);
  header.writeUInt32BE(BOMB_SIDE, 4);
  // One bit a pixel, grey.
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((Math.ceil(BOMB_SIDE / 8) + 1) * BOMB_SIDE);
  bomb = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return bomb;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
