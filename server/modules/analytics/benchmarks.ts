import type { EngagementRateDefinition } from './engagement-rate.ts';

/** A published figure; not ours. */
export interface EngagementBenchmark {
  source: string;
  /** Where the figure was read. */
  url: string;
  /** The year that the source names. */
  publishedYear: number;
  /** Null where the page states no day. */
  publishedOn: string | null;
  readOn: string;
  /** Null where it is neither of ours or not stated. */
  definition: EngagementRateDefinition | null;
  definitionText: string;
  industry: string | null;
  /** Lower bound of the tier, included; null is open. */
  minFollowers: number | null;
  /** Upper bound of the tier, excluded; null is open. */
  maxFollowers: number | null;
  /** A fraction: 0.041 is 4.1 %. */
  value: number;
  p25: number | null;
  p75: number | null;
  statistic: string;
  /** Of this very figure; null where the source tells none, or only that of all its figures together. */
  sampleSize: number | null;
}

const READ_ON = '2026-11-28';

/**
 * The table: SociaVault for rates by followers and Rival IQ for rates by views come first, since these say what they
 * divide by and cut by audience or industry. Every figure was compared with a copy of the page on `readOn`. Rates
 * by followers fall with the size of the audience and rates by views rise, so a figure says nothing about a rate of
 * the other definition.
 */
export const BENCHMARKS: readonly EngagementBenchmark[] = [
  ...(
    [
      [1_000, 10_000, 7.84, 4.92, 12.31],
      [10_000, 50_000, 5.21, 3.28, 8.14],
      [50_000, 100_000, 3.89, 2.47, 6.02],
      [100_000, 500_000, 2.73, 1.71, 4.22],
      [500_000, null, 1.84, 1.12, 2.89],
    ] as const
  ).map(([minFollowers, maxFollowers, median, p25, p75]) =>
    figure({
      source: 'SociaVault Labs 2026',
      url: 'https://sociavault.com/blog/good-engagement-rate-tiktok',
      publishedYear: 2026,
      definition: 'BY_FOLLOWERS',
      definitionText:
        '(likes + comments + shares) / followers; 150,000 accounts in all five tiers together. A vendor’s own study.',
      minFollowers,
      maxFollowers,
      value: percent(median),
      p25: percent(p25),
      p75: percent(p75),
      statistic: 'median of accounts',
    }),
  ),
  ...(
    [
      ['Sports Teams', 9.2],
      ['Nonprofits', 5.2],
      ['Influencers', 4.9],
      ['Alcohol', 4.3],
      ['Higher Education', 4.1],
      ['Media', 3.8],
      ['Travel', 3.0],
      ['Tech & Software', 2.9],
      ['Fashion', 2.7],
      ['Health & Beauty', 2.7],
      ['Retail', 2.6],
      ['Food & Beverage', 2.6],
    ] as const
  ).map(([industry, average]) =>
    figure({
      source: 'Rival IQ 2024, as told by That Random Agency',
      url: 'https://thatrandomagency.com/2024/07/08/latest-tiktok-benchmarks/',
      publishedYear: 2024,
      publishedOn: '2024-07-08',
      definition: 'BY_VIEWS',
      definitionText: 'Engagements / views of brands’ videos of 2023.',
      industry,
      value: percent(average),
      statistic: 'average',
    }),
  ),
  ...(
    [
      [null, 5_000, 3.8],
      [1_000_000, null, 7.5],
      [null, null, 4.14],
    ] as const
  ).map(([minFollowers, maxFollowers, average]) =>
    figure({
      source: 'Rival IQ 2023, as told by SMK',
      url: 'https://smk.co/new-report-tiktok-organic-engagement-now-12x-instagram/',
      publishedYear: 2023,
      definition: 'BY_VIEWS',
      definitionText: 'Engagements / views of brands’ videos.',
      minFollowers,
      maxFollowers,
      value: percent(average),
      statistic: 'average',
    }),
  ),
  figure({
    source: 'Rival IQ 2024',
    url: 'https://www.rivaliq.com/blog/tiktok-benchmark-report/',
    publishedYear: 2024,
    definition: 'BY_FOLLOWERS',
    definitionText: 'Engagements / followers of brands.',
    value: percent(2.6),
    statistic: 'median of brands',
  }),
  figure({
    source: 'Rival IQ 2022',
    url: 'https://www.rivaliq.com/blog/tiktok-benchmark-report-2022/',
    publishedYear: 2022,
    definition: 'BY_FOLLOWERS',
    definitionText: 'Engagements / followers of brands.',
    value: percent(4.1),
    statistic: 'median of brands',
  }),
  figure({
    source: 'Socialinsider 2026, as told by ShortsIntel',
    url: 'https://www.shortsintel.com/statistics/social-media-engagement-benchmarks',
    publishedYear: 2026,
    publishedOn: '2026-02-01',
    definition: null,
    definitionText:
      'The page does not state what it divides by; posts of January 2024 to December 2025 on several networks.',
    value: percent(3.7),
    statistic: 'average',
  }),
  figure({
    source: 'Buffer 2025, as told by ShortsIntel',
    url: 'https://www.shortsintel.com/statistics/social-media-engagement-benchmarks',
    publishedYear: 2025,
    definition: null,
    definitionText: 'Interactions / impressions per post.',
    value: percent(4.86),
    statistic: 'not stated',
  }),
  ...(
    [
      [null, 100_000, 7.5],
      [100_000, 500_000, 5.1],
      [500_000, 1_000_000, 4.48],
      [1_000_000, 5_000_000, 3.76],
      [5_000_000, 10_000_000, 4.22],
      [10_000_000, null, 2.88],
    ] as const
  ).map(([minFollowers, maxFollowers, rate]) =>
    figure({
      source: 'The Influencer Marketing Factory 2025, as told by Emplicit',
      url: 'https://emplicit.co/tiktok-engagement-rate-benchmarks-2025',
      publishedYear: 2025,
      definition: null,
      definitionText: 'The page does not state what it divides by.',
      minFollowers,
      maxFollowers,
      value: percent(rate),
      statistic: 'not stated',
    }),
  ),
];

/**
 * The published figures that fit: of `industry` alone where one is given (in the source's words, upper and lower case
 * alike), and with `followers` the nearest tier first, figures without a tier last. Otherwise in the table's order.
 */
export function benchmarksFor(
  followers: number | null,
  industry: string | null,
): readonly EngagementBenchmark[] {
  const wanted = industry?.trim().toLowerCase();
  const found = BENCHMARKS.filter(
    (benchmark) => wanted === undefined || benchmark.industry?.toLowerCase() === wanted,
  );
  if (followers === null) return found;
  const distance = new Map(found.map((benchmark) => [benchmark, distanceTo(benchmark, followers)]));
  // Infinity minus itself is not a number, so they are compared and not subtracted.
  return found.toSorted((a, b) => {
    const [left, right] = [distance.get(a)!, distance.get(b)!];
    return left === right ? 0 : left < right ? -1 : 1;
  });
}

/**
 * How many times larger or smaller an audience is than the nearest border of a tier, as a logarithm: 0 inside,
 * Infinity where the figure has no tier.
 */
function distanceTo({ minFollowers, maxFollowers }: EngagementBenchmark, followers: number): number {
  if (minFollowers === null && maxFollowers === null) return Infinity;
  // One follower stands in for none, whose logarithm is no number.
  const size = Math.log(Math.max(1, followers));
  if (minFollowers !== null && followers < minFollowers) return Math.log(minFollowers) - size;
  // The upper border is the next tier's, so on it there is a step, however small.
  if (maxFollowers !== null && followers >= maxFollowers) {
    return Math.max(Number.EPSILON, size - Math.log(maxFollowers));
  }
  return 0;
}

type Told = Pick<
  EngagementBenchmark,
  'source' | 'url' | 'publishedYear' | 'definition' | 'definitionText' | 'value' | 'statistic'
>;

function figure(told: Told & Partial<EngagementBenchmark>): EngagementBenchmark {
  return {
    publishedOn: null,
    readOn: READ_ON,
    industry: null,
    minFollowers: null,
    maxFollowers: null,
    p25: null,
    p75: null,
    sampleSize: null,
    ...told,
  };
}

/** Percent as printed, as the nearest fraction: 4.1 is 0.041 and not 0.040999…. */
function percent(printed: number): number {
  return Math.round(printed * 100) / 10_000;
}
