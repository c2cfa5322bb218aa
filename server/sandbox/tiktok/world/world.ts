import { createHash } from 'node:crypto';

import { PERSONAS, type Persona } from './personas.ts';
import { createRandom, uniform } from './random.ts';
import { countersAt, wavesAt } from './video.counters.ts';
import { DAY_SECONDS, firstSecond, planWeek, WEEK_SECONDS, type VideoPlan } from './video.plan.ts';

/** A creator's profile counters at an instant. */
export interface ProfileCounters {
  followers: number;
  following: number;
  /** Sum of the likes of the videos that are public at the instant. */
  likes: number;
  /** Number of the videos that are public at the instant. */
  videos: number;
}

export interface SimulatedCreator {
  readonly persona: Persona;
  /** Public videos at `at` (Unix milliseconds), newest first. */
  videosAt(at: number): VideoPlan[];
  /** A video that is public at `at`; undefined where it is not yet, no longer or never was this creator's. */
  videoAt(id: string, at: number): VideoPlan | undefined;
  profileAt(at: number): ProfileCounters;
}

/** All creators of a seed. Every figure is a pure function of the seed, the creator and the instant. */
export interface World {
  readonly seed: string;
  readonly creators: readonly SimulatedCreator[];
  creator(key: string): SimulatedCreator | undefined;
  /** `open_id`: stable by (client key, creator); starts with a dash for some, as TikTok's do. */
  openId(clientKey: string, creatorKey: string): string;
  unionId(creatorKey: string): string;
}

export function createWorld(seed: string): World {
  const creators = PERSONAS.map((persona) => simulate(persona, seed));
  const byKey = new Map(creators.map((creator) => [creator.persona.key, creator]));
  const digest = (...parts: string[]): string =>
    createHash('sha256')
      .update([seed, ...parts].join('|'))
      .digest('base64url');
  return {
    seed,
    creators,
    creator: (key) => byKey.get(key),
    openId(clientKey, creatorKey) {
      const id = digest('open', clientKey, creatorKey);
      const dashed = createRandom(id)() < 0.5;
      return `${dashed ? '-' : '_'}000${id.slice(0, 32)}`;
    },
    unionId: (creatorKey) => digest('union', creatorKey).slice(0, 36),
  };
}

function simulate(persona: Persona, seed: string): SimulatedCreator {
  const start = firstSecond(persona);
  const planned: VideoPlan[] = [];
  const byId = new Map<string, VideoPlan>();
  let weeks = 0;

  /** Plans the weeks until `at`; each is planned once and kept. */
  function planUntil(at: number): void {
    for (; start + weeks * WEEK_SECONDS <= at; weeks += 1) {
      for (const video of planWeek(persona, seed, weeks)) {
        planned.push(video);
        byId.set(video.id, video);
      }
    }
  }

  /** Every video ever posted until `at`, oldest first, public or not. */
  function postedUntil(at: number): VideoPlan[] {
    planUntil(at);
    const later = planned.findIndex((video) => video.createdAt > at);
    return later === -1 ? planned : planned.slice(0, later);
  }

  function videosAt(atMs: number): VideoPlan[] {
    const at = atMs / 1000;
    return postedUntil(at)
      .filter((video) => isPublic(video, at))
      .reverse();
  }

  return {
    persona,
    videosAt,
    videoAt(id, atMs) {
      const at = atMs / 1000;
      planUntil(at);
      const video = byId.get(id);
      return video !== undefined && isPublic(video, at) ? video : undefined;
    },
    profileAt(atMs) {
      const at = atMs / 1000;
      const videos = videosAt(atMs);
      return {
        followers: followersAt(persona, seed, postedUntil(at), at),
        following: persona.following + Math.round(4 * Math.sin(at / (11 * DAY_SECONDS))),
        likes: videos.reduce((sum, video) => sum + countersAt(video, at).likes, 0),
        videos: videos.length,
      };
    },
  };
}

function isPublic(video: VideoPlan, at: number): boolean {
  return video.createdAt <= at && (video.removedAt === null || at < video.removedAt);
}

/** Spam accounts are purged about every six weeks. */
const PURGE_PERIOD_SECONDS = 6 * WEEK_SECONDS;

/**
 * Half of the expected growth is steady, half comes from views, so that a viral video is a jump; a late burst
 * reaches strangers and wins twice as many. Small waves and purges make followers fall at times.
 */
function followersAt(persona: Persona, seed: string, posted: readonly VideoPlan[], at: number): number {
  const start = firstSecond(persona);
  if (at < start) return persona.followersAtStart;
  const weeks = (at - start) / WEEK_SECONDS;
  const steady = persona.followersAtStart * (1 + (persona.weeklyGrowth / 2) * weeks);
  const meanLift = Math.exp(persona.sigma ** 2 / 2);
  const gainPerView =
    persona.weeklyGrowth / 2 / (Math.max(persona.postsPerWeek, 1) * persona.viewsPerFollower * meanLift);
  let won = 0;
  for (const video of posted) {
    const { first, burst } = wavesAt(video, at);
    won += (first + 2 * burst) * gainPerView;
  }
  const days = at / DAY_SECONDS;
  const wave =
    0.0005 * Math.sin((2 * Math.PI * days) / 5.3) + 0.0007 * Math.sin((2 * Math.PI * days) / 12.7 + 1);
  let followers = (steady + won) * (1 + wave);
  for (let period = 0; start + period * PURGE_PERIOD_SECONDS <= at; period += 1) {
    const random = purges(seed, persona.key, period);
    if (at >= start + (period + random.moment) * PURGE_PERIOD_SECONDS) followers *= 1 - random.share;
  }
  return Math.floor(followers);
}

const purgeCache = new Map<string, { moment: number; share: number }>();

function purges(seed: string, key: string, period: number): { moment: number; share: number } {
  const name = `${seed}|${key}|${period}`;
  let purge = purgeCache.get(name);
  if (purge === undefined) {
    const random = createRandom(name, 'purge');
    purge = { moment: random(), share: uniform(random, 0.001, 0.004) };
    purgeCache.set(name, purge);
  }
  return purge;
}
