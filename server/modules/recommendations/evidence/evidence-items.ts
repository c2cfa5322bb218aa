import { engagementRateOfPosts } from '../../analytics/engagement-rate.ts';
import { clockOf } from '../../analytics/calendar.ts';
import type { EvidenceItem, StoredOutlierScore } from '../engine.ts';
import { liftsOf, MIN_POSTS } from './lift.ts';
import type { GroupLift, LiftPost } from './lift.ts';
import { poissonInterval } from './poisson-interval.ts';

/** A video with its newest counters, as evidence sees it. */
export interface EvidenceVideo {
  id: string;
  tikTokId: string;
  /** Title or description, whichever the video has. */
  title: string | null;
  /** Lower case, without `#`. */
  hashtags: string[];
  durationSeconds: number | null;
  postedAt: Date;
  isPublic: boolean;
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  followers: number | null;
  outlier: StoredOutlierScore | null;
  /** Null before the first snapshot. */
  capturedAt: Date | null;
}

type Captured = EvidenceVideo & { views: number; capturedAt: Date };
type Unkeyed<T> = T extends EvidenceItem ? Omit<T, 'key'> : never;
type Statistic = Extract<Unkeyed<EvidenceItem>, { kind: 'STATISTIC' }>;

/** Younger posts have hardly begun to collect views: TikTok spreads a post over days. */
const MIN_AGE_DAYS = 3;
const MAX_VIDEOS = 5;
const MAX_HASHTAGS = 6;
const BLOCK_HOURS = 4;
const CADENCE_DAYS = 28;
const DAY_MS = 86_400_000;
const OUTCOME = `log views of posts at least ${String(MIN_AGE_DAYS)} days old, less the account's trend, partially pooled; associated, not caused`;

const DURATION_BANDS = [
  { label: '1–15 s', upTo: 15 },
  { label: '16–30 s', upTo: 30 },
  { label: '31–60 s', upTo: 60 },
  { label: 'over 60 s', upTo: Infinity },
] as const;

/**
 * What an account's videos tell, as citable items with keys E1, E2, …: top videos, engagement, hashtags, posting
 * hours, duration bands, cadence. Lifts need `MIN_POSTS` posts that are `MIN_AGE_DAYS` old; with fewer the rest
 * still comes, and the cadence item says that the data are thin. Empty without a video.
 */
export function evidenceItems(videos: readonly EvidenceVideo[], timezone: string, now: Date): EvidenceItem[] {
  if (videos.length === 0) return [];
  const captured = videos.filter(
    (video): video is Captured => video.views !== null && video.capturedAt !== null,
  );
  const mature = captured.filter(
    ({ postedAt }) => now.getTime() - postedAt.getTime() >= MIN_AGE_DAYS * DAY_MS,
  );
  const items = [
    ...topVideos(captured, mature),
    ...engagement(mature.length > 0 ? mature : captured),
    ...hashtags(mature),
    ...postingHours(mature, timezone),
    ...durations(mature),
    cadence(videos, mature.length, now),
  ];
  return items.map((item, index) => ({ key: `E${String(index + 1)}`, ...item }));
}

function topVideos(captured: readonly Captured[], mature: readonly Captured[]): Unkeyed<EvidenceItem>[] {
  const candidates = (mature.length > 0 ? mature : captured).filter(({ isPublic }) => isPublic);
  return candidates
    .toSorted((a, b) => b.views - a.views || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_VIDEOS)
    .map((video) => {
      const subject = video.title === null ? 'An untitled post' : `“${shorten(video.title)}”`;
      return {
        kind: 'VIDEO',
        summary: `${subject} has ${show(video.views)} views${comparison(video.outlier)}.`,
        capturedAt: video.capturedAt.toISOString(),
        videoId: video.id,
        tikTokId: video.tikTokId,
        title: video.title,
        hashtags: video.hashtags,
        durationSeconds: video.durationSeconds,
        postedAt: video.postedAt.toISOString(),
        metrics: {
          views: video.views,
          likes: video.likes,
          comments: video.comments,
          shares: video.shares,
          source: 'DISPLAY_API',
          capturedAt: video.capturedAt.toISOString(),
        },
        outlier: video.outlier,
      };
    });
}

function comparison(outlier: StoredOutlierScore | null): string {
  if (outlier === null) return '; too few of the account can be compared to say what is usual';
  const { multipleOfMedian, robustZ, ageHours, sampleSize, basis } = outlier;
  const age = basis === 'EQUAL_AGE' ? `at ${String(ageHours)} hours` : 'grown up';
  return `, ${show(multipleOfMedian)} times the median of ${count(sampleSize)} ${age} (robust z ${show(robustZ)})`;
}

/** One post's rate has no interval, so it is no estimate yet. */
function engagement(posts: readonly Captured[]): Statistic[] {
  const rate = engagementRateOfPosts(posts, 'BY_VIEWS', 'POOLED');
  if (!rate?.interval) return [];
  const { value, interval, sampleSize } = rate;
  return [
    {
      kind: 'STATISTIC',
      summary: `Likes, comments and shares are ${percent(value)} of views, pooled over ${count(sampleSize)} (95% interval ${percent(interval.lower)} to ${percent(interval.upper)}).`,
      capturedAt: newest(posts),
      topic: 'ENGAGEMENT',
      subject: null,
      estimate: {
        value,
        interval,
        sampleSize,
        definition: 'Likes, comments and shares over views, sum over sum; a fraction.',
      },
      verdict: 'NO_EVIDENCE_YET',
      unshrunken: null,
      days: null,
      slots: [],
    },
  ];
}

function hashtags(posts: readonly Captured[]): Statistic[] {
  const lifts = liftsOf(posts.map((post) => toLiftPost(post, post.hashtags)));
  return lifts
    .slice(0, MAX_HASHTAGS)
    .map((lift) =>
      toStatistic(
        lift,
        'HASHTAG',
        `Posts with #${lift.group}`,
        `${String(lifts.length)} hashtags`,
        newest(posts),
      ),
    );
}

function postingHours(posts: readonly Captured[], timezone: string): Statistic[] {
  const lifts = liftsOf(posts.map((post) => toLiftPost(post, [blockOf(post.postedAt, timezone)])));
  return lifts.map((lift) =>
    toStatistic(
      lift,
      'POSTING_TIME',
      `Posts of ${lift.group} (${timezone})`,
      `${String(lifts.length)} blocks of hours`,
      newest(posts),
    ),
  );
}

function durations(posts: readonly Captured[]): Statistic[] {
  const known = posts.flatMap((post) =>
    post.durationSeconds === null ? [] : [toLiftPost(post, [durationBand(post.durationSeconds)])],
  );
  const lifts = liftsOf(known);
  return lifts.map((lift) =>
    toStatistic(
      lift,
      'FORMAT',
      `Videos of ${lift.group}`,
      `${String(lifts.length)} durations`,
      newest(posts),
    ),
  );
}

/** Always there, and so what thin data can cite. */
function cadence(videos: readonly EvidenceVideo[], mature: number, now: Date): Statistic {
  const first = Math.min(...videos.map(({ postedAt }) => postedAt.getTime()));
  const days = Math.max(7, Math.min(CADENCE_DAYS, Math.ceil((now.getTime() - first) / DAY_MS)));
  const from = now.getTime() - days * DAY_MS;
  const posts = videos.filter(({ postedAt }) => postedAt.getTime() > from && postedAt <= now).length;
  const weeks = days / 7;
  const { lower, upper } = poissonInterval(posts, 0.95);
  const thin =
    mature >= MIN_POSTS
      ? ''
      : ` The data are thin: only ${count(mature)} at least ${String(MIN_AGE_DAYS)} days old, and hashtags, hours and durations are compared from ${String(MIN_POSTS)} on.`;
  return {
    kind: 'STATISTIC',
    summary: `${count(posts)} in the last ${String(days)} days: ${show(posts / weeks)} a week.${thin}`,
    capturedAt: now.toISOString(),
    topic: 'CADENCE',
    subject: null,
    estimate: {
      value: posts / weeks,
      interval: { lower: lower / weeks, upper: upper / weeks, level: 0.95, method: 'exact Poisson' },
      sampleSize: posts,
      definition: `Posts a week over the last ${String(days)} days.`,
    },
    verdict: 'NO_EVIDENCE_YET',
    unshrunken: null,
    days,
    slots: [],
  };
}

function toStatistic(
  lift: GroupLift,
  topic: 'HASHTAG' | 'POSTING_TIME' | 'FORMAT',
  posts: string,
  compared: string,
  capturedAt: string,
): Statistic {
  const { value, interval, sampleSize, verdict } = lift;
  const conclusion =
    verdict === 'HIGHER'
      ? `more than chance explains, ${compared} compared`
      : `no evidence yet that this is more than chance, ${compared} compared`;
  return {
    kind: 'STATISTIC',
    summary: `${posts} are associated with ${signedPercent(value)} views against the usual (95% interval ${signedPercent(interval.lower)} to ${signedPercent(interval.upper)}, ${count(sampleSize)}): ${conclusion}.`,
    capturedAt,
    topic,
    subject: lift.group,
    estimate: {
      value,
      interval,
      sampleSize,
      definition: `Views against the account's usual, a fraction: ${OUTCOME}.`,
    },
    verdict,
    unshrunken: null,
    days: null,
    slots: [],
  };
}

function toLiftPost(post: Captured, groups: readonly string[]): LiftPost {
  return { views: post.views, postedAt: post.postedAt.getTime(), groups };
}

/** The block of four hours an instant falls into: `16:00–20:00`. */
export function blockOf(instant: Date, timezone: string): string {
  const start = Math.floor(clockOf(instant.getTime(), timezone).hour / BLOCK_HOURS) * BLOCK_HOURS;
  return `${clock(start)}–${clock(start + BLOCK_HOURS)}`;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function durationBand(seconds: number): string {
  return DURATION_BANDS.find(({ upTo }) => seconds <= upTo)!.label;
}

function newest(posts: readonly Captured[]): string {
  return new Date(Math.max(...posts.map(({ capturedAt }) => capturedAt.getTime()))).toISOString();
}

/** At most three digits that count: 12,300; 3.42. */
function show(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function percent(value: number): string {
  return value.toLocaleString('en', { style: 'percent', maximumSignificantDigits: 2 });
}

function signedPercent(value: number): string {
  return value.toLocaleString('en', {
    style: 'percent',
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero',
  });
}

function count(posts: number): string {
  return posts === 1 ? '1 post' : `${String(posts)} posts`;
}

function shorten(title: string): string {
  const characters = [...title.replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= 80 ? characters.join('') : `${characters.slice(0, 79).join('')}…`;
}
