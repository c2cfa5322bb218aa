import { buffer } from 'node:stream/consumers';
import type { Services } from '../../app/services.ts';
import { FileNotFoundError } from '../../data/file-store.ts';
import {
  DEFAULT_IMAGE_WIDTH,
  type ImageWidth,
  isImageKey,
  nearestWidth,
  newImageKey,
  originalFile,
  variantFile,
} from './image-keys.ts';
import { scalePicture } from './picture.ts';

/** Where the transport finds it. */
export { MEDIA_PATH } from './image-keys.ts';

type Deps = Pick<Services, 'database' | 'files' | 'log'>;

/** Variants that are being made, so that many who ask at once wait for one. */
const making = new Map<string, Promise<Uint8Array>>();

/** A variant of a copy that there is. */
export interface FoundImage {
  connectionId: string;
  key: string;
  width: ImageWidth;
}

/**
 * Looks for a copy by the key in its public path. Null where there is none. One statement.
 *
 * @param width as in the address: the nearest allowed one is taken, the usual one for what is no number.
 */
export async function findImage(
  { database }: Pick<Deps, 'database'>,
  key: string,
  width: string | null,
): Promise<FoundImage | null> {
  if (!isImageKey(key)) return null;
  const [image] = await database.query<{ connectionId: string }>(
    'SELECT "connectionId" FROM "TikTokImage" WHERE "key" = $1',
    [key],
  );
  if (image === undefined) return null;
  const wanted = width === null || width === '' ? Number.NaN : Number(width);
  return { ...image, key, width: Number.isNaN(wanted) ? DEFAULT_IMAGE_WIDTH : nearestWidth(wanted) };
}

/**
 * The WebP of a copy in that width: made and stored at the first request, read from the store afterwards. Null where
 * the copy's own file is gone; then the copy counts as missing, and is made anew from the next link that TikTok gives.
 *
 * @throws OverloadedError while too many are being made.
 */
export async function readVariant(deps: Deps, image: FoundImage): Promise<Uint8Array | null> {
  const file = variantFile(image.connectionId, image.key, image.width);
  try {
    return await buffer(await deps.files.read(file));
  } catch (error) {
    if (!(error instanceof FileNotFoundError)) throw error;
  }
  let made = making.get(file);
  if (made === undefined) {
    made = makeVariant(deps, image, file).finally(() => making.delete(file));
    making.set(file, made);
  }
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof FileNotFoundError)) throw error;
    await forget(deps, image);
    return null;
  }
}

async function makeVariant(deps: Deps, image: FoundImage, file: string): Promise<Uint8Array> {
  const original = originalFile(image.connectionId, image.key);
  const variant = await scalePicture(async () => buffer(await deps.files.read(original)), image.width);
  await deps.files.put(file, variant, { contentType: 'image/webp' });
  // Whoever erased the image meanwhile did not see this file.
  if ((await findImage(deps, image.key, null)) === null) await deps.files.remove(file);
  return variant;
}

/** The file store has lost it. */
async function forget({ database, log }: Deps, { connectionId, key }: FoundImage): Promise<void> {
  const forgotten = await database.transaction(async (tx) => {
    await tx.tikTokVideo.updateMany({ where: { connectionId, coverKey: key }, data: { coverKey: null } });
    await tx.tikTokConnection.updateMany({
      where: { id: connectionId, avatarKey: key },
      data: { avatarKey: null },
    });
    const { count } = await tx.tikTokImage.updateMany({
      where: { connectionId, key, state: 'STORED' },
      data: { key: null, state: 'PENDING', pendingKey: newImageKey(), nextAttemptAt: new Date(0) },
    });
    return count;
  });
  if (forgotten > 0) log.warn({ connectionId }, 'The file of an image is gone; it is copied again');
}
