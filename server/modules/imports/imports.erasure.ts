import {
  type ConnectionSubject,
  connectionRows,
  type ErasureContribution,
  type ErasureServices,
} from '../privacy/erasure-place.ts';
import { uploadsPrefix } from './read-import.job.ts';

export const importsErasure: ErasureContribution = {
  async relatedIds({ prisma }, connectionId) {
    const imports = await prisma.analyticsImport.findMany({ where: { connectionId }, select: { id: true } });
    return imports.map(({ id }) => id);
  },
  // The imports first: an attempt at one of them that finds it gone stores nothing more.
  places: [
    ...['AnalyticsImport', 'ImportedAudience', 'ImportedDay', 'ImportedFile'].map(connectionRows),
    { kind: 'FILES', name: 'imports', count: countFiles, erase: eraseFiles },
  ],
};

function countFiles({ files }: ErasureServices, { connectionId }: ConnectionSubject): Promise<number> {
  return files.count(uploadsPrefix(connectionId));
}

async function eraseFiles({ files }: ErasureServices, { connectionId }: ConnectionSubject): Promise<void> {
  await files.removeAll(uploadsPrefix(connectionId));
}
