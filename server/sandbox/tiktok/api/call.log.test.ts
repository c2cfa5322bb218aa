import { expect, test } from '@jest/globals';

import { createCallLog, type NewCall } from './call.log.ts';
import type { Endpoint } from '../endpoints.ts';

const entry = (endpoint: Endpoint): NewCall => ({
  at: 0,
  realAt: 0,
  endpoint,
  status: 200,
  code: 'ok',
});

test('keeps the newest calls, reads on after a sequence, and counts on when it is cleared', () => {
  const log = createCallLog(3);
  const read = (after = 0, endpoint?: Endpoint, limit = 10) =>
    log.read({ after, endpoint, limit }).map(({ sequence }) => sequence);
  for (const endpoint of ['user/info', 'video/list', 'user/info', 'video/list'] as const)
    log.add(entry(endpoint));
  expect(read()).toEqual([2, 3, 4]);
  expect([log.last, log.dropped]).toEqual([4, 1]);
  expect(read(2)).toEqual([3, 4]);
  expect(read(0, 'video/list')).toEqual([2, 4]);
  expect(read(0, undefined, 1)).toEqual([2]);
  log.clear();
  expect(read()).toEqual([]);
  log.add(entry('user/info'));
  expect(read()).toEqual([5]);
  expect([log.last, log.dropped]).toEqual([5, 0]);
});
