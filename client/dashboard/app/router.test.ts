/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { parseRoute, toPath } from './router.tsx';
import type { Route } from './router.tsx';

test.each<Exclude<Route, { page: 'unknown' }>>([
  { page: 'accounts' },
  { page: 'account', id: 'VGlr/VG9r+Q==', runId: null },
  { page: 'account', id: 'a', runId: 'UnVu/OjE+=&' },
])('the path of %j leads back to it', (route) => {
  expect(parseRoute(new URL(toPath(route), 'http://localhost'))).toEqual(route);
});

test.each(['/tiktok/nothing', '/tiktok/accounts', '/tiktok/accounts/a/b'])('%s is no page', (path) => {
  expect(parseRoute(new URL(path, 'http://localhost'))).toEqual({ page: 'unknown' });
});
