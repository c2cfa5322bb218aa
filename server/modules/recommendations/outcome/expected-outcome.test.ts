import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import type { AgedVideo } from '../../analytics/outlier/outlier.ts';
import { expectedOutcome } from './expected-outcome.ts';

const HOUR_MS = 3_600_000;

/** Posted on one day after another, each with its views at 7 days captured on the hour. */
function videosWith(views: readonly number[]): AgedVideo[] {
  return views.map((count, index) => {
    const postedAt = index * 24 * HOUR_MS;
    const capture = { at: postedAt + 168 * HOUR_MS, views: count };
    return {
      id: String(index),
      postedAt,
      viewsPerHour: null,
      around: [{ hours: 168, before: capture, after: capture }],
      newest: capture,
    };
  });
}

describe('what the next video is expected to reach', () => {
  it('is the median of the former ones at 7 days, between their extremes where there are few', () => {
    const outcome = expectedOutcome(videosWith([800, 100, 300, 200, 500, 400, 700, 600]));
    expect(outcome).toMatchObject({
      metric: 'VIEWS',
      ageHours: 168,
      estimate: { value: 450, sampleSize: 8, interval: { lower: 100, upper: 800 } },
    });
    expect(outcome?.estimate.interval.level).toBeCloseTo(7 / 9, 12);
  });

  it('leaves the extremes out where there are many', () => {
    const outcome = expectedOutcome(videosWith(Array.from({ length: 39 }, (_, index) => index + 1)));
    expect(outcome?.estimate).toMatchObject({
      value: 20,
      sampleSize: 39,
      interval: { lower: 4, upper: 36, level: 0.8 },
    });
  });

  it('goes by the newest 50', () => {
    const old = Array.from({ length: 30 }, () => 1_000_000);
    const outcome = expectedOutcome(videosWith([...old, ...Array.from({ length: 50 }, () => 10)]));
    expect(outcome?.estimate).toMatchObject({
      value: 10,
      sampleSize: 50,
      interval: { lower: 10, upper: 10 },
    });
  });

  it('is not told of fewer than 8 videos that are known at that age', () => {
    const videos = videosWith(Array.from({ length: 9 }, () => 100));
    expect(expectedOutcome(videos.slice(0, 7))).toBeNull();
    // Captured at last before and next after by more than half the age apart.
    const apart = videos.map((video) => {
      const [{ before, after, hours }] = video.around as [AgedVideo['around'][number]];
      const sparse = { hours, before, after: { ...after, at: after.at + 85 * HOUR_MS } };
      return { ...video, around: [sparse] };
    });
    expect(expectedOutcome(apart)).toBeNull();
  });

  it.each([8, 15, 50])('holds as often as it says after %i videos', (count) => {
    const random = createRandom(`held-${String(count)}`);
    const trials = 2_000;
    let held = 0;
    let level = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const views = () => Math.round(Math.exp(7 + 1.2 * randomNormal(random)));
      const { interval } = expectedOutcome(videosWith(Array.from({ length: count }, views)))!.estimate;
      const next = views();
      level = interval.level;
      if (interval.lower <= next && next <= interval.upper) held += 1;
    }
    // Four standard errors.
    expect(Math.abs(held / trials - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / trials));
  });
});
