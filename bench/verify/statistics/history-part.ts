import { join } from 'node:path';
import process from 'node:process';
import { say } from '../figures.ts';
import { runTest } from '../run-test.ts';
import { CREATORS_VARIABLE } from './creators.ts';
import type { StatisticsPart } from './part.ts';

const ROOT = join(import.meta.dirname, '../../..');
const HISTORIES = 1_000;

/** What is proved by tests on a database: each is run as it stands, and must pass. */
const TESTS = [
  {
    what: `days that are kept up to date, against all snapshots, in ${String(HISTORIES)} random histories`,
    file: 'server/modules/analytics/rollup/rollup.property.int.test.ts',
    needs: null,
  },
  {
    what: 'a million snapshots: reads and writes that do not grow with them',
    file: 'server/modules/analytics/rollup/million.int.test.ts',
    needs: 'TEST_DATABASE_URL',
  },
  {
    what: 'real creators: medians by tier against plain SQL, rankings against a reckoning by hand',
    file: 'server/modules/performance/creators.int.test.ts',
    needs: CREATORS_VARIABLE,
  },
] as const;

export const historyPart: StatisticsPart = {
  name: 'history',
  title: 'History and rankings',
  async measure(figures) {
    for (const { what, file, needs } of TESTS) {
      if (needs !== null && (process.env[needs] ?? '') === '') {
        say(`  not shown without ${needs}: ${what}`);
        // The creators are no part of this repository.
        if (needs !== CREATORS_VARIABLE) figures.add(what, 'shown', 'not shown', false);
        continue;
      }
      const { count, failed } = await runTest(ROOT, file, { CREATORGRAPH_HISTORIES: String(HISTORIES) });
      const passed = `${String(count - failed.length)} of ${String(count)}`;
      figures.add(what, 'every test passes', passed, failed.length === 0);
    }
    return [];
  },
};
