import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { ListedVideo } from '../../vendors/tiktok/port.ts';
import { copyImagesJob } from './copy-images.job.ts';
import { newImageKey } from './image-keys.ts';

/** Of a link that does not say when it ends. TikTok's cover links live for 6 hours (Display API, video object). */
const LINK_LIFETIME_MS = 6 * 3_600_000;
const MAX_LINK_LIFETIME_MS = 30 * 24 * 3_600_000;

/** A link as it is kept. */
interface Offer {
  url: string;
  path: string;
  endsAt: Date;
  /** For the copy, if one is to be made. */
  key: string;
}

/**
 * Tells of the links to covers in a page of videos. Comes after the videos' rows are stored, in the same transaction.
 * One statement, which writes nothing where the copies are there.
 */
export async function offerCovers(
  tx: Transaction,
  connectionId: string,
  videos: readonly Pick<ListedVideo, 'id' | 'coverUrl'>[],
  now: Date,
): Promise<void> {
  const offers = new Map<string, Offer & { tikTokId: string }>();
  for (const { id, coverUrl } of videos) {
    const offer = readLink(coverUrl, now);
    if (offer !== null) offers.set(id, { tikTokId: id, ...offer });
  }
  if (offers.size === 0) return;
  const json = JSON.stringify([...offers.values()]);
  await tx.$executeRaw`
    INSERT INTO "TikTokImage" AS image ("id", "connectionId", "kind", "sourceUrl", "sourcePath", "sourceEndsAt",
      "state", "nextAttemptAt", "pendingKey")
    SELECT video."id", video."connectionId", 'COVER', offer."url", offer."path", offer."endsAt", 'PENDING',
      ${now}::timestamptz, offer."key"
    FROM jsonb_to_recordset(${json}::jsonb)
      AS offer("tikTokId" text, "url" text, "path" text, "endsAt" timestamptz, "key" text)
    JOIN "TikTokVideo" video
      ON video."connectionId" = ${connectionId}::uuid AND video."tikTokId" = offer."tikTokId"
    LEFT JOIN "TikTokImage" known ON known."id" = video."id"
    WHERE known."id" IS NULL OR known."sourcePath" <> offer."path" OR known."state" = 'PENDING'
      OR (known."state" = 'REFUSED' AND known."nextAttemptAt" <= ${now}::timestamptz)
    ORDER BY video."id"
    ON CONFLICT ("id") DO UPDATE SET "sourceUrl" = excluded."sourceUrl", "sourcePath" = excluded."sourcePath",
      "sourceEndsAt" = excluded."sourceEndsAt", "state" = 'PENDING', "nextAttemptAt" = excluded."nextAttemptAt",
      "attempts" = CASE WHEN image."sourcePath" = excluded."sourcePath" THEN image."attempts" ELSE 0 END,
      "pendingKey" = coalesce(image."pendingKey", excluded."pendingKey")
    WHERE image."sourcePath" <> excluded."sourcePath" OR image."state" <> 'STORED'`;
}

/** The same for the avatar; comes after the connection's row is updated. One statement, or none. */
export async function offerAvatar(
  tx: Transaction,
  connectionId: string,
  avatarUrl: string | null,
  now: Date,
): Promise<void> {
  const offer = readLink(avatarUrl, now);
  if (offer === null) return;
  await tx.$executeRaw`
    INSERT INTO "TikTokImage" AS image ("id", "connectionId", "kind", "sourceUrl", "sourcePath", "sourceEndsAt",
      "state", "nextAttemptAt", "pendingKey")
    VALUES (${connectionId}::uuid, ${connectionId}::uuid, 'AVATAR', ${offer.url}, ${offer.path},
      ${offer.endsAt}::timestamptz, 'PENDING', ${now}::timestamptz, ${offer.key})
    ON CONFLICT ("id") DO UPDATE SET "sourceUrl" = excluded."sourceUrl", "sourcePath" = excluded."sourcePath",
      "sourceEndsAt" = excluded."sourceEndsAt", "state" = 'PENDING', "nextAttemptAt" = excluded."nextAttemptAt",
      "attempts" = CASE WHEN image."sourcePath" = excluded."sourcePath" THEN image."attempts" ELSE 0 END,
      "pendingKey" = coalesce(image."pendingKey", excluded."pendingKey")
    WHERE image."sourcePath" <> excluded."sourcePath" OR image."state" = 'PENDING'
      OR (image."state" = 'REFUSED' AND image."nextAttemptAt" <= ${now}::timestamptz)`;
}

/** Queues the copying of what is due, in the transaction that ends a sync. */
export async function planCopies(
  tx: Transaction,
  deps: Pick<Services, 'queue'>,
  connectionId: string,
  now: Date,
): Promise<void> {
  const where = { connectionId, ...dueImages(now) };
  const due = await tx.tikTokImage.findFirst({ where, select: { id: true } });
  if (due === null) return;
  await deps.queue.send(copyImagesJob, { connectionId }, { tx, singletonKey: connectionId });
}

/** Those to be copied now. */
export function dueImages(now: Date): Prisma.TikTokImageWhereInput {
  return { state: 'PENDING', sourceEndsAt: { gt: now }, nextAttemptAt: { lte: now } };
}

function readLink(link: string | null, now: Date): Offer | null {
  const url = link === null ? null : URL.parse(link);
  if (url === null) return null;
  const lifetime = Number(url.searchParams.get('x-expires')) * 1_000 - now.getTime();
  // One that says it has ended is tried all the same: clocks differ.
  const isTold = lifetime > 0 && lifetime < MAX_LINK_LIFETIME_MS;
  const endsAt = new Date(now.getTime() + (isTold ? lifetime : LINK_LIFETIME_MS));
  return { url: url.href, path: url.pathname, endsAt, key: newImageKey() };
}
