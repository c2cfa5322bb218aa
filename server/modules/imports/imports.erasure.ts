import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const importsErasure: ErasureContribution = {
  async relatedIds({ prisma }, connectionId) {
    const imports = await prisma.analyticsImport.findMany({ where: { connectionId }, select: { id: true } });
    return imports.map(({ id }) => id);
  },
  places: ['ImportedAudience', 'ImportedDay', 'ImportedFile', 'AnalyticsImport'].map(connectionRows),
};
