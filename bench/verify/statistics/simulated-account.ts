import { createRandom, type Random, randomNormal } from '../../../server/lib/random.ts';
import { AGES, type AgedVideo } from '../../../server/modules/analytics/outlier/outlier.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY = Date.parse('2026-01-01T00:00:00Z');
/** Of the standardised log views of a real creator: heavier above than below. */
const SKEW = 0.24;
/** Slow weeks and good ones, which neighbouring posts share. */
const TIDE = 0.22;
const TIDE_DAYS = 47;
const AUTOCORRELATION = 0.1;
const HALF_LIFE_DAYS = 4.5;
const CURVE_SHAPE = 0.8;
const WEEKDAYS = [0.8, 0.85, 0.9, 1, 1.1, 1.25, 1.1];

/** What happens to an account beside chance; nothing unless said. */
export interface Happening {
  /** From the day on, counted from 0, every post gets this many times the views. */
  reach?: { fromDay: number; factor: number };
  /** The first post from that day on gets this many times the views, in a wave that begins so many hours after it. */
  viral?: { fromDay: number; factor: number; afterHours: number };
  /** Followers gained on the day beside the others, as a share of all. */
  jump?: { day: number; share: number };
}

export interface SimulatedPost {
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  day: number;
  /** Views in the end. */
  reach: number;
  /** Days to half of them, and how steep the curve is there. */
  halfLifeDays: number;
  shape: number;
  /** A second wave; null for nearly all. */
  wave: { at: number; reach: number } | null;
}

export interface SimulatedAccount {
  posts: SimulatedPost[];
  /** A day: followers at its end and gained in it. */
  followers: { followers: number; gained: number }[];
}

/** What an account is like; drawn once. */
interface Character {
  sigma: number;
  postsPerWeek: number;
  followersAtStart: number;
  weeklyGrowth: number;
  viewsPerFollower: number;
  tidePhase: number;
}

/**
 * An account over `days` days, known from the first of them on. Fitted to what is known of real creators
 * (`server/sandbox/tiktok/world/video.plan.ts` says from where): σ of log views 0.6–0.95 and skewed, 1.5–10 posts a week
 * after a weekly season, views by age on a log-logistic curve, growth up to 2 % a week, a slow tide. Half of the
 * new followers come from views, and so have their tails.
 */
export function simulateAccount(seed: string, days: number, happening: Happening = {}): SimulatedAccount {
  const random = createRandom(seed);
  const character: Character = {
    sigma: between(random, 0.6, 0.95),
    postsPerWeek: Math.exp(between(random, Math.log(1.5), Math.log(10))),
    followersAtStart: Math.exp(between(random, Math.log(2_000), Math.log(500_000))),
    weeklyGrowth: between(random, 0, 0.02),
    viewsPerFollower: Math.exp(between(random, Math.log(0.09), Math.log(0.45))),
    tidePhase: between(random, 0, 2 * Math.PI),
  };
  const posts = simulatePosts(random, character, days, happening);
  return { posts, followers: simulateFollowers(random, character, days, posts, happening) };
}

function simulatePosts(
  random: Random,
  { sigma, postsPerWeek, followersAtStart, weeklyGrowth, viewsPerFollower, tidePhase }: Character,
  days: number,
  { reach: change, viral }: Happening,
): SimulatedPost[] {
  const posts: SimulatedPost[] = [];
  let luck = randomNormal(random);
  for (let day = 0; day < days; day++) {
    const usual = followersAtStart * (1 + (weeklyGrowth * day) / 7) * viewsPerFollower;
    const tide = TIDE * Math.sin((2 * Math.PI * day) / TIDE_DAYS + tidePhase);
    const factor = change !== undefined && day >= change.fromDay ? change.factor : 1;
    const count = poisson(random, (postsPerWeek / 7) * WEEKDAYS[day % 7]!);
    for (let post = 0; post < count; post++) {
      luck = AUTOCORRELATION * luck + Math.sqrt(1 - AUTOCORRELATION ** 2) * randomNormal(random);
      posts.push({
        postedAt: TODAY + (day + random()) * DAY_MS,
        day,
        reach: usual * factor * Math.exp(sigma * skewed(luck) + tide),
        halfLifeDays: HALF_LIFE_DAYS * Math.exp(0.35 * randomNormal(random)),
        shape: CURVE_SHAPE * Math.exp(0.15 * randomNormal(random)),
        wave: null,
      });
    }
  }
  posts.sort((a, b) => a.postedAt - b.postedAt);
  const chosen = viral && posts.find(({ day }) => day >= viral.fromDay);
  if (viral !== undefined && chosen !== undefined) {
    const at = chosen.postedAt + viral.afterHours * HOUR_MS;
    chosen.wave = { at, reach: (viral.factor - 1) * chosen.reach };
  }
  return posts;
}

function simulateFollowers(
  random: Random,
  { sigma, postsPerWeek, followersAtStart, weeklyGrowth, viewsPerFollower }: Character,
  days: number,
  posts: readonly SimulatedPost[],
  { jump }: Happening,
): SimulatedAccount['followers'] {
  // Half of the growth in the mean, of which the tail of views has its part.
  const perView = weeklyGrowth / 2 / (postsPerWeek * viewsPerFollower * Math.exp(sigma ** 2 / 2));
  const steady = (followersAtStart * weeklyGrowth) / 2 / 7;
  let followers = followersAtStart;
  return Array.from({ length: days }, (_day, day) => {
    const end = TODAY + (day + 1) * DAY_MS;
    const viewed = posts.reduce(
      (sum, post) => sum + (post.postedAt < end ? viewsAt(post, end) - viewsAt(post, end - DAY_MS) : 0),
      0,
    );
    const noise = Math.exp(0.3 * randomNormal(random)) * WEEKDAYS[day % 7]!;
    // Some leave every day.
    const left = followers * 0.0003 * Math.exp(0.3 * randomNormal(random));
    let gained = Math.round((steady + viewed * perView) * noise - left);
    if (jump?.day === day) gained += Math.round(jump.share * followers);
    followers += gained;
    return { followers: Math.round(followers), gained };
  });
}

/** The post as far as it is known at an instant: captured at each of the ages that it has reached. */
export function asAgedVideo(post: SimulatedPost, now: number): AgedVideo {
  return {
    id: String(post.postedAt),
    postedAt: post.postedAt,
    viewsPerHour: null,
    newest: null,
    around: AGES.flatMap((hours) => {
      const at = post.postedAt + hours * HOUR_MS;
      const capture = { at, views: viewsAt(post, at) };
      return at <= now ? [{ hours, before: capture, after: capture }] : [];
    }),
  };
}

/** Views at an instant: a log-logistic curve, and another one where a second wave came. */
export function viewsAt({ postedAt, reach, wave, halfLifeDays, shape }: SimulatedPost, at: number): number {
  const share = (since: number) => {
    const days = (at - since) / DAY_MS;
    return days <= 0 ? 0 : 1 / (1 + (days / halfLifeDays) ** -shape);
  };
  return Math.round(reach * share(postedAt) + (wave === null ? 0 : wave.reach * share(wave.at)));
}

/** A standardised log-normal: mean 0, variance 1, skewness 0.75. */
function skewed(z: number): number {
  const variance = Math.exp(SKEW ** 2) - 1;
  return (Math.exp(SKEW * z - SKEW ** 2 / 2) - 1) / Math.sqrt(variance);
}

function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}

/** Knuth, The Art of Computer Programming 2, §3.4.1. */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
