import type { Services } from '../../app/services.ts';
import type { AnalyticsImport, MetricSource, Prisma } from '../../data/generated/prisma/client.ts';
import type { AudiencePart } from './import-batch.ts';

type Deps = Pick<Services, 'database'>;

/** The order of every list of imports. */
export const NEWEST_FIRST: Prisma.AnalyticsImportOrderByWithRelationInput[] = [
  { createdAt: 'desc' },
  { id: 'desc' },
];

type Share = Extract<AudiencePart, { label: string }>;
type Hour = Extract<AudiencePart, { hour: number }>;

/** Who follows an account, as exports say. */
export interface Audience {
  genders: Share[];
  territories: Share[];
  activity: Hour[];
  /** Of the oldest of its three parts. */
  capturedAt: Date;
  source: MetricSource;
}

/** The import as it is now, for a caller whose right to it is established. */
export function reloadImport(
  deps: Deps,
  id: string,
  query: Prisma.AnalyticsImportDefaultArgs,
): Promise<AnalyticsImport> {
  return deps.database.prisma.analyticsImport.findUniqueOrThrow({ ...query, where: { id } });
}

/** The same for one that an old event names: null when it was erased since. */
export function recallImport(
  deps: Deps,
  id: string,
  query: Prisma.AnalyticsImportDefaultArgs,
): Promise<AnalyticsImport | null> {
  return deps.database.prisma.analyticsImport.findUnique({ ...query, where: { id } });
}

/**
 * Who follows each connection, in the order of the ids; null where no export told. Each part is that of the newest export
 * that has it. One SQL statement.
 */
export async function audienceOf(deps: Deps, connectionIds: readonly string[]): Promise<(Audience | null)[]> {
  const rows = await deps.database.prisma.importedAudience.findMany({
    where: { connectionId: { in: [...connectionIds] } },
    distinct: ['connectionId', 'dimension'],
    orderBy: [{ connectionId: 'asc' }, { dimension: 'asc' }, { capturedAt: 'desc' }, { importId: 'desc' }],
  });
  const byConnection = Map.groupBy(rows, ({ connectionId }) => connectionId);
  return connectionIds.map((id) => {
    const parts = byConnection.get(id);
    if (parts === undefined) return null;
    const partOf = <Part>(dimension: (typeof rows)[number]['dimension']): Part[] =>
      (parts.find((row) => row.dimension === dimension)?.parts ?? []) as unknown as Part[];
    const oldest = parts.reduce((a, b) => (a.capturedAt <= b.capturedAt ? a : b));
    return {
      genders: partOf<Share>('GENDER'),
      territories: partOf<Share>('TERRITORY'),
      activity: partOf<Hour>('ACTIVITY'),
      capturedAt: oldest.capturedAt,
      source: oldest.source,
    };
  });
}
