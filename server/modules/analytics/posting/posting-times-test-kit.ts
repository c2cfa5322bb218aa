import { createRandom, randomNormal } from '../../../lib/random.ts';
import type { AnalysedPost } from '../lift/analysed-post.ts';

const HOUR_MS = 3_600_000;
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/** Posts of one account in UTC, some hours apart, at every hour and day alike, whose log views scatter by 0.9. */
export function postsOf(
  seed: string,
  count: number,
  effect: (weekday: number, hour: number, index: number) => number = () => 0,
): AnalysedPost[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const postedAt = START + (index * 17 + Math.floor(random() * 17)) * HOUR_MS;
    const date = new Date(postedAt);
    const [weekday, hour] = [(date.getUTCDay() + 6) % 7, date.getUTCHours()];
    return {
      id: String(index),
      postedAt,
      measuredAt: postedAt,
      weekday,
      hour,
      outcome: 0.9 * randomNormal(random) + effect(weekday, hour, index),
      hashtags: [],
      durationSeconds: null,
      orientation: 'UNKNOWN',
      format: 'UNKNOWN',
      captionLength: null,
      postsInWeekBefore: null,
    };
  });
}

/** An effect of 16:00–20:00 on any day. */
export function evenings(size: number): (weekday: number, hour: number) => number {
  return (_, hour) => (hour >= 16 && hour < 20 ? size : 0);
}
