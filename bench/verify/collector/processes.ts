import process from 'node:process';
import { createTestDatabase } from '../../../server/testing/database.ts';
import { syncLargeAccount } from '../../../server/testing/large-account-scenario.ts';
import { callFromThree, SCENARIO_LIMIT, type SharedQuota } from '../../../server/testing/quota-scenario.ts';
import { killBetweenAnswerAndStore, raceForRefreshes } from '../../../server/testing/token-scenarios.ts';
import type { Figures } from '../figures.ts';

/** A worker may grow by this while it reads an account of any size. */
const MEMORY_LIMIT_BYTES = 200e6;

/** Proofs that take several processes on servers; without one they are not shown, and so missed. */
export async function checkProcesses(figures: Figures): Promise<void> {
  const hasDatabase = process.env['TEST_DATABASE_URL'] !== undefined;
  const redis = process.env['TEST_REDIS_URL'];
  const onDatabase = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (hasDatabase) await figures.check(what, work);
    else figures.add(what, 'shown', 'not shown: TEST_DATABASE_URL is not set', false);
  };

  await onDatabase('Two workers, 50 expired accounts', async () => {
    const { refreshCalls, served, failures } = await raceForRefreshes();
    const told = [`${String(refreshCalls)} refreshes, ${String(served)} served`, ...failures].join('; ');
    figures.add(
      'Two workers, 50 expired accounts: refreshes that reach TikTok',
      '50, all served',
      told,
      refreshCalls === 50 && served === 100,
    );
  });
  await onDatabase('Killed between answer and store', async () => {
    const { outcome, refreshCallsAfter, status, worksAfterLogin } = await killBetweenAnswerAndStore();
    figures.add(
      'Killed between answer and store: what becomes of the account',
      'recovers or says REAUTHORIZATION_REQUIRED, without a loop',
      `${outcome}, status ${status}, ${String(refreshCallsAfter)} more refresh, works after a login: ${String(worksAfterLogin)}`,
      outcome !== 'OTHER' && refreshCallsAfter <= 1 && worksAfterLogin,
    );
  });
  await onDatabase('Three processes, one quota, in PostgreSQL', async () => {
    const test = await createTestDatabase();
    try {
      addQuota(figures, 'PostgreSQL', await callFromThree({ sql: test.url! }));
    } finally {
      await test.drop();
    }
  });
  if (redis === undefined) {
    figures.add(
      'Three processes, one quota, in Redis',
      'shown',
      'not shown: TEST_REDIS_URL is not set',
      false,
    );
  } else {
    await figures.check('Three processes, one quota, in Redis', async () => {
      addQuota(figures, 'Redis', await callFromThree({ redis }));
    });
  }
  await onDatabase('An account with 10,000 videos', async () => {
    const sync = await syncLargeAccount();
    const { kills, pages, fewestPages, profiles, stored, videos, repeated, grownBytes, peakBytes } = sync;
    figures.add(
      `${String(videos)} videos, ${String(kills)} workers killed: calls`,
      `1 profile, ${String(fewestPages)} pages and at most one more a kill`,
      `${String(profiles)} profile, ${String(pages)} pages`,
      profiles === 1 && pages >= fewestPages && pages <= fewestPages + kills,
    );
    figures.add(
      'The same: what is stored',
      'every video, one snapshot each',
      `${String(stored)} videos, ${String(repeated)} repeated; ${sync.outcome}`,
      stored === videos && repeated === 0 && sync.outcome === 'COMPLETED',
    );
    figures.add(
      'The same: memory that the last worker took for it',
      `≤ ${inMegabytes(MEMORY_LIMIT_BYTES)}`,
      `${inMegabytes(grownBytes)}, ${inMegabytes(peakBytes)} in all`,
      grownBytes <= MEMORY_LIMIT_BYTES,
    );
  });
}

function addQuota(figures: Figures, where: string, { worst, calls, died }: SharedQuota): void {
  figures.add(
    `Three processes, one quota, in ${where}: most calls in any window`,
    `≤ ${String(SCENARIO_LIMIT)}`,
    `${String(worst)} of ${String(calls)}`,
    worst <= SCENARIO_LIMIT && calls > SCENARIO_LIMIT && died === 0,
  );
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
