import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFileKey } from '../../data/file-store.ts';
import { newId } from '../../lib/ids.ts';
import {
  IMAGE_WIDTHS,
  imagesPrefix,
  imageUrl,
  isImageKey,
  nearestWidth,
  newImageKey,
  originalFile,
  variantFile,
} from './image-keys.ts';

it('keys are all different and make keys of files under their connection', () => {
  const keys = Array.from({ length: 1_000 }, newImageKey);
  expect(new Set(keys).size).toBe(1_000);
  const id = newId();
  for (const key of keys) {
    expect(isImageKey(key)).toBe(true);
    for (const file of [originalFile(id, key), variantFile(id, key, 180)]) {
      expect([isFileKey(file), file.startsWith(imagesPrefix(id))]).toEqual([true, true]);
    }
  }
});

it('the nearest width is an allowed one, and none is nearer', () => {
  fc.assert(
    fc.property(fc.integer(), (width) => {
      const nearest = nearestWidth(width);
      expect(IMAGE_WIDTHS).toContain(nearest);
      for (const other of IMAGE_WIDTHS) {
        expect(Math.abs(nearest - width)).toBeLessThanOrEqual(Math.abs(other - width));
      }
    }),
  );
  expect([180, 320, 720, 250, 520].map(nearestWidth)).toEqual([180, 320, 720, 320, 720]);
});

it('no address is made where there is no copy', () => {
  expect(imageUrl('https://api.example', null, 320)).toBeNull();
  expect(imageUrl('https://api.example', 'key', 300)).toBe('https://api.example/media/key?w=320');
});
