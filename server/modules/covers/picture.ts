import sharp, { type SharpOptions } from 'sharp';
import { createLimiter, OverloadedError } from '../../lib/limiter.ts';
import { messageOf } from '../../lib/errors.ts';

// One thread a picture: pictures are many, and the machine has other things to do.
sharp.concurrency(1);
sharp.cache(false);

/** They run on the four threads that files and names need as well. */
const PARALLEL_CONVERSIONS = 2;
/** Some ten seconds of work; who comes later is better off asking again. */
const MAX_WAITING = 200;

const READ: SharpOptions = { limitInputPixels: 50e6, failOn: 'error' };
const MIN_SIDE = 16;
const MAX_SIDE = 10_000;
/**
 * How files of the five formats begin: nothing else is given to libvips, which would also read SVG, PDF and TIFF. Its
 * own list of what to block is one for the process, in which the sandbox draws SVG.
 */
const BEGINNINGS: readonly { format: string; pattern: RegExp }[] = [
  { format: 'jpeg', pattern: /^\xff\xd8\xff/ },
  { format: 'png', pattern: /^\x89PNG\r\n/ },
  { format: 'webp', pattern: /^RIFF[^]{4}WEBP/ },
  { format: 'gif', pattern: /^GIF8[79]a/ },
  { format: 'heif', pattern: /^[^]{4}ftyp/ },
];
/** What is kept as it came; the others are kept as WebP. */
const KEPT: Readonly<Record<string, string>> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };

const converting = createLimiter(PARALLEL_CONVERSIONS, MAX_WAITING);

/** These bytes are no picture that we keep. The message says why, in our words or libvips'. */
export class PictureRefusedError extends Error {
  override readonly name = 'PictureRefusedError';
}

export interface Picture {
  bytes: Uint8Array;
  contentType: string;
  /** Pixels, as it is to be looked at. */
  width: number;
  height: number;
}

/**
 * Looks at bytes of a stranger: JPEG, PNG, WebP, GIF (its first frame) and AVIF, whole, 16–10,000 pixels a side and 50
 * million in all. Decoded to the end, so that what is kept can be shown.
 *
 * @throws PictureRefusedError, or OverloadedError while too many wait.
 */
export async function examinePicture(bytes: Uint8Array): Promise<Picture> {
  try {
    return await converting(() => examine(bytes));
  } catch (error) {
    if (error instanceof PictureRefusedError || error instanceof OverloadedError) throw error;
    throw new PictureRefusedError(messageOf(error).split('\n', 1)[0], { cause: error });
  }
}

async function examine(bytes: Uint8Array): Promise<Picture> {
  const beginning = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const begun = BEGINNINGS.find(({ pattern }) => pattern.test(beginning));
  if (begun === undefined) throw new PictureRefusedError('None of the formats that we keep');
  const { format, compression, autoOrient } = await sharp(bytes, READ).metadata();
  if (format !== begun.format) throw new PictureRefusedError(`${begun.format} that is ${format}`);
  const { width, height } = autoOrient;
  if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
    throw new PictureRefusedError(`${width} × ${height} pixels`);
  }
  if (format === 'heif' && compression !== 'av1') throw new PictureRefusedError('HEIC');
  const contentType = KEPT[format];
  if (contentType !== undefined) {
    await sharp(bytes, READ).resize({ width: MIN_SIDE, height: MIN_SIDE, fit: 'inside' }).raw().toBuffer();
    return { bytes, contentType, width, height };
  }
  const encoded = await sharp(bytes, READ).autoOrient().webp({ quality: 90 }).toBuffer();
  return { bytes: encoded, contentType: 'image/webp', width, height };
}

/**
 * A WebP of that width, or of its own where the picture is narrower.
 *
 * @param read the picture: called once its turn has come, so that those that wait need no memory.
 * @throws OverloadedError while too many wait.
 */
export function scalePicture(read: () => Promise<Uint8Array>, width: number): Promise<Uint8Array> {
  return converting(async () =>
    sharp(await read(), READ)
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .webp({ quality: 78, effort: 2 })
      .toBuffer(),
  );
}
