/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { parseRoute, toPath } from './router.tsx';
import type { Route } from './router.tsx';

test.each<Exclude<Route, { page: 'unknown' }>>([
  { page: 'accounts' },
  { page: 'people' },
  { page: 'account', id: 'VGlr/VG9r+Q==', runId: null },
  { page: 'account', id: 'a', runId: 'UnVu/OjE+=&' },
  { page: 'erasure', receipt: 'a-_/b' },
  { page: 'invitation', token: 'a-_/b' },
])('the path of %j leads back to it', (route) => {
  expect(parseRoute(new URL(toPath(route), 'http://localhost'))).toEqual(route);
});

test.each([
  '/tiktok/nothing',
  '/tiktok/accounts',
  '/tiktok/people/a',
  '/tiktok/accounts/a/b',
  '/tiktok/erasure',
  '/tiktok/erasure/a#b',
])('%s is no page', (path) => {
  expect(parseRoute(new URL(path, 'http://localhost'))).toEqual({ page: 'unknown' });
});

test.each<Exclude<Route, { page: 'unknown' }>>([
  { page: 'erasure', receipt: 'secret' },
  { page: 'invitation', token: 'secret' },
])('the secret of %j is no part of what is sent to the server', (route) => {
  const { pathname, search } = new URL(toPath(route), 'http://localhost');
  expect(pathname + search).not.toContain('secret');
});
