import { sql } from '../../data/sql.ts';
import {
  connectionIds,
  type ErasureContribution,
  type ErasurePlace,
  type ErasureServices,
  type ErasureSubject,
  tablePlace,
} from './erasure-place.ts';
import { exportKeyOf, exportsPrefix } from './export-keys.ts';

/** Of a subject, and of the workspaces that it is in: a ZIP of one has what is erased, too. */
const rows = tablePlace(
  'DataExport',
  (
    subject,
  ) => sql`"subjectId" = ANY(${holdersOf(subject)}::uuid[]) OR "callerKey" = ANY(${[...subject.callerKeys]}::text[])
    OR "workspaceId" IN (SELECT "workspaceId" FROM "Member" WHERE "userId" = ${subject.id}::uuid)`,
);

function holdersOf(subject: ErasureSubject): string[] {
  const { id, workspaceId } = subject;
  return [id, ...connectionIds(subject), ...(workspaceId === null ? [] : [workspaceId])];
}

const stored: ErasurePlace = {
  kind: 'FILES',
  name: 'exports',
  async count({ files }, subject) {
    let found = 0;
    for (const holder of holdersOf(subject)) found += await files.count(exportsPrefix(holder));
    return found;
  },
  async erase({ files }, subject) {
    for (const holder of holdersOf(subject)) await files.removeAll(exportsPrefix(holder));
  },
};

/** Rows first: one that is being made and finds its row gone removes its file. */
const places: readonly ErasurePlace[] = [{ ...rows, erase: eraseExports }, stored];

async function eraseExports(
  services: ErasureServices,
  subject: ErasureSubject,
  signal: AbortSignal,
): Promise<void> {
  const { prisma } = services.database;
  const asked = await prisma.dataExport.findMany({
    where: {
      OR: [
        { callerKey: { in: [...subject.callerKeys] } },
        { workspaceId: { in: await workspacesOf(services, subject) } },
      ],
    },
  });
  for (const one of asked) await services.files.remove(exportKeyOf(one));
  await rows.erase(services, subject, signal);
}

async function workspacesOf({ database }: ErasureServices, { id }: ErasureSubject): Promise<string[]> {
  const members = await database.prisma.member.findMany({ where: { userId: id } });
  return members.map(({ workspaceId }) => workspaceId);
}

export const exportsErasure: ErasureContribution = { of: 'CONNECTION', places };

/** Before what leads to them: the memberships. */
export const personExportsErasure: ErasureContribution = { of: 'USER', places };
