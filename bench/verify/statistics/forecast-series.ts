import { createRandom, randomNormal } from '../../../server/lib/random.ts';
import { countersAt } from '../../../server/sandbox/tiktok/world/video.counters.ts';
import { createWorld } from '../../../server/sandbox/tiktok/world/world.ts';

const DAY_SECONDS = 86_400;
/** Days that a simulated account lived before the first one that is told. */
const BURN_IN_DAYS = 60;
/** A day of a simulated account on which a video takes off. */
const JUMP_CHANCE = 1 / 20;

export type SimulatedKind = 'smooth' | 'viral jumps' | 'weekly';

/**
 * Followers at the end of each day of a simulated account of 2,000 to 1,000,000, which gains 0.05–0.35 % of that a day. In
 * all kinds the pace drifts (an autoregressive process of log gains, 0.97 a day, σ 0.08), and days differ (σ 30 %).
 *
 * - viral jumps: every 20 days or so a video takes off, wins a multiple of a usual day (log-normal, median 5, σ 0.9), and
 *   fades by 15–40 % a day.
 * - weekly: weekdays differ (log-normal, σ 0.5).
 */
export function simulateFollowers(kind: SimulatedKind, days: number, seed: string): number[] {
  const random = createRandom(seed);
  const atFirst = Math.exp(Math.log(2_000) + random() * Math.log(500));
  const usual = atFirst * (0.0005 + 0.003 * random());
  const weekdays = Array.from({ length: 7 }, () => Math.exp(0.5 * randomNormal(random)));
  const meanWeekday = weekdays.reduce((a, b) => a + b) / 7;
  const fading = 0.6 + 0.25 * random();
  const counts: number[] = [];
  let followers = atFirst;
  let pace = 0;
  let burst = 0;
  for (let day = 0; day < BURN_IN_DAYS + days; day++) {
    pace = 0.97 * pace + 0.08 * randomNormal(random);
    let gain = usual * Math.exp(pace) * (1 + 0.3 * randomNormal(random));
    if (kind === 'weekly') gain *= weekdays[day % 7]! / meanWeekday;
    if (kind === 'viral jumps') {
      burst *= fading;
      if (random() < JUMP_CHANCE) burst += 5 * usual * Math.exp(0.9 * randomNormal(random));
      gain += burst;
    }
    followers += gain;
    if (day >= BURN_IN_DAYS) counts.push(Math.round(followers));
  }
  return counts;
}

/** Followers at the end of each day, and views gained on it, of the sandbox's creators who post. */
export function sandboxSeries(creators: number, days: number): { followers: number[]; views: number[] }[] {
  const seed = 'verify-forecast';
  const start = Date.parse('2026-06-01T00:00:00Z') / 1_000;
  const world = createWorld(seed);
  const group = { id: 'group', prefix: 'made', first: 1, count: creators, seed, at: start, videos: 80 };
  world.addGroup({ ...group, postsPerWeek: null, followers: null, removedShare: null });
  return world.creators
    .filter(({ persona }) => persona.postsPerWeek > 0 && Date.parse(persona.firstWeek) / 1_000 < start)
    .map((creator) => {
      const ends = Array.from({ length: days }, (_, day) => start + (day + 1) * DAY_SECONDS);
      return {
        followers: ends.map((end) => creator.profileAt(end * 1_000).followers),
        views: ends.map((end) =>
          creator
            .videosAt(end * 1_000)
            .reduce((sum, video) => sum + viewsGained(video, end - DAY_SECONDS, end), 0),
        ),
      };
    });
}

function viewsGained(video: Parameters<typeof countersAt>[0], from: number, to: number): number {
  return countersAt(video, to).views - (video.createdAt < from ? countersAt(video, from).views : 0);
}
