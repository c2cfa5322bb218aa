import { probit } from 'simple-statistics';
import { type Random, randomNormal } from '../../../server/lib/random.ts';
import type { ScoredPost } from '../../../server/modules/trends/corpus/exploding-formats.ts';

const DAY = 86_400_000;
const FIRST_POST = Date.UTC(2026, 0, 1);
const WINDOW_DAYS = 28;
/** Share of posts that are outliers, of an account of the usual kind. */
const USUAL_SHARE = 0.07;
const PATTERNS = ['question', 'list', 'exclamation', 'mention', 'emoji', 'how-to', 'call-to-action'];

export interface SimulatedCorpus {
  accounts: number;
  /** Of each account, in 28 days. */
  posts: number;
  /** Whether neighbouring posts are alike: outliers come in good weeks, and formats in series of about ten posts. */
  areNeighboursAlike?: boolean;
}

/** Features of a format that outliers have more often than others, and how many of its posts are outliers. */
export interface PlantedFormat {
  features: readonly string[];
  /** Of the posts of each account, that are of it. */
  share: number;
  /** Of its posts, that are outliers. */
  outlierShare: number;
}

/**
 * Posts of accounts whose formats have no effect, but for the planted one: accounts differ in durations, hashtags, what
 * their captions do, and in how many of their posts are outliers.
 */
export function simulatedCorpus(
  { accounts, posts, areNeighboursAlike = false }: SimulatedCorpus,
  random: Random,
  planted: PlantedFormat | null = null,
): ScoredPost[] {
  return Array.from({ length: accounts }, (_, account) => {
    const habits = habitsOf(random, account);
    let features = featuresBy(habits, random);
    let mood = randomNormal(random);
    return Array.from({ length: posts }, (_post, index) => {
      mood = areNeighboursAlike
        ? 0.4 * mood + Math.sqrt(1 - 0.4 ** 2) * randomNormal(random)
        : randomNormal(random);
      if (!areNeighboursAlike || random() < 0.1) features = featuresBy(habits, random);
      const isPlanted = planted !== null && random() < planted.share;
      return {
        accountId: String(account),
        postedAt: FIRST_POST + ((index + random()) / posts) * WINDOW_DAYS * DAY,
        isOutlier: isPlanted ? random() < planted.outlierShare : mood > habits.outlierFrom,
        features: isPlanted ? withFeatures(features, planted.features) : features,
      };
    });
  }).flat();
}

interface Habits {
  outlierFrom: number;
  duration: number;
  patterns: readonly number[];
  hashtags: readonly string[];
}

function habitsOf(random: Random, account: number): Habits {
  const share = Math.min(0.3, USUAL_SHARE * Math.exp(0.5 * randomNormal(random)));
  return {
    outlierFrom: probit(1 - share),
    duration: 20 * Math.exp(0.5 * randomNormal(random)),
    patterns: PATTERNS.map(() => 0.4 * random() ** 2),
    // Some of a person's own, some that many use.
    hashtags: [
      ...Array.from({ length: 8 }, (_, index) => `own${String(account)}-${String(index)}`),
      ...Array.from({ length: 6 }, () => `common${String(Math.floor(30 * random() ** 2))}`),
    ],
  };
}

function featuresBy({ duration, patterns, hashtags }: Habits, random: Random): string[] {
  const seconds = duration * Math.exp(0.5 * randomNormal(random));
  const length = 60 * Math.exp(0.9 * randomNormal(random));
  return [
    `orientation:${random() < 0.9 ? 'PORTRAIT' : 'LANDSCAPE'}`,
    `duration:${bandOf(seconds, [15, 30, 60, 180])}`,
    ...PATTERNS.filter((_, index) => random() < patterns[index]!).map((code) => `caption:${code}`),
    ...(length < 150 ? [`length:${bandOf(length, [50, 150])}`] : []),
    // The first ones more often than the last.
    ...new Set(
      hashtags
        .filter((_, index) => random() < 0.5 / (1 + (index % 8)))
        .map((hashtag) => `hashtag:${hashtag}`),
    ),
  ];
}

/** The planted features join the others, a duration in the place of the one that there is. */
function withFeatures(features: readonly string[], planted: readonly string[]): string[] {
  const isDuration = (feature: string): boolean => feature.startsWith('duration:');
  const others = planted.some(isDuration) ? features.filter((feature) => !isDuration(feature)) : features;
  return [...new Set([...others, ...planted])];
}

function bandOf(value: number, bands: readonly number[]): string {
  return String(bands.find((max) => value <= max) ?? 'more');
}
