import type { Persona } from './personas.ts';
import { createRandom, uniform } from './random.ts';
import { wavesAt } from './video.counters.ts';
import { DAY_SECONDS, firstSecond, WEEK_SECONDS, type VideoPlan } from './video.plan.ts';

/** Spam accounts are purged about every six weeks. */
const PURGE_PERIOD_SECONDS = 6 * WEEK_SECONDS;

/**
 * Half of the expected growth is steady, half comes from views, so that a viral video is a jump; a late burst
 * reaches strangers and wins twice as many. Small waves and purges make followers fall at times.
 */
export function followersAt(persona: Persona, seed: string, posted: Iterable<VideoPlan>, at: number): number {
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
