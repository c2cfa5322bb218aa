import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../lib/random.ts';
import { type AgedVideo, outlierScore } from '../analytics/outlier/outlier.ts';
import { takeOffOf } from './viral-take-off.ts';

const HOUR_MS = 3_600_000;
const POSTED = Date.parse('2026-03-01T00:00:00Z');

function aged(id: string, daysAfter: number, views: Readonly<Record<number, number>>): AgedVideo {
  const postedAt = POSTED + daysAfter * 24 * HOUR_MS;
  return {
    id,
    postedAt,
    viewsPerHour: null,
    newest: null,
    around: Object.entries(views).map(([hours, count]) => {
      const capture = { at: postedAt + Number(hours) * HOUR_MS, views: count };
      return { hours: Number(hours), before: capture, after: capture };
    }),
  };
}

/** Videos that have about 500 views at 24 hours and 1,000 at 72. */
function usual(count: number): AgedVideo[] {
  const random = createRandom('usual');
  return Array.from({ length: count }, (_value, index) => {
    const level = Math.exp(0.7 * randomNormal(random));
    return aged(String(index), -index, {
      24: Math.round(500 * level * Math.exp(0.05 * randomNormal(random))),
      72: Math.round(1_000 * level),
    });
  });
}

function takeOff(views: Readonly<Record<number, number>>, others = usual(30)) {
  const video = aged('it', 1, views);
  const score = outlierScore(video, [...others, video], new Date(POSTED + 100 * HOUR_MS));
  return score === null ? null : takeOffOf(video, [...others, video], score);
}

describe('takeOffOf', () => {
  it('is a video that began as others and then grew as none does', () => {
    const found = takeOff({ 24: 700, 72: 12_000 })!;
    expect(found).toMatchObject({ ageHours: 72, sinceHours: 24, views: 12_000, velocity: 11_300 / 48 });
    expect(found.velocity).toBeGreaterThan(5 * found.usualVelocity);
    const { value, interval, sampleSize } = found.effect;
    expect(sampleSize).toBe(30);
    expect(value).toBeGreaterThan(5);
    expect(interval.lower).toBeLessThan(value);
    expect(interval.upper).toBeGreaterThan(value);
  });

  it('is a video that is far ahead from the beginning and goes on', () => {
    expect(takeOff({ 24: 100_000, 72: 200_000 })).not.toBeNull();
  });

  it('is none that had its luck and stopped, none that is usual, and none that is merely good', () => {
    expect(takeOff({ 24: 100_000, 72: 100_020 })).toBeNull();
    expect(takeOff({ 24: 500, 72: 1_000 })).toBeNull();
    expect(takeOff({ 24: 2_500, 72: 5_000 })).toBeNull();
  });

  it('is none among fewer than 8 others, nor with hardly a view, nor where only one age is known', () => {
    expect(takeOff({ 24: 700, 72: 50_000 }, usual(7))).toBeNull();
    const small = usual(30).map((video) => ({
      ...video,
      around: video.around.map(({ hours, before, after }) => ({
        hours,
        before: { ...before, views: Math.round(before.views / 50) },
        after: { ...after, views: Math.round(after.views / 50) },
      })),
    }));
    expect(takeOff({ 24: 14, 72: 900 }, small)).toBeNull();
    expect(takeOff({ 72: 50_000 })).toBeNull();
  });
});
