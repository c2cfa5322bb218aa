import type { Services } from '../../app/services.ts';
import type { ImageKind } from '../../data/generated/prisma/client.ts';
import { createLimiter, OverloadedError } from '../../lib/limiter.ts';
import { ImageFetchError, type ImageFetchProblem } from '../../vendors/images/port.ts';
import { imagePrefix, originalFile } from './image-keys.ts';
import { examinePicture, type Picture, PictureRefusedError } from './picture.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'files' | 'imageSource'>;

const BATCH = 20;
/** Of one call; the rest is for the next one, so that an account of 10,000 videos does not keep others waiting. */
const MAX_BATCHES = 10;
const PARALLEL_FETCHES = 4;
/** Longer than a batch of links that all time out, so that no other process takes them meanwhile. */
const FIRST_RETRY_MS = 2 * 60_000;
/** A link does not live longer. */
const MAX_RETRY_MS = 6 * 3_600_000;
/** What is wrong once may be the delivery; so many times, it is the picture. */
const REFUSALS = 3;
/** Pictures that we refuse do not get better; our rules may. */
const REFUSED_RETRY_MS = 7 * 24 * 3_600_000;

interface Claimed {
  id: string;
  kind: ImageKind;
  sourceUrl: string;
  sourcePath: string;
  pendingKey: string;
  /** This one included. */
  attempts: number;
}

export interface CopyResult {
  stored: number;
  failed: number;
  /** Whether more is due. */
  hasMore: boolean;
}

/**
 * Copies the covers and the avatar of a connection that are due, those first whose links end first. A failure of one
 * is kept on its row and says when it is tried again; a failure of the store or the database throws, and what was
 * under way is tried again after two minutes. Several calls at once share the work.
 *
 * @throws the signal's reason when it aborts.
 */
export async function copyImages(
  deps: Deps,
  connectionId: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<CopyResult> {
  await removeFormer(deps, connectionId);
  const result: CopyResult = { stored: 0, failed: 0, hasMore: false };
  const limited = createLimiter(PARALLEL_FETCHES);
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    signal?.throwIfAborted();
    const claimed = await claim(deps, connectionId);
    const copies = claimed.map((image) => limited(() => copy(deps, connectionId, image, signal)));
    for (const settled of await Promise.allSettled(copies)) {
      if (settled.status === 'rejected') throw settled.reason;
      result[settled.value ? 'stored' : 'failed'] += 1;
    }
    if (claimed.length < BATCH) return result;
  }
  return { ...result, hasMore: true };
}

/** Takes what is due for this process: until its next attempt nobody else does. */
async function claim({ database, clock }: Deps, connectionId: string): Promise<Claimed[]> {
  const now = clock.now();
  return database.prisma.$queryRaw<Claimed[]>`
    WITH due AS MATERIALIZED (
      SELECT "id" FROM "TikTokImage"
      WHERE "connectionId" = ${connectionId}::uuid AND "state" = 'PENDING'
        AND "sourceEndsAt" > ${now}::timestamptz AND "nextAttemptAt" <= ${now}::timestamptz
      ORDER BY "sourceEndsAt", "id" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    UPDATE "TikTokImage" image
    SET "attempts" = image."attempts" + 1, "nextAttemptAt" = ${now}::timestamptz + make_interval(
      secs => least(${FIRST_RETRY_MS / 1_000}::float8 * 4 ^ least(image."attempts", 10), ${MAX_RETRY_MS / 1_000}::float8))
    FROM due WHERE image."id" = due."id"
    RETURNING image."id", image."kind", image."sourceUrl", image."sourcePath", image."pendingKey",
      image."attempts"`;
}

/** Whether it is stored. */
async function copy(
  deps: Deps,
  connectionId: string,
  image: Claimed,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    signal?.throwIfAborted();
    const bytes = await deps.imageSource.fetch(image.sourceUrl, { signal });
    const picture = await examinePicture(bytes);
    const { contentType } = picture;
    await deps.files.put(originalFile(connectionId, image.pendingKey), picture.bytes, { contentType });
    await publish(deps, connectionId, image, picture);
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    await keepFailure(deps, image, problem, (error as Error).message);
    return false;
  }
}

function problemOf(error: unknown): ImageFetchProblem | null {
  if (error instanceof PictureRefusedError) return 'REFUSED';
  if (error instanceof OverloadedError) return 'UNAVAILABLE';
  return error instanceof ImageFetchError ? error.problem : null;
}

/** Shows the copy from now on. A copy that was overtaken by another link changes nothing: that one is due. */
async function publish(deps: Deps, connectionId: string, image: Claimed, picture: Picture): Promise<void> {
  const { id, pendingKey, sourcePath } = image;
  const isCover = image.kind === 'COVER';
  const now = deps.clock.now();
  const outcome = await deps.database.transaction(async (tx) => {
    // What shows it before the image itself: the order in which the collector locks them.
    if (isCover) await tx.$queryRaw`SELECT 1 FROM "TikTokVideo" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
    else await tx.$queryRaw`SELECT 1 FROM "TikTokConnection" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
    const [stored] = await tx.$queryRaw<{ formerKey: string | null }[]>`
      UPDATE "TikTokImage"
      SET "state" = 'STORED', "formerKey" = "key", "key" = "pendingKey", "pendingKey" = NULL, "nextAttemptAt" = NULL,
        "lastError" = NULL, "contentType" = ${picture.contentType}, "bytes" = ${picture.bytes.byteLength},
        "width" = ${picture.width}, "height" = ${picture.height}, "storedAt" = ${now}::timestamptz
      WHERE "id" = ${id}::uuid AND "pendingKey" = ${pendingKey} AND "sourcePath" = ${sourcePath}
      RETURNING "formerKey"`;
    if (stored === undefined) {
      const isKnown = (await tx.tikTokImage.count({ where: { id } })) > 0;
      return isKnown ? 'OVERTAKEN' : 'ERASED';
    }
    if (isCover) await tx.tikTokVideo.update({ where: { id }, data: { coverKey: pendingKey } });
    else await tx.tikTokConnection.update({ where: { id }, data: { avatarKey: pendingKey } });
    return stored;
  });
  if (outcome === 'ERASED') await deps.files.removeAll(imagePrefix(connectionId, pendingKey));
  else if (outcome !== 'OVERTAKEN' && outcome.formerKey !== null) {
    await removeFile(deps, connectionId, { id, formerKey: outcome.formerKey });
  }
}

async function keepFailure(
  { database, clock, log }: Deps,
  { id, sourceUrl, kind, attempts }: Claimed,
  problem: ImageFetchProblem,
  reason: string,
): Promise<void> {
  const now = clock.now();
  log.debug({ id, kind, problem, reason }, 'An image could not be copied');
  await database.prisma.tikTokImage.updateMany({
    // Of another link than this one nothing is known.
    where: { id, sourceUrl },
    data: {
      lastError: `${problem}: ${reason}`.slice(0, 300),
      ...(problem === 'LINK_ENDED' && { sourceEndsAt: now }),
      ...(problem === 'REFUSED' &&
        attempts >= REFUSALS && {
          state: 'REFUSED',
          nextAttemptAt: new Date(now.getTime() + REFUSED_RETRY_MS),
        }),
    },
  });
}

/** Of copies whose process died after another one had taken their place. */
async function removeFormer(deps: Deps, connectionId: string): Promise<void> {
  const former = await deps.database.prisma.tikTokImage.findMany({
    where: { connectionId, formerKey: { not: null } },
    select: { id: true, formerKey: true },
  });
  for (const { id, formerKey } of former) {
    if (formerKey !== null) await removeFile(deps, connectionId, { id, formerKey });
  }
}

async function removeFile(
  { database, files }: Deps,
  connectionId: string,
  { id, formerKey }: { id: string; formerKey: string },
): Promise<void> {
  await files.removeAll(imagePrefix(connectionId, formerKey));
  await database.prisma.tikTokImage.updateMany({ where: { id, formerKey }, data: { formerKey: null } });
}
