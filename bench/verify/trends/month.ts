import { createRandom } from '../../../server/lib/random.ts';
import type { SightingOrigin } from '../../../server/modules/trends/store-sightings.service.ts';
import type { TrendCurveSighting, TrendSighting } from '../../../server/modules/trends/trend-sighting.ts';

export const DAY_MS = 86_400_000;
export const DAYS = 30;
/** The first one, at 0:00 UTC. */
export const START = Date.UTC(2026, 8, 1);
const REGIONS = ['US', 'GB', 'FR', 'DE', 'BR', 'MX', 'JP', 'ID', 'TR', 'IT'] as const;
/** Trends that a source names in a region, the same every day. */
const LENGTH = 100;
const SIGHTINGS_A_DAY = REGIONS.length * LENGTH;

/** What one source says on one day. */
interface DayOfSource {
  origin: SightingOrigin;
  sightings: TrendSighting[];
}

interface SimulatedSource {
  source: SightingOrigin['source'];
  isShared: boolean;
  /** Of the names in a region, the first that it knows: two sources know some trends both, and others alone. */
  firstName: number;
  curve: (viewsOf: (day: number) => number, day: number) => TrendCurveSighting;
}

const SOURCES: readonly SimulatedSource[] = [
  { source: 'BUSINESS_DISCOVERY', isShared: true, firstName: 0, curve: countsOf(7) },
  { source: 'RESEARCH_API', isShared: true, firstName: 0, curve: countsOf(7) },
  { source: 'CREATIVE_CENTER', isShared: false, firstName: 0, curve: sharesOf(7) },
  { source: 'OWN_CORPUS', isShared: false, firstName: LENGTH / 2, curve: countsOf(90) },
];

export const SIGHTINGS = SOURCES.length * DAYS * SIGHTINGS_A_DAY;
/** Shared ones of the names 0–99, and a workspace's own of 0–149. */
export const TRENDS = REGIONS.length * (LENGTH + 1.5 * LENGTH);

/**
 * What four sources say on a day of hashtags that grow by up to 10 % a day or fade, the same whenever it is asked for.
 *
 * @param videoIds of the workspace, ten for an example each.
 */
export function sayingsOf(day: number, workspaceId: string, videoIds: readonly string[]): DayOfSource[] {
  return SOURCES.map(({ source, isShared, firstName, curve }) => ({
    origin: { source, workspaceId: isShared ? null : workspaceId },
    sightings: REGIONS.flatMap((region) =>
      Array.from({ length: LENGTH }, (_, index): TrendSighting => {
        const name = `tag${String(firstName + index)}`;
        const viewsOf = growthOf(`${source} ${region} ${name}`);
        return {
          kind: 'HASHTAG',
          name,
          tikTokId: null,
          region,
          category: null,
          capturedAt: new Date(START + (day + 1) * DAY_MS),
          rank: index + 1,
          views: BigInt(viewsOf(day)),
          posts: BigInt(Math.ceil(viewsOf(day) / 100)),
          measure: 'WINDOW',
          curve: curve(viewsOf, day),
          ...(source === 'OWN_CORPUS' && { exampleVideoIds: examplesOf(videoIds, day + index) }),
        };
      }),
    ),
  }));
}

/** Views a day, with noise that a day always has. */
function growthOf(seed: string): (day: number) => number {
  const random = createRandom(seed);
  const level = 10 ** (3 + 3 * random());
  const growth = 0.9 + 0.2 * random();
  return (day) => Math.round(level * growth ** day * (1 + 0.1 * Math.sin(7919 * day * level)));
}

function countsOf(length: number): SimulatedSource['curve'] {
  return (viewsOf, day) => ({ unit: 'COUNT', points: pointsOf(viewsOf, day, length) });
}

function sharesOf(length: number): SimulatedSource['curve'] {
  return (viewsOf, day) => {
    const points = pointsOf(viewsOf, day, length);
    const most = Math.max(...points.map(({ value }) => value), 1);
    return { unit: 'SHARE_OF_PEAK', points: points.map(({ at, value }) => ({ at, value: value / most })) };
  };
}

/** The days until this one. */
function pointsOf(viewsOf: (day: number) => number, day: number, length: number) {
  return Array.from({ length }, (_, index) => day - length + 1 + index).map((each) => ({
    at: START + each * DAY_MS,
    value: viewsOf(each),
  }));
}

function examplesOf(videoIds: readonly string[], first: number): string[] {
  return Array.from({ length: 10 }, (_, index) => videoIds[(first + index) % videoIds.length]!);
}
