import { describe, expect, it } from '@jest/globals';
import type { AnalysedPost } from '../lift/analysed-post.ts';
import { clockOf } from '../calendar.ts';
import { proposeSlots } from './posting-slots.ts';
import { evenings, postsOf } from './posting-times-test-kit.ts';
import { analysePostingTimes } from './posting-times.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-03-25T10:00:00Z');
const OPTIONS = { first: 20, now: NOW, timezone: 'Europe/Paris', subject: 'account' };

function slotsOf(posts: readonly AnalysedPost[], options: Partial<typeof OPTIONS> = {}) {
  return proposeSlots(analysePostingTimes(posts), { ...OPTIONS, ...options });
}

/** Always at the same hour of any day. */
function habit(hour: number): AnalysedPost[] {
  return postsOf('habit', 40).map((post) => ({ ...post, hour }));
}

describe('slots', () => {
  it.each(['Europe/Paris', 'Asia/Kathmandu', 'America/New_York', 'UTC'])(
    'are within a week from tomorrow, in order, each in a block of its own, and nobody’s night: %s',
    (timezone) => {
      const slots = slotsOf(postsOf('none', 30), { timezone });
      expect(slots).toHaveLength(20);
      const times = slots.map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThan(NOW.getTime());
      expect(times.at(-1)! - NOW.getTime()).toBeLessThan(8 * DAY_MS);
      const clocks = times.map((at) => clockOf(at, timezone));
      expect(new Set(clocks.map(({ weekday, hour }) => `${String(weekday)} ${String(hour >> 2)}`)).size).toBe(
        20,
      );
      // Days in turn: twenty slots are two or three a day.
      const perDay = Map.groupBy(clocks, ({ weekday }) => weekday);
      expect([...perDay.values()].every(({ length }) => length === 2 || length === 3)).toBe(true);
      // On the hour of the zone's own clock, which on 29 March is put forward in Paris.
      expect(times.every((at) => clockOf(at - 1, timezone).hour !== clockOf(at, timezone).hour)).toBe(true);
    },
  );

  it('are the same all day and for more of them, and others on another day and for another account', () => {
    const posts = postsOf('none', 30);
    const slots = slotsOf(posts);
    expect(slotsOf(posts, { now: new Date('2026-03-25T21:00:00Z') })).toEqual(slots);
    const few = slotsOf(posts, { first: 3 });
    expect(few).toHaveLength(3);
    expect(slots).toEqual(expect.arrayContaining(few));
    expect(slotsOf(posts, { subject: 'other' })).not.toEqual(slots);
    expect(slotsOf(posts, { now: new Date('2026-03-26T10:00:00Z') })).not.toEqual(slots);
  });

  it('go to where the evidence is, one of three at least, and say what it is', () => {
    const slots = slotsOf(postsOf('better', 300, evenings(Math.log(3))), { first: 3, timezone: 'UTC' });
    const proven = slots.filter(({ basis }) => basis === 'EVIDENCE');
    expect(proven.length).toBeGreaterThanOrEqual(1);
    for (const { at, lift } of proven) {
      expect(at.getUTCHours()).toBeGreaterThanOrEqual(16);
      expect(at.getUTCHours()).toBeLessThan(20);
      expect(lift?.verdict).toBe('HIGHER');
    }
  });

  it('go to where the habit is without evidence, at its hour, be it at night', () => {
    for (const hour of [21, 2]) {
      const slots = slotsOf(habit(hour), { first: 3, timezone: 'UTC' });
      const usual = slots.filter(({ basis }) => basis === 'HABIT');
      expect(usual.length).toBeGreaterThanOrEqual(1);
      for (const { at, lift } of usual) {
        expect(at.getUTCHours()).toBe(hour);
        expect(lift?.sampleSize).toBeGreaterThan(0);
      }
    }
  });

  it('are experiments without a lift where nothing was ever posted', () => {
    const slots = slotsOf([], { first: 3 });
    expect(slots.map(({ basis, lift }) => ({ basis, lift }))).toEqual(
      Array.from({ length: 3 }, () => ({ basis: 'EXPERIMENT', lift: null })),
    );
  });
});
