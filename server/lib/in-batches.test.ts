import { expect, it } from '@jest/globals';
import { inBatches } from './in-batches.ts';

it('works on what came meanwhile together, in order', async () => {
  const batches: number[][] = [];
  const store = inBatches(async (items: readonly number[]) => {
    batches.push([...items]);
    await Promise.resolve();
  });
  await Promise.all(Array.from({ length: 1_002 }, (_, item) => store(item)));
  expect(batches.map((batch) => batch.length)).toEqual([1, 500, 500, 1]);
  expect(batches.flat()).toEqual(Array.from({ length: 1_002 }, (_, item) => item));
  await store(7);
  expect(batches.at(-1)).toEqual([7]);
});

it('rejects those of a batch that failed, and goes on', async () => {
  let fails = true;
  const store = inBatches(async () => {
    await Promise.resolve();
    if (fails) throw new Error('away');
  });
  await expect(store(1)).rejects.toThrow('away');
  fails = false;
  await expect(store(2)).resolves.toBeUndefined();
});
