import {
  connectionFiles,
  connectionIds,
  connectionRows,
  type ErasureContribution,
  workspaceFiles,
  workspaceRows,
} from '../privacy/erasure-place.ts';
import { uploadsPrefix } from './read-import.job.ts';

export const importsErasure: ErasureContribution = {
  of: 'CONNECTION',
  async relatedIds({ prisma }, subject) {
    const where = { connectionId: { in: connectionIds(subject) } };
    const imports = await prisma.analyticsImport.findMany({ where, select: { id: true } });
    return imports.map(({ id }) => id);
  },
  // The imports first: an attempt at one of them that finds it gone stores nothing more.
  places: [
    ...['AnalyticsImport', 'ImportedAudience', 'ImportedDay', 'ImportedFile'].map(connectionRows),
    connectionFiles('imports', uploadsPrefix),
  ],
};

/** What a workspace imported into its trends. */
export const workspaceImportsErasure: ErasureContribution = {
  of: 'WORKSPACE',
  async relatedIds({ prisma }, subject) {
    const where = { workspaceId: subject.id };
    const imports = await prisma.analyticsImport.findMany({ where, select: { id: true } });
    return imports.map(({ id }) => id);
  },
  // Before the trends, for the same reason.
  places: [
    ...['AnalyticsImport', 'ImportedTrendFile'].map(workspaceRows),
    workspaceFiles('imports', uploadsPrefix),
  ],
};
