import type { Prisma } from '../data/generated/prisma/client.ts';
import { newId } from '../lib/ids.ts';
import type { TrendSighting } from '../modules/trends/trend-sighting.ts';

// Rows of an account that nobody collected, so that its figures can be reckoned by hand: only what the tables insist on.

export function connectionRow(
  workspaceId: string,
  createdAt: Date,
  id: string = newId(),
): Prisma.TikTokConnectionCreateManyInput & { id: string } {
  return { id, workspaceId, openId: id, timezone: 'UTC', createdAt, grantedScopes: [], missingScopes: [] };
}

export function videoRow(
  connectionId: string,
  postedAt: Date,
  id: string = newId(),
): Prisma.TikTokVideoCreateManyInput & { id: string } {
  return {
    id,
    connectionId,
    tikTokId: id,
    hashtags: [],
    isCaptionCut: false,
    orientation: 'PORTRAIT',
    format: 'VIDEO',
    postedAt,
    createdAt: postedAt,
    lastSeenAt: postedAt,
  };
}

/** What a source says of a hashtag in the United States, as far as it is given. */
export function sightingRow(
  name: string,
  capturedAt: Date,
  given: Partial<TrendSighting> = {},
): TrendSighting {
  return {
    kind: 'HASHTAG',
    name,
    tikTokId: null,
    region: 'US',
    category: null,
    capturedAt,
    rank: null,
    views: null,
    posts: null,
    measure: 'WINDOW',
    curve: null,
    ...given,
  };
}
