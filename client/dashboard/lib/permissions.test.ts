/** @jest-environment node */
import { expect, test } from '@jest/globals';
import type { ApiKeyScope, ViewerQuery, WorkspaceRole } from '../../sdk/index.ts';
import {
  mayAdminister,
  mayChangeMember,
  mayEraseWorkspace,
  mayManageAccounts,
  mayWatchTrends,
  rolesUpTo,
} from './permissions.ts';

type Viewer = NonNullable<ViewerQuery['viewer']>;

const PERSON: Viewer = { user: { id: 'u', name: 'Ada' }, apiKey: null, workspaces: [] };
const key = (scopes: ApiKeyScope[]): Viewer => ({
  user: null,
  apiKey: { id: 'k', name: 'k', prefix: 'cg_', role: 'OWNER', scopes },
  workspaces: [],
});

test.each<[WorkspaceRole, boolean, boolean, boolean]>([
  ['OWNER', true, true, true],
  ['ADMIN', true, false, true],
  ['EDITOR', false, false, true],
  ['ANALYST', false, false, false],
])('what %s is offered', (role, administers, erases, watches) => {
  expect(mayAdminister(PERSON, { role })).toBe(administers);
  expect(mayManageAccounts(PERSON, { role })).toBe(administers);
  expect(mayEraseWorkspace(PERSON, { role })).toBe(erases);
  expect(mayWatchTrends(PERSON, { role })).toBe(watches);
});

test('a key needs the scope beside the role', () => {
  const role = 'OWNER';
  expect(mayAdminister(key(['ADMINISTER']), { role })).toBe(true);
  expect(mayEraseWorkspace(key(['READ', 'COLLECT']), { role })).toBe(false);
  expect(mayManageAccounts(key(['COLLECT']), { role })).toBe(true);
  expect(mayManageAccounts(key(['READ']), { role })).toBe(false);
  expect(mayWatchTrends(key(['COLLECT']), { role })).toBe(true);
  expect(mayWatchTrends(key(['READ']), { role })).toBe(false);
});

test('what concerns owners takes an owner', () => {
  expect(mayChangeMember('ADMIN', 'OWNER')).toBe(false);
  expect(mayChangeMember('OWNER', 'OWNER')).toBe(true);
  expect(mayChangeMember('ADMIN', 'ADMIN')).toBe(true);
  expect(mayChangeMember('EDITOR', 'ANALYST')).toBe(false);
  expect(rolesUpTo('ADMIN')).toEqual(['ANALYST', 'EDITOR', 'ADMIN']);
});
