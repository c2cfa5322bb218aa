import type { Services } from '../../../app/services.ts';
import { toNumber } from '../../../lib/counters.ts';
import { NotFoundError } from '../../../lib/errors.ts';
import { guessLanguage } from './caption-language.ts';
import type { EvidencePack, StoredOutlierScore } from '../engine.ts';
import { evidenceItems } from './evidence-items.ts';

/** Older posts say little of what works now, and the pack's cost must not grow with the account's age. */
const MAX_POSTS = 500;

/**
 * What a run may cite about a connection at `now`, from the newest snapshot of its newest `MAX_POSTS` videos.
 * Without a video it has no item. Two SQL statements.
 *
 * @throws NotFoundError when the connection is gone.
 */
export async function gatherEvidence(
  deps: Pick<Services, 'database'>,
  connectionId: string,
  { now }: { now: Date },
): Promise<EvidencePack> {
  const { prisma } = deps.database;
  const connection = await prisma.tikTokConnection.findUnique({
    where: { id: connectionId },
    select: { username: true, displayName: true, followers: true, timezone: true },
  });
  if (connection === null) throw new NotFoundError('The connection is gone.', connectionId);
  const rows = await prisma.tikTokVideo.findMany({
    where: { connectionId, postedAt: { lte: now } },
    orderBy: [{ postedAt: 'desc' }, { id: 'desc' }],
    take: MAX_POSTS,
    select: {
      id: true,
      tikTokId: true,
      title: true,
      description: true,
      hashtags: true,
      durationSeconds: true,
      postedAt: true,
      availability: true,
      views: true,
      likes: true,
      comments: true,
      shares: true,
      followersAtCapture: true,
      metricsCapturedAt: true,
      outlier: true,
    },
  });
  const videos = rows.map((row) => ({
    id: row.id,
    tikTokId: row.tikTokId,
    title: textOf(row.title) ?? textOf(row.description),
    hashtags: row.hashtags,
    durationSeconds: row.durationSeconds,
    postedAt: row.postedAt,
    isPublic: row.availability === 'PUBLIC',
    views: toNumber(row.views),
    likes: toNumber(row.likes),
    comments: toNumber(row.comments),
    shares: toNumber(row.shares),
    followers: toNumber(row.followersAtCapture),
    capturedAt: row.metricsCapturedAt,
    outlier: row.outlier as unknown as StoredOutlierScore | null,
  }));
  const { username, displayName, timezone } = connection;
  const language = guessLanguage(rows.map((row) => `${row.title ?? ''} ${row.description ?? ''}`));
  return {
    items: evidenceItems(videos, timezone, now),
    account: { username, displayName, followers: toNumber(connection.followers), timezone, language },
    now: now.toISOString(),
  };
}

function textOf(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
