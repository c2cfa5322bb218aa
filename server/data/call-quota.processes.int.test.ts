import { describe, expect, it } from '@jest/globals';
import { TEST_REDIS_URL } from '../testing/call-quotas.ts';
import { createTestDatabase, TEST_DATABASE_URL } from '../testing/database.ts';
import { callFromThree, SCENARIO_LIMIT, type SharedQuota } from '../testing/quota-scenario.ts';

function expectExact({ calls, worst, urgencies, died }: SharedQuota): void {
  expect(worst).toBeLessThanOrEqual(SCENARIO_LIMIT);
  // The window was really filled, and more than once.
  expect(worst).toBeGreaterThan(SCENARIO_LIMIT * 0.8);
  expect(calls).toBeGreaterThan(SCENARIO_LIMIT * 1.5);
  expect(urgencies).toEqual(['BACKGROUND', 'USER']);
  expect(died).toBe(0);
}

describe('three processes that share a quota', () => {
  const onDatabase = TEST_DATABASE_URL === undefined ? it.skip : it;
  const onRedis = TEST_REDIS_URL === undefined ? it.skip : it;

  onDatabase('never send more than the limit in any window, counted in PostgreSQL', async () => {
    const { url, drop } = await createTestDatabase();
    try {
      expectExact(await callFromThree({ sql: url! }));
    } finally {
      await drop();
    }
  });

  onRedis('never send more than the limit in any window, counted in Redis', async () => {
    // With the database beside it where there is one, as in production: all three begin to count at once.
    const test = TEST_DATABASE_URL === undefined ? null : await createTestDatabase();
    try {
      const sql = test?.url;
      expectExact(await callFromThree({ redis: TEST_REDIS_URL!, ...(sql === undefined ? {} : { sql }) }));
    } finally {
      await test?.drop();
    }
  });
});
