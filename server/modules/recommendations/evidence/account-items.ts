import { engagementRateOfPosts } from '../../analytics/engagement-rate.ts';
import type { AccountForecast } from '../../performance/forecast.service.ts';
import { poissonInterval } from './poisson-interval.ts';
import type { Unkeyed } from './unkeyed.ts';
import type { EvidenceVideo } from './video-items.ts';
import { percent, posts, show } from './words.ts';

/** Posts that say what engagement is now. */
const ENGAGEMENT_DAYS = 90;
const CADENCE_DAYS = 28;
/** Fewer posts that can be compared tell nothing of hashtags, formats and hours. */
const ENOUGH_POSTS = 8;
const DAY_MS = 86_400_000;

const NO_LIFT = {
  kind: 'STATISTIC',
  subject: null,
  verdict: 'NO_EVIDENCE_YET',
  unshrunken: null,
} as const;

/** Of the last 90 days, else of all. One post's rate has no interval, so it is no estimate yet. */
export function engagementItems(videos: readonly EvidenceVideo[], now: Date): Unkeyed<'STATISTIC'>[] {
  const captured = videos.flatMap(({ capturedAt, ...video }) =>
    capturedAt === null ? [] : [{ ...video, capturedAt }],
  );
  const recent = captured.filter(
    ({ postedAt }) => now.getTime() - postedAt.getTime() < ENGAGEMENT_DAYS * DAY_MS,
  );
  const rated = recent.length > 1 ? recent : captured;
  const rate = engagementRateOfPosts(rated, 'BY_VIEWS', 'POOLED');
  if (!rate?.interval) return [];
  const { value, interval, sampleSize } = rate;
  const newest = Math.max(...rated.map(({ capturedAt }) => capturedAt.getTime()));
  return [
    {
      ...NO_LIFT,
      summary: `Likes, comments and shares are ${percent(value)} of views, pooled over ${posts(sampleSize)} (${percent(interval.level)} interval ${percent(interval.lower)} to ${percent(interval.upper)}).`,
      capturedAt: new Date(newest).toISOString(),
      topic: 'ENGAGEMENT',
      estimate: {
        value,
        interval,
        sampleSize,
        definition: 'Likes, comments and shares over views, sum over sum; a fraction.',
      },
      days: null,
      slots: [],
    },
  ];
}

/**
 * How often the account posts. Always there, and so what thin data can cite.
 *
 * @param compared posts that the analyses could compare.
 */
export function cadenceItem(
  videos: readonly EvidenceVideo[],
  compared: number,
  now: Date,
): Unkeyed<'STATISTIC'> {
  const first = Math.min(...videos.map(({ postedAt }) => postedAt.getTime()));
  const days = Math.max(7, Math.min(CADENCE_DAYS, Math.ceil((now.getTime() - first) / DAY_MS)));
  const from = now.getTime() - days * DAY_MS;
  const recent = videos.filter(({ postedAt }) => postedAt.getTime() > from).length;
  const weeks = days / 7;
  const { lower, upper } = poissonInterval(recent, 0.95);
  const thin =
    compared >= ENOUGH_POSTS
      ? ''
      : ` The data are thin: ${posts(compared)} can be compared, and it takes ${String(ENOUGH_POSTS)} to tell anything of hashtags, formats and hours.`;
  return {
    ...NO_LIFT,
    summary: `${posts(recent)} in the last ${String(days)} days: ${show(recent / weeks)} a week.${thin}`,
    capturedAt: now.toISOString(),
    topic: 'CADENCE',
    estimate: {
      value: recent / weeks,
      interval: { lower: lower / weeks, upper: upper / weeks, level: 0.95, method: 'exact Poisson' },
      sampleSize: recent,
      definition: `Posts a week over the last ${String(days)} days.`,
    },
    days,
    slots: [],
  };
}

const FORECAST_WORDS = {
  FOLLOWERS: { subject: 'followers', sentence: 'Followers are heading for', unit: 'Followers at the end of' },
  VIEWS: {
    subject: 'views a day',
    sentence: 'Views gained a day are heading for',
    unit: 'Views that all videos together gain on',
  },
  LIKES: {
    subject: 'likes a day',
    sentence: 'Likes gained a day are heading for',
    unit: 'Likes that all videos together gain on',
  },
} as const;

/** The last day of a forecast. */
export function forecastItem({
  metric,
  points,
  method,
  backtest,
  freshness,
}: AccountForecast): Unkeyed<'STATISTIC'> {
  const { value, interval, date } = points.at(-1)!;
  const days = points.length;
  const { subject, sentence, unit } = FORECAST_WORDS[metric];
  return {
    ...NO_LIFT,
    summary: `${sentence} ${show(value)} on ${date}, in ${String(days)} days (${percent(interval.level)} interval ${show(interval.lower)} to ${show(interval.upper)}, checked on ${String(backtest.folds)} past forecasts).`,
    capturedAt: (freshness.inputsThrough ?? freshness.computedAt).toISOString(),
    topic: 'FORECAST',
    subject,
    estimate: {
      value,
      interval,
      sampleSize: backtest.folds,
      definition: `${unit} ${date}, by ${method}; sampleSize counts past forecasts that the interval was checked on.`,
    },
    days,
    slots: [],
  };
}
