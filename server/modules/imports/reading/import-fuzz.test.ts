import { expect, test } from '@jest/globals';
import { fuzzImports } from './import-fuzz-test-kit.ts';

/** Real exports, where there are any. */
const SAMPLES = process.env['CREATORGRAPH_SAMPLES'] ?? null;

test('damaged files are refused with a reason or read in part, never with a wrong figure', async () => {
  const report = await fuzzImports({ seed: 1, runs: 250, samples: SAMPLES });
  expect(report.violations).toEqual([]);
  // Damage that only ever refused, or never, would prove nothing.
  expect(report.refused).toBeGreaterThan(50);
  expect(report.partial).toBeGreaterThan(50);
  expect(report.figures).toBeGreaterThan(1_000);
});
