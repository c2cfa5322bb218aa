import { expect, it } from '@jest/globals';
import { TEST_DATABASE_URL } from '../../testing/database.ts';
import { killBetweenAnswerAndStore, raceForRefreshes } from '../../testing/token-scenarios.ts';

// The embedded database serves one process.
const onServer = TEST_DATABASE_URL === undefined ? it.skip : it;

onServer('two processes refresh 50 expired accounts with 50 calls', async () => {
  expect(await raceForRefreshes()).toEqual({
    accounts: 50,
    processes: 2,
    refreshCalls: 50,
    served: 100,
    failures: [],
  });
});

onServer(
  'an account whose new pair died with its process says that it must be authorized again, once',
  async () => {
    expect(await killBetweenAnswerAndStore()).toEqual({
      outcome: 'REAUTHORIZATION_REQUIRED',
      refreshCallsAfter: 1,
      status: 'REAUTHORIZATION_REQUIRED',
      statusReason: 'invalid_grant',
      worksAfterLogin: true,
    });
  },
);
