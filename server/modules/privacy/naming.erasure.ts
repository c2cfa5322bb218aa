import type { Prisma } from '../../data/generated/prisma/client.ts';
import { sql } from '../../data/sql.ts';
import { callerHashOf } from '../../data/idempotency.ts';
import { countJobsNaming, deleteJobsNaming } from '../../jobs/job-data.ts';
import type { ErasurePlace, ErasureServices, ErasureSubject } from './erasure-place.ts';
import { columnPlace, connectionIds, tablePlace } from './erasure-place.ts';

// Places that belong to no module of the domain and name its rows all the same.

const BATCH = 500;

function idsOf(subject: ErasureSubject): string[] {
  return [subject.id, ...connectionIds(subject), ...subject.relatedIds];
}

function namesOf(subject: ErasureSubject): string[] {
  return subject.email === null ? idsOf(subject) : [...idsOf(subject), subject.email];
}

/** Waiting, running, retried and done: whoever runs one of them finds nothing to do. */
export const jobs: ErasurePlace = {
  kind: 'QUEUE',
  name: 'jobs',
  count: ({ database }, subject) => countJobsNaming(database, namesOf(subject)),
  erase: ({ database }, subject) => deleteJobsNaming(database, namesOf(subject)),
};

/** The logs of the connections and of their runs. */
export const events: ErasurePlace = tablePlace(
  'StreamEvent',
  (subject) => sql`"stream" = ANY(${streamsOf(subject)}::text[])`,
);

function streamsOf(subject: ErasureSubject): string[] {
  return idsOf(subject).flatMap((id) => [`connection:${id}`, `run:${id}`]);
}

/**
 * Events of other streams of the workspace that name it. They stay, since the events of a stream have no gaps; the names
 * in them do not.
 */
export const namingEvents: ErasurePlace = {
  kind: 'TABLE',
  name: 'StreamEvent.payload',
  async count(services, subject) {
    return (await findNamingEvents(services, subject)).length;
  },
  async erase(services, subject, signal) {
    const names = new Set(namesOf(subject));
    for (;;) {
      signal.throwIfAborted();
      const found = await findNamingEvents(services, subject, BATCH);
      for (const { stream, sequence, payload } of found) {
        await services.database.prisma.streamEvent.update({
          where: { stream_sequence: { stream, sequence } },
          data: { payload: without(payload, names) as Prisma.InputJsonValue },
        });
      }
      if (found.length < BATCH) return;
    }
  },
};

function findNamingEvents(
  { database }: ErasureServices,
  subject: ErasureSubject,
  limit: number | null = null,
): Promise<{ stream: string; sequence: number; payload: unknown }[]> {
  const { workspaceId } = subject;
  return database.prisma.$queryRaw`
    SELECT "stream", "sequence", "payload" FROM "StreamEvent"
    WHERE "stream" IN (
        SELECT 'connection:' || "id" FROM "TikTokConnection" WHERE "workspaceId" = ${workspaceId}::uuid
        UNION ALL SELECT 'run:' || "id" FROM "RecommendationRun" WHERE "workspaceId" = ${workspaceId}::uuid)
      AND "stream" <> ALL(${streamsOf(subject)}::text[])
      AND EXISTS (SELECT FROM jsonb_path_query("payload", 'strict $.**') AS named
        WHERE named #>> '{}' = ANY(${namesOf(subject)}::text[]))
    LIMIT ${limit}::int`;
}

/** The value with each of these texts left out of lists, and null elsewhere. */
function without(value: unknown, names: ReadonlySet<string>): unknown {
  const isNamed = (part: unknown): boolean => typeof part === 'string' && names.has(part);
  if (Array.isArray(value)) {
    return value.filter((part) => !isNamed(part)).map((part: unknown) => without(part, names));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, without(part, names)]));
  }
  return isNamed(value) ? null : value;
}

/** What a replay would lead back to, and what those who go have asked for. */
export const results: ErasurePlace = tablePlace(
  'IdempotencyRecord',
  (subject) => sql`"callerHash" = ANY(${subject.callerKeys.map(callerHashOf)}::text[])
    OR EXISTS (SELECT FROM jsonb_each_text("result") field WHERE field."value" = ANY(${idsOf(subject)}::text[]))`,
);

/** The log of who did what stays; what it was done to does not. */
export const auditTargets: ErasurePlace = columnPlace(
  'AuditEntry',
  'targetId',
  (subject) => sql`"targetId" = ANY(${idsOf(subject)}::text[])`,
);

/** Who asked for earlier erasures, and for this one. */
export const erasureCallers: ErasurePlace = columnPlace(
  'DataErasure',
  'requestedByHash',
  (subject) => sql`"requestedByHash" = ANY(${subject.callerKeys.map(callerHashOf)}::text[])`,
);
