import { randomBytes } from 'node:crypto';

/** Pixels of the variants that are served. Portrait covers come 360–720 wide from TikTok. */
export const IMAGE_WIDTHS = [180, 320, 720] as const;
export type ImageWidth = (typeof IMAGE_WIDTHS)[number];
export const DEFAULT_IMAGE_WIDTH: ImageWidth = 320;

/** Path of images on our server; a key follows. */
export const MEDIA_PATH = '/media/';

const KEY = /^[A-Za-z0-9_-]{24}$/;

/** 144 random bits: who has not been told it does not find it. */
export function newImageKey(): string {
  return randomBytes(18).toString('base64url');
}

export function isImageKey(text: string): boolean {
  return KEY.test(text);
}

/** Of all files of a connection's images, for `files.removeAll`. */
export function imagesPrefix(connectionId: string): string {
  return `images/${connectionId}/`;
}

/** Of the files of one copy: the original and its variants. */
export function imagePrefix(connectionId: string, key: string): string {
  return `${imagesPrefix(connectionId)}${key}/`;
}

export function originalFile(connectionId: string, key: string): string {
  return `${imagePrefix(connectionId, key)}original`;
}

export function variantFile(connectionId: string, key: string, width: ImageWidth): string {
  return `${imagePrefix(connectionId, key)}${width}.webp`;
}

/** The allowed width that is nearest; of two, the larger. */
export function nearestWidth(width: number): ImageWidth {
  const distance = (allowed: number) => Math.abs(allowed - width);
  return IMAGE_WIDTHS.reduce((best, allowed) => (distance(allowed) <= distance(best) ? allowed : best));
}

/** The public address of a copy; it never changes what it shows. Null where there is no copy yet. */
export function imageUrl(publicUrl: string, key: string | null, width: number): string | null {
  return key === null ? null : `${publicUrl}${MEDIA_PATH}${key}?w=${nearestWidth(width)}`;
}
