import { crc32, deflateSync } from 'node:zlib';

import { createRandom } from './world/random.ts';

const GRADIENT_STEPS = 224;

/** A cover: a diagonal gradient in two hues of `name`'s own, a disc and a play mark. Deterministic. */
export function drawCover(name: string, width: number, height: number): Buffer {
  const random = createRandom(name, 'cover');
  const palette = createPalette(random() * 360, random() * 360);
  const discX = width * (0.25 + 0.5 * random());
  const discY = height * (0.2 + 0.6 * random());
  const discRadius = Math.min(width, height) * (0.22 + 0.2 * random());
  const mark = Math.min(width, height) * 0.09;
  return encodePng(width, height, palette, (x, y) => {
    const fromCentre = x - width / 2 + mark;
    const inMark = fromCentre >= 0 && Math.abs(y - height / 2) <= mark - fromCentre / 2;
    if (inMark) return 255;
    const step = Math.floor(((x / width + y / height) / 2) * (GRADIENT_STEPS - 1));
    const inDisc = (x - discX) ** 2 + (y - discY) ** 2 <= discRadius ** 2;
    return inDisc ? GRADIENT_STEPS + Math.floor(step / 8) : step;
  });
}

/** An avatar: a mirrored 5 × 5 pattern on a gradient. Deterministic. */
export function drawAvatar(name: string, size: number): Buffer {
  const random = createRandom(name, 'avatar');
  const hue = random() * 360;
  const palette = createPalette(hue, hue + 60);
  const cells = Array.from({ length: 15 }, () => random() < 0.5);
  return encodePng(size, size, palette, (x, y) => {
    const column = Math.floor((x / size) * 7) - 1;
    const row = Math.floor((y / size) * 7) - 1;
    const inside = column >= 0 && column < 5 && row >= 0 && row < 5;
    if (inside && cells[row * 3 + Math.min(column, 4 - column)]) return 255;
    return Math.floor(((x + y) / (2 * size)) * (GRADIENT_STEPS - 1));
  });
}

/** 224 steps between the hues, 28 lighter ones for the disc, white at the end. */
function createPalette(fromHue: number, toHue: number): Buffer {
  const palette = Buffer.alloc(256 * 3, 255);
  for (let index = 0; index < GRADIENT_STEPS + 28; index += 1) {
    const share = index < GRADIENT_STEPS ? index / GRADIENT_STEPS : (index - GRADIENT_STEPS) / 28;
    const lightness = index < GRADIENT_STEPS ? 0.42 : 0.62;
    palette.set(toRgb(fromHue + (toHue - fromHue) * share, 0.55, lightness), index * 3);
  }
  return palette;
}

function toRgb(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

/** An 8-bit palette PNG (W3C PNG, third edition); `pixel` gives the palette index. */
function encodePng(
  width: number,
  height: number,
  palette: Buffer,
  pixel: (x: number, y: number) => number,
): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * (width + 1) + 1;
    for (let x = 0; x < width; x += 1) rows[row + x] = pixel(x, y);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
