import { writeCaption } from './captions.ts';
import type { Upload } from './edits.ts';
import type { Persona } from './personas.ts';
import { createRandom, normal, pick, pickWeighted, poisson, uniform } from './random.ts';

/**
 * Everything about a video that does not change. Its counters at an instant follow from this
 * (`video.counters.ts`). Instants are Unix seconds.
 *
 * Fitted to creators-2020 (50,124 public videos of 1,794 creators, November 2020; per-creator figures over the
 * 936 creators with at least 15 videos older than 30 days; medians unless said otherwise):
 * - σ(log views) within a creator 0.83 (quartiles 0.64 and 1.05; 0.81 over creators with any 8 old videos);
 *   standardised log views have skewness 0.75 (1 / 50 / 99 % at −1.79 / −0.18 / 2.84); autocorrelation 0.11.
 * - final views over followers 0.20 (quartiles 0.09 and 0.45), independent of size.
 * - likes over views 0.128, within-creator σ of the log 0.235; comments 0.00085 and 0.62, falling with views
 *   (slope −0.24); shares 0.00060 and 0.79, rising with views (slope +0.16).
 * - views by age, over the creator's median at 30 to 120 days: 0.06 at 3 h, 0.16 at 9 h, 0.28 at 1.5 d, 0.49 at
 *   4 d, 0.62 at 8.5 d, 0.75 at 17 d: a log-logistic curve with its half at 4.5 d and shape 0.8 is within 0.05.
 * - duration: σ of the log within a creator 0.47.
 * - posting: mean gap 35 h, an eighth of the gaps under 2 h; concentration of the hour R = 0.65, the wrapped
 *   normal of σ = 3.5 h; busiest weekday 24 %.
 */
export interface VideoPlan {
  id: string;
  createdAt: number;
  /** When the creator deletes it; null where never. */
  removedAt: number | null;
  caption: string;
  hashtags: string[];
  durationSeconds: number;
  width: number;
  height: number;
  /** TikTok leaves it null for some videos. */
  isAigc: boolean | null;
  /** Views it tends to, without the late burst. */
  reach: number;
  /** Days to half of them. */
  halfLifeDays: number;
  /** A second, late wave of views. */
  burst: { at: number; reach: number } | null;
  likeRatio: number;
  commentRatio: number;
  shareRatio: number;
  /** Removals of spam: from the instant on, the counter is short by the share. */
  viewFall: Fall | null;
  likeFall: Fall | null;
  commentFall: Fall | null;
}

export interface Fall {
  at: number;
  share: number;
}

export const DAY_SECONDS = 86_400;
export const WEEK_SECONDS = 7 * DAY_SECONDS;

const HOUR_SIGMA = 3.5;
const DURATION_SIGMA = 0.47;
const SKEW_SHAPE = 0.24;
const HALF_LIFE_DAYS = 4.5;
/** The curve is at 0.9 of its end where creators-2020's "mature" medians were taken. */
const MATURE_SHARE = 0.9;
/** Two posts of one creator never share a second: a page's cursor would lose the second one. */
const SMALLEST_GAP_SECONDS = 300;
const REMOVED_SHARE = 0.03;

/** The creator's expected audience at an instant, on which the views of a new post depend. */
function audienceAt(persona: Persona, at: number): number {
  const weeks = Math.max(0, (at - firstSecond(persona)) / WEEK_SECONDS);
  return persona.followersAtStart * (1 + persona.weeklyGrowth * weeks);
}

/** Start of the creator's first week, Unix seconds. */
export function firstSecond(persona: Persona): number {
  return Date.parse(`${persona.firstWeek}T00:00:00Z`) / 1000;
}

/** The posts of one week (0 is the first), oldest first; pure, so any week can be planned at any time. */
export function planWeek(persona: Persona, seed: string, week: number): VideoPlan[] {
  const start = firstSecond(persona) + week * WEEK_SECONDS;
  const name = `${seed}|${persona.key}|${week}`;
  return postingTimes(persona, name, start).map((createdAt, index) =>
    planVideo(persona, `${name}|${index}`, createdAt),
  );
}

/** A post that the creator was made to make; it is never deleted by plan. */
export function planUpload(persona: Persona, seed: string, upload: Upload): VideoPlan {
  const plan = planVideo(persona, `${seed}|${persona.key}|${upload.id}`, upload.createdAt);
  const { caption } = upload;
  return {
    ...plan,
    id: upload.id,
    removedAt: null,
    durationSeconds: upload.durationSeconds ?? plan.durationSeconds,
    ...(caption !== null && {
      caption,
      hashtags: [...caption.matchAll(/#([\p{L}\p{N}_]+)/gu)].map(([, tag = '']) => tag.toLowerCase()),
    }),
  };
}

function postingTimes(persona: Persona, name: string, start: number): number[] {
  const random = createRandom(name, 'posting');
  // A week off now and then; every eighth post or so is followed by another within two hours.
  if (persona.postsPerWeek === 0 || random() < 0.03) return [];
  const count = poisson(random, persona.postsPerWeek / 0.97 / 1.12);
  const times: number[] = [];
  for (let post = 0; post < count; post += 1) {
    const day = pickWeighted(random, persona.weekdayWeights);
    const hour = persona.postingHour + HOUR_SIGMA * normal(random) - persona.utcOffsetHours;
    const time = day * DAY_SECONDS + ((hour + 48) % 24) * 3600;
    times.push(time);
    if (random() < 0.12) times.push(time + uniform(random, 20, 110) * 60);
  }
  const kept: number[] = [];
  for (const time of times.map((offset) => start + Math.floor(offset)).sort((a, b) => a - b)) {
    const spaced = time >= (kept.at(-1) ?? start) + SMALLEST_GAP_SECONDS;
    if (spaced && time < start + WEEK_SECONDS) kept.push(time);
  }
  return kept;
}

function planVideo(persona: Persona, name: string, createdAt: number): VideoPlan {
  const random = createRandom(name, 'video');
  const lowBits = Math.floor(random() * 4_294_967_296);
  const { text, hashtags } = writeCaption(persona, name);
  const durationSeconds = Math.round(
    clamp(persona.durationMedianSeconds * Math.exp(DURATION_SIGMA * normal(random)), 5, 180),
  );
  const landscape = random() < persona.landscapeShare;
  const [width, height] = landscape
    ? [1920, 1080]
    : pick(random, [
        [1080, 1920],
        [1080, 1920],
        [576, 1024],
      ] as const);

  const typical = audienceAt(persona, createdAt) * persona.viewsPerFollower;
  const logLift =
    persona.sigma * skewed(normal(random)) +
    persona.durationEffect * Math.log(durationSeconds / persona.durationMedianSeconds) +
    hashtags.reduce((sum, tag) => sum + (persona.tagEffects[tag] ?? 0), 0) +
    // A slow tide, which neighbouring posts share.
    0.22 * Math.sin((2 * Math.PI * createdAt) / (47 * DAY_SECONDS) + persona.followersAtStart);
  const lift = Math.exp(logLift);
  const reach = (typical * lift) / MATURE_SHARE;
  const burst =
    random() < 0.03
      ? { at: createdAt + uniform(random, 12, 75) * DAY_SECONDS, reach: reach * uniform(random, 1.5, 8) }
      : null;

  return {
    // The upper 32 bits of a TikTok video id are its create time.
    id: ((BigInt(createdAt) << 32n) | BigInt(lowBits)).toString(),
    createdAt,
    removedAt:
      random() < (persona.removedShare ?? REMOVED_SHARE)
        ? createdAt + Math.floor(uniform(random, 1, 150) * DAY_SECONDS)
        : null,
    caption: text,
    hashtags,
    durationSeconds,
    width,
    height,
    isAigc: random() < 0.04 ? null : random() < persona.aigcShare,
    reach,
    halfLifeDays: HALF_LIFE_DAYS * Math.exp(0.35 * normal(random)),
    burst,
    likeRatio: Math.min(0.45, persona.likeRatio * Math.exp(0.235 * normal(random))),
    commentRatio: Math.min(0.1, persona.commentRatio * Math.exp(0.62 * normal(random) - 0.24 * logLift)),
    shareRatio: Math.min(0.1, persona.shareRatio * Math.exp(0.75 * normal(random) + 0.16 * logLift)),
    viewFall: random() < 0.06 ? fall(random, createdAt, 0.002, 0.01) : null,
    likeFall: random() < 0.25 ? fall(random, createdAt, 0.004, 0.03) : null,
    commentFall: random() < 0.15 ? fall(random, createdAt, 0.02, 0.15) : null,
  };
}

function fall(random: () => number, createdAt: number, least: number, most: number): Fall {
  return { at: createdAt + uniform(random, 2, 90) * DAY_SECONDS, share: uniform(random, least, most) };
}

/** A standardised log-normal: mean 0, variance 1, skewness 0.75. */
function skewed(z: number): number {
  const variance = Math.exp(SKEW_SHAPE ** 2) - 1;
  return (Math.exp(SKEW_SHAPE * z - SKEW_SHAPE ** 2 / 2) - 1) / Math.sqrt(variance);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
