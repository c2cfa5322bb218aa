import { newId } from '../../lib/ids.ts';
import type { TrendSighting } from './trend-sighting.ts';

/** A trend as it is stored the first time, and what later sightings may add. Instants are ISO 8601 texts. */
export interface TrendRow {
  id: string;
  identity: string;
  kind: string;
  key: string;
  name: string;
  tikTokId: string | null;
  category: string | null;
  region: string | null;
  capturedAt: string;
  firstSeenAt: string;
  lastSeenAt: string;
}

/** What tells a trend from all others: whose it is, its kind, region and key. */
export function identityOf(workspaceId: string | null, sighting: TrendSighting): string {
  return [workspaceId ?? '', sighting.kind, sighting.region ?? '', keyOf(sighting)].join('|');
}

/** A hashtag's name and a sound's id at TikTok do by default; names are compared in lower case. */
function keyOf({ kind, key, name, tikTokId }: TrendSighting): string {
  if (key !== undefined) return key;
  return kind === 'SOUND' && tikTokId !== null ? tikTokId : name.normalize('NFC').toLowerCase();
}

/** One row a trend, in the order of identities, in which all writers lock them; names are those of the newest sighting. */
export function trendRowsOf(sightings: ReadonlyMap<string, readonly TrendSighting[]>): TrendRow[] {
  return [...sightings]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([identity, each]) => {
      const newestFirst = each.toSorted(
        (left, right) => right.capturedAt.getTime() - left.capturedAt.getTime(),
      );
      const newest = newestFirst[0]!;
      const lastSeenAt = newest.capturedAt.toISOString();
      return {
        id: newId(),
        identity,
        kind: newest.kind,
        key: keyOf(newest),
        name: newest.name,
        tikTokId: newestFirst.find(({ tikTokId }) => tikTokId !== null)?.tikTokId ?? null,
        category: newestFirst.find(({ category }) => category !== null)?.category ?? null,
        region: newest.region,
        capturedAt: lastSeenAt,
        firstSeenAt: newestFirst.at(-1)!.capturedAt.toISOString(),
        lastSeenAt,
      };
    });
}
