import { describe, expect, test } from '@jest/globals';
import { checkSamples } from './samples-test-kit.ts';

/** A folder of real exports, which are not ours to hand on. */
const SAMPLES = process.env['CREATORGRAPH_SAMPLES'];

(SAMPLES === undefined ? describe.skip : describe)('every real export', () => {
  test('is read with exactly its figures, nothing left out and nothing added', async () => {
    const { files, figures, violations } = await checkSamples(SAMPLES!);
    expect(violations).toEqual([]);
    expect(files).toBeGreaterThan(0);
    expect(figures).toBeGreaterThan(0);
  });
});
