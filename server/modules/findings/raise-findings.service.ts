import type { Services } from '../../app/services.ts';
import type { FindingKind, Prisma } from '../../data/generated/prisma/client.ts';
import { toDate } from '../../lib/time.ts';
import { addDays } from '../analytics/calendar.ts';
import { record } from '../connections/connection.events.ts';
import type { DetectedFinding } from './detected-finding.ts';

/**
 * Days within which a change of the same kind and subject is the one that was raised: where it began is estimated, and moves
 * as days come in. A video takes off once.
 */
const SAME_WITHIN_DAYS: Readonly<Record<FindingKind, number>> = {
  VIRAL_TAKE_OFF: 3_650,
  REACH_DROP: 21,
  CHANGE_POINT: 21,
  FOLLOWER_JUMP: 3,
  FOLLOWER_DROP: 3,
  COUNTER_FALL: 3,
};

/**
 * Stores what was not raised before, each with its `FindingRaised` in the same transaction, and announces it. Called again
 * with the same, or by two at a time, it raises nothing twice.
 */
export async function raiseFindings(
  deps: Pick<Services, 'database' | 'clock' | 'hub'>,
  connectionId: string,
  detected: readonly DetectedFinding[],
): Promise<void> {
  if (detected.length === 0) return;
  const announce = await deps.database.transaction(async (tx) => {
    // Whoever raises something of the same account waits here; gone where its erasure has begun.
    const [connection] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM "TikTokConnection" WHERE id = ${connectionId}::uuid AND "erasingSince" IS NULL FOR UPDATE`;
    if (connection === undefined) return null;
    const raised = await tx.finding.findMany({
      where: { connectionId, subject: { in: detected.map(({ subject }) => subject) } },
      select: { kind: true, subject: true, startedOn: true },
    });
    const known = raised.map((finding) => ({ ...finding, startedOn: toDate(finding.startedOn) }));
    const ids: string[] = [];
    for (const finding of detected) {
      if (known.some((other) => isSame(finding, other))) continue;
      known.push(finding);
      const { kind, subject, summary, startedOn, effect, videoIds } = finding;
      const { id } = await tx.finding.create({
        data: {
          connectionId,
          kind,
          subject,
          summary,
          startedOn: new Date(startedOn),
          detectedAt: deps.clock.now(),
          effect: effect as unknown as Prisma.InputJsonObject,
          videos: { create: videoIds.map((videoId, position) => ({ videoId, position })) },
        },
        select: { id: true },
      });
      ids.push(id);
    }
    if (ids.length === 0) return null;
    const events = ids.map((findingId) => ({ type: 'FindingRaised', payload: { findingId } }) as const);
    return record(tx, deps, connectionId, ...events);
  });
  await announce?.();
}

type Change = Pick<DetectedFinding, 'kind' | 'subject' | 'startedOn'>;

function isSame(one: Change, other: Change): boolean {
  if (one.kind !== other.kind || one.subject !== other.subject) return false;
  const [first, second] = [one.startedOn, other.startedOn].sort();
  return addDays(first!, SAME_WITHIN_DAYS[one.kind]) >= second!;
}
