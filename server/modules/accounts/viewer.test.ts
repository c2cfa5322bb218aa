import { describe, expect, it } from '@jest/globals';
import { NotFoundError, UnauthenticatedError } from '../../lib/errors.ts';
import { ForbiddenError } from './account.errors.ts';
import type { ApiKeyScope, WorkspaceRole } from './role.ts';
import { authorize, PERMISSIONS, requirePermission, roleIn, workspacesWith } from './viewer.ts';
import type { Permission, Viewer } from './viewer.ts';

const ROLES: WorkspaceRole[] = ['OWNER', 'ADMIN', 'EDITOR', 'ANALYST'];
const SCOPES: ApiKeyScope[] = ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'];

/** Written out rather than derived, so that a change of who may do what shows here. */
const MAY: Record<Permission, { roles: WorkspaceRole[]; scope: ApiKeyScope; requiredRole: WorkspaceRole }> = {
  read: { roles: ['OWNER', 'ADMIN', 'EDITOR', 'ANALYST'], scope: 'READ', requiredRole: 'ANALYST' },
  'connection.connect': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'connection.disconnect': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'connection.import': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'connection.sync': { roles: ['OWNER', 'ADMIN', 'EDITOR'], scope: 'COLLECT', requiredRole: 'EDITOR' },
  'recommendation.generate': {
    roles: ['OWNER', 'ADMIN', 'EDITOR'],
    scope: 'RECOMMEND',
    requiredRole: 'EDITOR',
  },
  'recommendation.update': {
    roles: ['OWNER', 'ADMIN', 'EDITOR'],
    scope: 'RECOMMEND',
    requiredRole: 'EDITOR',
  },
  'connection.move': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'connection.update': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'trend.import': { roles: ['OWNER', 'ADMIN'], scope: 'COLLECT', requiredRole: 'ADMIN' },
  'trend.watch': { roles: ['OWNER', 'ADMIN', 'EDITOR'], scope: 'COLLECT', requiredRole: 'EDITOR' },
  'people.manage': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'apiKey.manage': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'auditLog.read': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'auditLog.readAddresses': { roles: ['OWNER'], scope: 'ADMINISTER', requiredRole: 'OWNER' },
  'workspace.update': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'data.export': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'connection.erase': { roles: ['OWNER', 'ADMIN'], scope: 'ADMINISTER', requiredRole: 'ADMIN' },
  'workspace.erase': { roles: ['OWNER'], scope: 'ADMINISTER', requiredRole: 'OWNER' },
};
const permissions = Object.keys(MAY) as Permission[];

/** Every set of scopes that a key can have, and null: a person. */
const SCOPE_SETS: (ReadonlySet<ApiKeyScope> | null)[] = [
  null,
  ...Array.from(
    { length: 2 ** SCOPES.length },
    (_, bits) => new Set(SCOPES.filter((_scope, place) => (bits & (1 << place)) !== 0)),
  ),
];

function viewerWith(roles: Record<string, WorkspaceRole>, scopes: Viewer['scopes'] = null): Viewer {
  const isPerson = scopes === null;
  return {
    userId: isPerson ? 'somebody' : null,
    apiKeyId: isPerson ? null : 'a key',
    name: 'Test',
    callerKey: 'test',
    ipAddress: null,
    roles: new Map(Object.entries(roles)),
    scopes,
  };
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

it('a refusal names the role that is needed, and higher ones only where there are some', () => {
  const refusal = (permission: Permission) =>
    thrownBy(() => {
      authorize(viewerWith({ ours: 'ANALYST' }), 'ours', permission, null);
    });
  expect(refusal('workspace.erase')).toMatchObject({ message: 'This needs the role OWNER.' });
  expect(refusal('people.manage')).toMatchObject({
    message: 'This needs the role ADMIN or a higher one.',
  });
});

it('the table below names every permission', () => {
  expect(permissions.sort()).toEqual(Object.keys(PERMISSIONS).sort());
});

describe.each(permissions)('%s', (permission) => {
  const { roles, scope, requiredRole } = MAY[permission];

  it.each(ROLES)('is allowed to the role %s only where it should be, with every set of scopes', (role) => {
    for (const scopes of SCOPE_SETS) {
      const viewer = viewerWith({ ours: role }, scopes);
      const hasScope = scopes === null || scopes.has(scope);
      const isAllowed = hasScope && roles.includes(role);
      expect(workspacesWith(viewer, permission)).toEqual(isAllowed ? ['ours'] : []);
      const failure = thrownBy(() => {
        authorize(viewer, 'ours', permission, 'the id');
      });
      if (isAllowed) {
        expect(failure).toBeUndefined();
      } else {
        expect(failure).toBeInstanceOf(ForbiddenError);
        expect(failure).toMatchObject(
          hasScope ? { requiredRole, requiredScope: null } : { requiredRole: null, requiredScope: scope },
        );
      }
    }
  });

  it('needs somebody who is signed in, and of a key the scope', () => {
    expect(() => requirePermission(null, permission)).toThrow(UnauthenticatedError);
    for (const scopes of SCOPE_SETS) {
      const failure = thrownBy(() => requirePermission(viewerWith({}, scopes), permission));
      if (scopes === null || scopes.has(scope)) expect(failure).toBeUndefined();
      else expect(failure).toMatchObject({ code: 'FORBIDDEN', requiredScope: scope });
    }
  });

  it('does not show that a workspace of others exists, whatever the scopes', () => {
    for (const scopes of SCOPE_SETS) {
      const failure = thrownBy(() => {
        authorize(viewerWith({ ours: 'OWNER' }, scopes), 'theirs', permission, 'the id');
      });
      expect(failure).toBeInstanceOf(NotFoundError);
      expect(failure).toMatchObject({ resourceId: 'the id' });
    }
  });

  it('is given in the workspaces of a sufficient role alone', () => {
    const viewer = viewerWith({ OWNER: 'OWNER', ADMIN: 'ADMIN', EDITOR: 'EDITOR', ANALYST: 'ANALYST' });
    expect(workspacesWith(viewer, permission).sort()).toEqual([...roles].sort());
    expect(workspacesWith(viewerWith({}), permission)).toEqual([]);
  });
});

describe('the role in a workspace', () => {
  it('is the one that is held there', () => {
    expect(roleIn(viewerWith({ ours: 'EDITOR', other: 'OWNER' }), 'ours')).toBe('EDITOR');
  });

  it('is a bug to ask for where none is held', () => {
    expect(() => roleIn(viewerWith({ ours: 'OWNER' }), 'theirs')).toThrow('without a role');
  });
});
