import type { Services } from '../../app/services.ts';
import { type CallOptions, PAGE_SIZE, type VideoPage } from '../../vendors/tiktok/port.ts';
import { TikTokError } from '../connections/connection.errors.ts';
import type { AccessGrant } from '../connections/credential.service.ts';

/**
 * The page of an account's public videos that begins at `cursor`; null is the newest one.
 *
 * @throws TikTokError also where the page leads back to where it came from, and so would never end.
 */
export async function readPage(
  { tiktok }: Pick<Services, 'tiktok'>,
  { accessToken }: AccessGrant,
  cursor: number | null,
  options: CallOptions,
): Promise<VideoPage> {
  const request = { maxCount: PAGE_SIZE, ...(cursor !== null && { cursor }) };
  const page = await tiktok.listVideos(accessToken, request, options);
  if (page.nextCursor !== null && cursor !== null && page.nextCursor >= cursor) {
    throw new TikTokError("TikTok's listing of videos runs in a circle.", { code: 'TIKTOK_UNAVAILABLE' });
  }
  return page;
}
