import { z } from 'zod';
import type { ResearchPage, ResearchVideo } from './port.ts';

// TikTok's JSON as documented at developers.tiktok.com (Research API, read November 2026). Ids are numbers beyond a double,
// which are read as text.

/** TikTok's most. */
export const RESEARCH_PAGE_SIZE = 100;
export const RESEARCH_FIELDS = ['id', 'create_time'] as const;
export const RESEARCH_PATH = '/v2/research/video/query/';
export const TOKEN_PATH = '/v2/oauth/token/';

const END_OF_YEAR_9999_SECONDS = 253_402_300_799;
const TEN_YEARS_SECONDS = 315_360_000;

const bigId = z.union([z.int().min(1), z.string().regex(/^\d{1,32}$/)]).transform(String);

const VideoWire = z
  .object({ id: bigId, create_time: z.int().min(0).max(END_OF_YEAR_9999_SECONDS) })
  .transform((wire): ResearchVideo => ({ id: wire.id, postedAt: new Date(wire.create_time * 1_000) }));

export const ResearchPageWire = z
  .object({
    videos: z.array(VideoWire).max(RESEARCH_PAGE_SIZE).nullish(),
    cursor: z.int().min(0).nullish(),
    has_more: z.boolean(),
    search_id: bigId.nullish(),
  })
  .refine((wire) => !wire.has_more || (typeof wire.cursor === 'number' && wire.search_id), {
    message: 'has_more without a place to go on',
  })
  .transform((wire): ResearchPage => ({
    videos: wire.videos ?? [],
    next: wire.has_more ? { cursor: wire.cursor ?? 0, searchId: wire.search_id ?? '' } : null,
  }));

export const TokenWire = z
  .object({ access_token: z.string().min(1).max(4_096), expires_in: z.int().min(1).max(TEN_YEARS_SECONDS) })
  .transform((wire) => ({ accessToken: wire.access_token, lifetimeSeconds: wire.expires_in }));
