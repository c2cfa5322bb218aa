import type { Database } from '../../data/database.ts';
import { sql } from '../../data/sql.ts';
import type { ErasureContribution, ErasureServices, ErasureSubject } from '../privacy/erasure-place.ts';
import { columnPlace, tablePlace, userRows, workspaceRows } from '../privacy/erasure-place.ts';

/** People, keys and log of a workspace, and the workspace itself: last, once no connection is left in it. */
export const workspaceErasure: ErasureContribution = {
  of: 'WORKSPACE',
  async relatedIds(database, { id }) {
    const where = { where: { workspaceId: id }, select: { id: true } } as const;
    const { member, apiKey, invitation } = database.prisma;
    return idsOf([member.findMany(where), apiKey.findMany(where), invitation.findMany(where)]);
  },
  places: [
    columnPlace('Session', 'activeWorkspaceId', ({ id }) => sql`"activeWorkspaceId" = ${id}::uuid`),
    workspaceRows('ApiKey'),
    workspaceRows('Member'),
    workspaceRows('Invitation'),
    workspaceRows('AuditEntry'),
    {
      ...tablePlace('Workspace', ({ id }) => sql`"id" = ${id}::uuid`),
      async erase({ database }: ErasureServices, { id }: ErasureSubject): Promise<void> {
        // One that was moved here a moment ago is for the next look.
        await database.prisma.workspace.deleteMany({ where: { id, connections: { none: {} } } });
      },
    },
  ],
};

/**
 * A person. What he made for workspaces stays theirs, without his name; so do the API keys that he made, since they act
 * for a workspace and not for him.
 */
export const personErasure: ErasureContribution = {
  of: 'USER',
  relatedIds: relatedToPerson,
  places: [
    userRows('Session'),
    userRows('Member'),
    tablePlace(
      'Invitation',
      ({ id, email }) => sql`"email" = lower(${email}) OR "acceptedById" = ${id}::uuid`,
    ),
    columnPlace('Invitation', 'invitedById', ({ id }) => sql`"invitedById" = ${id}::uuid`),
    columnPlace('ApiKey', 'createdById', ({ id }) => sql`"createdById" = ${id}::uuid`),
    columnPlace('AuditEntry', 'actorId', ({ id }) => sql`"actorId" = ${id}::uuid`, [
      'actorName',
      'ipAddress',
    ]),
    tablePlace('User', ({ id }) => sql`"id" = ${id}::uuid`),
  ],
};

function relatedToPerson({ prisma }: Database, { id }: ErasureSubject): Promise<string[]> {
  const where = { where: { userId: id }, select: { id: true } } as const;
  return idsOf([prisma.session.findMany(where), prisma.member.findMany(where)]);
}

async function idsOf(queries: Promise<{ id: string }[]>[]): Promise<string[]> {
  return (await Promise.all(queries)).flat().map(({ id }) => id);
}
