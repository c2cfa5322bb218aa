import type {
  EvidenceItem,
  FindingItem,
  PastRecommendationItem,
  ProposedSlot,
  StatisticItem,
  TrendItem,
  VideoItem,
} from '../../server/modules/recommendations/engine.ts';

// Evidence of accounts that do not exist, in the shape and the words in which the server keeps it.

/** When all packs are looked at. */
export const NOW = '2026-11-22T15:00:00.000Z';

type Unkeyed = EvidenceItem extends infer Item
  ? Item extends EvidenceItem
    ? Omit<Item, 'key'>
    : never
  : never;

/** Items with their keys, E1 onwards. */
export function keyed(...items: readonly Unkeyed[]): EvidenceItem[] {
  return items.map((item, index) => ({ key: `E${String(index + 1)}`, ...item }));
}

/** A video 10 days old, with its rank against 30 others. */
export function video(
  title: string,
  views: number,
  given: { hashtags?: string[]; seconds?: number; multiple?: number | null } = {},
): Omit<VideoItem, 'kind'> & { kind: 'VIDEO'; summary: string; capturedAt: string } {
  const { hashtags = [], seconds = 24, multiple = null } = given;
  const comparison =
    multiple === null
      ? '; too few others are known at its age to compare'
      : `, ${String(multiple)} times the median of 30 others at 168 hours`;
  return {
    kind: 'VIDEO',
    summary: `“${title}” has ${views.toLocaleString('en')} views${comparison}.`,
    capturedAt: NOW,
    videoId: idOf(title),
    tikTokId: '7400000000000000001',
    title,
    hashtags,
    durationSeconds: seconds,
    postedAt: '2026-11-12T17:00:00.000Z',
    metrics: {
      views,
      likes: Math.round(views * 0.081),
      comments: Math.round(views * 0.0043),
      shares: Math.round(views * 0.0021),
      source: 'DISPLAY_API',
      capturedAt: NOW,
    },
    outlier:
      multiple === null
        ? null
        : {
            robustZ: Math.round(Math.log(multiple) * 130) / 100,
            multipleOfMedian: multiple,
            basis: 'EQUAL_AGE',
            ageHours: 168,
            sampleSize: 30,
            viewsPerHour: null,
            onTrackFor: null,
            capturedAt: NOW,
          },
  };
}

/** A lift in fractions: 0.42, from 0.18 to 0.71. */
export function lift(
  topic: 'HASHTAG' | 'FORMAT' | 'POSTING_TIME',
  subject: string,
  [value, lower, upper]: readonly [number, number, number],
  sampleSize: number,
  slots: ProposedSlot[] = [],
): StatisticItem & { summary: string; capturedAt: string } {
  const verdict = lower > 0 ? 'HIGHER' : 'NO_EVIDENCE_YET';
  const said =
    verdict === 'HIGHER' ? 'more than chance explains' : 'no evidence yet that this is more than chance';
  return {
    kind: 'STATISTIC',
    summary: `Posts with ${topic === 'HASHTAG' ? '#' : ''}${subject} are associated with ${signed(value)} views against the usual (95% interval ${signed(lower)} to ${signed(upper)}, ${String(sampleSize)} posts): ${said}.`,
    capturedAt: NOW,
    topic,
    subject,
    estimate: {
      value,
      interval: { lower, upper, level: 0.95, method: 'empirical Bayes' },
      sampleSize,
      definition: 'Views against the account’s usual, a fraction.',
    },
    verdict,
    unshrunken: value,
    days: null,
    slots,
  };
}

/** Likes, comments and shares over views. */
export function engagement(
  [value, lower, upper]: readonly [number, number, number],
  sampleSize: number,
): StatisticItem & { summary: string; capturedAt: string } {
  return {
    ...lift('FORMAT', '', [value, lower, upper], sampleSize),
    summary: `Likes, comments and shares are ${(value * 100).toFixed(1)}% of views, pooled over ${String(sampleSize)} posts.`,
    topic: 'ENGAGEMENT',
    subject: null,
    verdict: 'NO_EVIDENCE_YET',
    unshrunken: null,
  };
}

export function cadence(
  aWeek: number,
  posts: number,
): StatisticItem & { summary: string; capturedAt: string } {
  return {
    ...lift('FORMAT', '', [aWeek, aWeek * 0.7, aWeek * 1.4], posts),
    summary: `${String(posts)} posts in the last 28 days: ${String(aWeek)} a week.`,
    topic: 'CADENCE',
    subject: null,
    verdict: 'NO_EVIDENCE_YET',
    unshrunken: null,
    days: 28,
  };
}

/** A trend that grows by a fraction a day. */
export function trend(
  trendKind: TrendItem['trendKind'],
  name: string,
  growth: number,
  given: { views?: number; posts?: number; region?: string } = {},
): TrendItem & { summary: string; capturedAt: string } {
  const { views = 1_200_000, posts = 740, region = 'US' } = given;
  return {
    kind: 'TREND',
    summary: `${trendKind === 'HASHTAG' ? '#' : ''}${name} is exploding in ${region}: ${signed(growth)} a day.`,
    capturedAt: NOW,
    trendId: idOf(name),
    trendKind,
    name,
    region,
    category: null,
    stage: 'EXPLODING',
    dailyGrowth: {
      value: growth,
      interval: { lower: growth * 0.8, upper: growth * 1.2, level: 0.9, method: 'negative binomial' },
      sampleSize: 9,
      definition: 'Growth of all-time views, a fraction a day.',
    },
    windowDays: 3,
    rank: 4,
    views,
    posts,
    relevance: {
      score: 0.62,
      hashtagOverlap: 0.4,
      categoryFit: null,
      audienceTime: 0.7,
      freshness: 0.9,
      ownLift: null,
      computedAt: NOW,
    },
  };
}

export function past(
  recommendationKind: PastRecommendationItem['recommendationKind'],
  title: string,
  status: PastRecommendationItem['status'],
  dismissReason: PastRecommendationItem['dismissReason'] = null,
): PastRecommendationItem & { summary: string; capturedAt: string } {
  return {
    kind: 'PAST_RECOMMENDATION',
    summary: `Recommended on 2026-11-15: “${title}”; ${status.toLowerCase()}.`,
    capturedAt: '2026-11-15T09:00:00.000Z',
    recommendationId: idOf(title),
    recommendationKind,
    title,
    hashtags: [],
    createdAt: '2026-11-15T09:00:00.000Z',
    status,
    dismissReason,
    result: null,
  };
}

/** A change of views against the weeks before, as a factor. */
export function finding(
  findingKind: FindingItem['findingKind'],
  summary: string,
  factor: number,
): FindingItem & { summary: string; capturedAt: string } {
  return {
    kind: 'FINDING',
    summary,
    capturedAt: NOW,
    findingId: idOf(summary),
    findingKind,
    startedOn: '2026-11-18',
    effect: {
      value: factor,
      interval: { lower: factor * 0.7, upper: factor * 1.4, level: 0.95, method: 'bootstrap' },
      sampleSize: 12,
      definition: 'Views of new videos over those before.',
    },
  };
}

/** Posts of a block of hours, with two times ahead in it that the analysis proposes. */
export function hours(
  startHour: 8 | 12 | 16 | 20,
  effect: readonly [number, number, number],
  sampleSize: number,
): ReturnType<typeof lift> {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const basis: ProposedSlot['basis'] = effect[1] > 0 ? 'EVIDENCE' : 'EXPERIMENT';
  const day = 23 + startHour / 4 - 2;
  const slots = [day, day + 4].map((date): ProposedSlot => ({
    at: `2026-11-${String(date)}T${clock(startHour)}:00.000Z`,
    basis,
    lift: null,
  }));
  return lift('POSTING_TIME', `${clock(startHour)}–${clock(startHour + 4)}`, effect, sampleSize, slots);
}

function signed(fraction: number): string {
  return fraction.toLocaleString('en', {
    style: 'percent',
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero',
  });
}

/** The same name has the same id, everywhere and always. */
function idOf(name: string): string {
  const digits = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 0xffffffffffff, 7);
  return `00000000-0000-7000-8000-${digits.toString(16).padStart(12, '0')}`;
}
