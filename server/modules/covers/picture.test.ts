import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { examinePicture, PictureRefusedError, scalePicture } from './picture.ts';

const drawn = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  });
const infoOf = async (bytes: Uint8Array) => {
  const { format, width, height } = await sharp(bytes).metadata();
  return { format, width, height };
};

describe('a picture that is kept', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('as it came is a whole %s', async (format) => {
    const bytes = await drawn(90, 160)[format]().toBuffer();
    const picture = await examinePicture(bytes);
    expect(picture).toEqual({ bytes, contentType: `image/${format}`, width: 90, height: 160 });
    expect(picture.bytes).toBe(bytes);
  });

  it.each(['gif', 'avif'] as const)('as WebP was a whole %s', async (format) => {
    const picture = await examinePicture(await drawn(90, 160)[format]().toBuffer());
    expect(picture).toMatchObject({ contentType: 'image/webp', width: 90, height: 160 });
    expect(await infoOf(picture.bytes)).toEqual({ format: 'webp', width: 90, height: 160 });
  });

  it('shows the first frame of a GIF that moves', async () => {
    const frames = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 32, height: 32, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving, { animated: true }).metadata()).pages).toBe(2);
    const { bytes } = await examinePicture(moving);
    const { dominant } = await sharp(bytes).stats();
    expect([dominant.r > 200, dominant.b > 100]).toEqual([true, false]);
  });

  it('is measured as it is looked at', async () => {
    const turned = await drawn(160, 90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await examinePicture(turned)).toMatchObject({ width: 90, height: 160 });
    expect(await infoOf(await scalePicture(() => Promise.resolve(turned), 45))).toEqual({
      format: 'webp',
      width: 45,
      height: 80,
    });
  });
});

describe('what is refused', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="9" height="9"/></svg>';

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['SVG', Buffer.from(svg)],
    ['SVG behind a declaration', Buffer.from(`<?xml version="1.0"?>\n<!-- x -->${svg}`)],
    ['PDF', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj')],
    ['a header alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])('%s', async (_what, bytes) => {
    await expect(examinePicture(bytes)).rejects.toThrow(PictureRefusedError);
  });

  it('TIFF, which libvips could read', async () => {
    await expect(examinePicture(await drawn(90, 160).tiff().toBuffer())).rejects.toThrow(PictureRefusedError);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('a %s that ends too early', async (format) => {
    const whole = await drawn(90, 160)[format]().toBuffer();
    for (const share of [0.3, 0.6, 0.9]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      await expect(examinePicture(cut)).rejects.toThrow(PictureRefusedError);
    }
  });

  it('too many pixels, before they are unpacked', async () => {
    const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(400_000);
    await expect(examinePicture(bomb)).rejects.toThrow('pixel limit');
  });

  it('a side that no cover has', async () => {
    const long = await sharp({ create: { width: 10_001, height: 20, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    await expect(examinePicture(long)).rejects.toThrow('10001 × 20 pixels');
    await expect(examinePicture(await drawn(90, 15).png().toBuffer())).rejects.toThrow('90 × 15 pixels');
  });
});

it('grows no picture', async () => {
  const bytes = await drawn(90, 160).png().toBuffer();
  expect(await infoOf(await scalePicture(() => Promise.resolve(bytes), 720))).toEqual({
    format: 'webp',
    width: 90,
    height: 160,
  });
});
