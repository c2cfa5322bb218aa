import process from 'node:process';
import { fuzzImports } from '../../../server/modules/imports/reading/import-fuzz-test-kit.ts';
import { checkSamples } from '../../../server/modules/imports/reading/samples-test-kit.ts';
import type { Figures } from '../figures.ts';

const RUNS = 1_000;

/** What is read of TikTok's exports: real ones, where CREATORGRAPH_SAMPLES names their folder, and damaged ones. */
export async function checkImports(figures: Figures): Promise<void> {
  const samples = process.env['CREATORGRAPH_SAMPLES'] ?? null;
  if (samples === null) {
    figures.add('Real exports', 'shown', 'not shown: CREATORGRAPH_SAMPLES is not set', false);
  } else {
    await figures.check('Real exports', async () => {
      const { files, figures: read, violations } = await checkSamples(samples);
      figures.add(
        'Real exports: figures that differ from the files',
        '0',
        [
          `${String(violations.length)} of ${String(read)} in ${String(files)} files`,
          ...violations.slice(0, 3),
        ].join('; '),
        violations.length === 0 && files > 0,
      );
    });
  }
  await figures.check('Damaged exports', async () => {
    const { runs, refused, partial, whole, violations } = await fuzzImports({ seed: 1, runs: RUNS, samples });
    figures.add(
      'Damaged exports: crashes, hangs, wrong figures',
      `0 of ${String(RUNS)}`,
      [
        `${String(violations.length)} of ${String(runs)} (${String(refused)} refused, ${String(partial)} in part, ${String(whole)} whole)`,
        ...violations.slice(0, 3),
      ].join('; '),
      violations.length === 0 && runs === RUNS,
    );
  });
}
