import { sql } from '../../data/sql.ts';
import { countJobsNaming, deleteJobsNaming } from '../../jobs/job-data.ts';
import type { ConnectionSubject, ErasurePlace } from './erasure-place.ts';
import { tablePlace } from './erasure-place.ts';

// Places that belong to no module of the domain and name its rows all the same.

const idsOf = ({ connectionId, relatedIds }: ConnectionSubject): string[] => [connectionId, ...relatedIds];

/** Waiting, running, retried and done: whoever runs one of them finds nothing to do. */
export const jobs: ErasurePlace = {
  kind: 'QUEUE',
  name: 'jobs',
  count: ({ database }, subject) => countJobsNaming(database, idsOf(subject)),
  erase: ({ database }, subject) => deleteJobsNaming(database, idsOf(subject)),
};

/** The logs of the connection and of its runs. */
export const events: ErasurePlace = tablePlace('StreamEvent', (subject) => {
  const streams = idsOf(subject).flatMap((id) => [`connection:${id}`, `run:${id}`]);
  return sql`"stream" = ANY(${streams}::text[])`;
});

/** What a replay would lead back to. */
export const results: ErasurePlace = tablePlace(
  'IdempotencyRecord',
  (subject) =>
    sql`EXISTS (SELECT FROM jsonb_each_text("result") field WHERE field."value" = ANY(${idsOf(subject)}::text[]))`,
);

/** The log of who did what stays; what it was done to does not. */
export const auditTargets: ErasurePlace = {
  kind: 'TABLE',
  name: 'AuditEntry.targetId',
  count: ({ database }, subject) =>
    database.prisma.auditEntry.count({ where: { targetId: { in: idsOf(subject) } } }),
  async erase({ database }, subject) {
    await database.prisma.auditEntry.updateMany({
      where: { targetId: { in: idsOf(subject) } },
      data: { targetId: null },
    });
  },
};
