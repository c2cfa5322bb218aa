import { createRandom, randomNormal } from '../../../lib/random.ts';
import { clockOf } from '../../analytics/calendar.ts';
import { outlierScore } from '../../analytics/outlier/outlier.ts';
import { analysePerformance } from '../../performance/performance.ts';
import { outcomesOf } from '../../performance/post-outcomes.ts';
import type { RelevantTrend } from '../../trends/relevance/relevant-trends.service.ts';
import type { EvidencePack } from '../engine.ts';
import { type KnownFacts, packItems } from './pack-items.ts';
import type { PastRecommendation } from './past-items.ts';
import type { EvidenceVideo } from './video-items.ts';

// An account for tests, with analyses of its own: a post a day, newest first, log-normal views, one hashtag (`winner`)
// with three times the usual views, and nothing else that matters.

/** When the simulated account is looked at. */
export const SIMULATED_NOW = new Date('2026-11-22T15:00:00Z');

const TIMEZONE = 'Europe/Paris';
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
const TITLES = [
  'Fry the gnocchi, never boil it #winner',
  'Dinner in 20 minutes, one pan',
  'How I whip a rope end',
  'The lemon goes in last',
  'What 3 euros buy at the market',
];

/** What is known of it. */
export function simulatedFacts(posts: number, given: Partial<KnownFacts> = {}): KnownFacts {
  const videos = simulateVideos(posts);
  const capturedAt = new Date('2026-11-22T12:00:00Z');
  return {
    videos: withScores(videos),
    performance: {
      connectionId: '00000000-0000-7000-8000-00000000c0de',
      timezone: TIMEZONE,
      result: analysePerformance(analysedPosts(videos)),
      freshness: { computedAt: SIMULATED_NOW, inputsThrough: capturedAt, isStale: false },
    },
    forecasts: [],
    trends: [],
    findings: [],
    past: [],
    now: SIMULATED_NOW,
    ...given,
  };
}

/** The same as evidence. */
export function simulatedPack(posts: number, given: Partial<KnownFacts> = {}): EvidencePack {
  return {
    items: packItems(simulatedFacts(posts, given)),
    account: {
      username: 'knots',
      displayName: 'Knots',
      followers: 12_000,
      timezone: TIMEZONE,
      language: 'en',
    },
    now: SIMULATED_NOW.toISOString(),
  };
}

/** A trend that explodes, by 12 % a day, and is relevant. */
export function risingTrend(
  kind: RelevantTrend['trend']['kind'],
  name: string,
  given: Partial<RelevantTrend> = {},
): RelevantTrend {
  const interval = { lower: 0.09, upper: 0.15, level: 0.95, method: 'x' };
  return {
    trend: {
      id: `trend ${name}`,
      kind,
      key: name,
      name,
      category: null,
      region: 'FR',
      source: 'CREATIVE_CENTER',
      stage: 'EXPLODING',
      growthLower: 0.09,
      views: 1_200_000n,
      posts: 4_300n,
      rank: 7,
      velocity: {
        windowDays: 7,
        dailyGrowth: { value: 0.12, interval, sampleSize: 8, definition: 'views' },
        acceleration: null,
        stage: 'EXPLODING',
        ageDays: 9,
      },
      firstSeenAt: new Date('2026-11-13T00:00:00Z'),
      capturedAt: new Date('2026-11-22T06:00:00Z'),
    },
    relevance: {
      score: 0.71,
      hashtagOverlap: 0.6,
      categoryFit: null,
      audienceTime: null,
      freshness: 0.9,
      ownLift: null,
      computedAt: SIMULATED_NOW,
    },
    ...given,
  };
}

export function earlier(title: string, given: Partial<PastRecommendation> = {}): PastRecommendation {
  return {
    id: `past ${title}`,
    kind: 'IDEA',
    title,
    hashtags: [],
    createdAt: new Date('2026-11-10T09:00:00Z'),
    status: 'NEW',
    dismissReason: null,
    result: null,
    ...given,
  };
}

function simulateVideos(count: number): EvidenceVideo[] {
  const random = createRandom(`videos ${String(count)}`);
  return Array.from({ length: count }, (_, index) => {
    const isWinner = random() < 0.4;
    const views = Math.round(Math.exp(9 + 0.6 * randomNormal(random)) * (isWinner ? 3 : 1));
    return {
      id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
      tikTokId: `74${String(index).padStart(17, '0')}`,
      title: TITLES[index % TITLES.length]!,
      hashtags: [...(isWinner ? ['winner'] : []), random() < 0.5 ? 'foodtok' : 'onepan'],
      durationSeconds: 8 + Math.floor(random() * 50),
      postedAt: new Date(SIMULATED_NOW.getTime() - (index + 8 + random()) * 24 * HOUR_MS),
      isPublic: true,
      views,
      likes: Math.round(views * 0.08 * (0.5 + random())),
      comments: Math.round(views * 0.004),
      shares: Math.round(views * 0.002),
      followers: 12_000,
      outlier: null,
      isScored: true,
      capturedAt: new Date('2026-11-22T12:00:00Z'),
      source: 'DISPLAY_API',
    };
  });
}

function analysedPosts(videos: readonly EvidenceVideo[]) {
  const posts = videos.toReversed();
  const outcomes = outcomesOf(
    posts.map(({ postedAt, views }) => ({ postedAt: postedAt.getTime(), age: 'WEEK', views: views ?? 0 })),
  );
  return posts.flatMap(({ id, postedAt: posted, hashtags, durationSeconds }, index) => {
    const outcome = outcomes[index] ?? null;
    if (outcome === null) return [];
    const postedAt = posted.getTime();
    const { hour, weekday } = clockOf(postedAt, TIMEZONE);
    const shape = { orientation: 'PORTRAIT', format: 'VIDEO' } as const;
    return [
      {
        id,
        postedAt,
        measuredAt: postedAt + WEEK_HOURS * HOUR_MS,
        weekday: weekday - 1,
        hour,
        outcome,
        hashtags,
        durationSeconds,
        ...shape,
        captionLength: 20,
        postsInWeekBefore: null,
      },
    ];
  });
}

function withScores(videos: readonly EvidenceVideo[]): EvidenceVideo[] {
  const aged = videos.map(({ id, postedAt: posted, views }) => {
    const postedAt = posted.getTime();
    const capture = { at: postedAt + WEEK_HOURS * HOUR_MS, views: views ?? 0 };
    const around = [{ hours: WEEK_HOURS, before: capture, after: capture }];
    return { id, postedAt, viewsPerHour: null, around, newest: capture };
  });
  return videos.map((video, index) => {
    const score = outlierScore(aged[index]!, aged, SIMULATED_NOW);
    return { ...video, outlier: score && { ...score, capturedAt: score.capturedAt.toISOString() } };
  });
}
