import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal } from '../../../lib/random.ts';
import type { AnalysedPost } from './analysed-post.ts';
import { formatLifts } from './format-lift.ts';

const random = createRandom('format lifts');

function post(day: number, properties: Partial<AnalysedPost>): AnalysedPost {
  return {
    id: String(day),
    postedAt: day * 86_400_000,
    measuredAt: (day + 7) * 86_400_000,
    weekday: day % 7,
    hour: 12,
    outcome: randomNormal(random),
    hashtags: [],
    durationSeconds: null,
    orientation: 'UNKNOWN',
    format: 'UNKNOWN',
    captionLength: null,
    postsInWeekBefore: null,
    ...properties,
  };
}

function posts(count: number, of: (day: number) => Partial<AnalysedPost>): AnalysedPost[] {
  return Array.from({ length: count }, (_, day) => post(day, of(day)));
}

const tell = (some: readonly AnalysedPost[]) =>
  formatLifts(some).map(({ dimension, label, lift }) => [dimension, label, lift.sampleSize]);

describe('formatLifts', () => {
  it('puts posts into bands at their borders, in natural order', () => {
    const durations = [15, 16, 30, 31, 60, 61, 180, 181];
    expect(tell(posts(48, (day) => ({ durationSeconds: durations[day % 8]! })))).toEqual([
      ['DURATION', 'up to 15 s', 6],
      ['DURATION', '16–30 s', 12],
      ['DURATION', '31–60 s', 12],
      ['DURATION', '1–3 min', 12],
      ['DURATION', 'over 3 min', 6],
    ]);
    const lengths = [0, 1, 50, 51, 150, 151];
    expect(tell(posts(36, (day) => ({ captionLength: lengths[day % 6]! })))).toEqual([
      ['CAPTION_LENGTH', 'no words but hashtags', 6],
      ['CAPTION_LENGTH', '1–50 characters', 12],
      ['CAPTION_LENGTH', '51–150 characters', 12],
      ['CAPTION_LENGTH', 'over 150 characters', 6],
    ]);
    const before = [0, 1, 2, 3, 6, 7, 13, 14];
    expect(tell(posts(48, (day) => ({ postsInWeekBefore: before[day % 8]! }))).map(([, , n]) => n)).toEqual([
      6, 12, 12, 12, 6,
    ]);
  });

  it('compares what is known, property by property', () => {
    const some = posts(40, (day) => ({
      orientation: day % 4 === 0 ? 'LANDSCAPE' : day % 4 === 1 ? 'UNKNOWN' : 'PORTRAIT',
      durationSeconds: day % 2 === 0 ? 10 : 40,
      format: 'VIDEO',
    }));
    expect(tell(some)).toEqual([
      ['DURATION', 'up to 15 s', 20],
      ['DURATION', '31–60 s', 20],
      ['ORIENTATION', 'portrait', 20],
      ['ORIENTATION', 'landscape', 10],
    ]);
  });

  it('claims the class that does better, and shrinks it less than one of few posts', () => {
    const some = posts(120, () => {
      const durationSeconds = [10, 20, 40][Math.floor(3 * random())]!;
      return { durationSeconds, outcome: (durationSeconds === 20 ? 1 : 0) + 0.6 * randomNormal(random) };
    });
    const lifts = formatLifts(some);
    expect(lifts.map(({ lift }) => lift.verdict)).toEqual(['NO_EVIDENCE_YET', 'HIGHER', 'NO_EVIDENCE_YET']);
    const { lift } = lifts[1]!;
    expect(lift.value).toBeGreaterThan(0.6);
    expect(lift.value).toBeLessThan(lift.unshrunken!);
    expect(lift.definition).toContain('duration');
    expect(lift.definition).toContain('not cause');
  });

  it('claims one of two classes, the rarer one', () => {
    const some = posts(90, () => {
      const isLandscape = random() < 0.2;
      return {
        orientation: isLandscape ? 'LANDSCAPE' : 'PORTRAIT',
        outcome: (isLandscape ? -1.5 : 0) + 0.6 * randomNormal(random),
      };
    });
    expect(formatLifts(some).map(({ label, lift }) => [label, lift.verdict])).toEqual([
      ['portrait', 'NO_EVIDENCE_YET'],
      ['landscape', 'LOWER'],
    ]);
  });

  it('leaves out a class of fewer than 3 posts, and one that has nothing beside it', () => {
    expect(tell(posts(30, (day) => ({ durationSeconds: day < 2 ? 200 : day < 10 ? 40 : 10 })))).toEqual([
      ['DURATION', 'up to 15 s', 20],
      ['DURATION', '31–60 s', 8],
    ]);
    expect(tell(posts(30, () => ({ durationSeconds: 10 })))).toEqual([]);
  });

  it('says nothing without posts, of a few, of posts that all did the same, and of unknown properties', () => {
    const half = (day: number) => ({ durationSeconds: day % 2 === 0 ? 10 : 40 });
    expect(formatLifts([])).toEqual([]);
    expect(formatLifts(posts(7, half))).toEqual([]);
    expect(formatLifts(posts(40, (day) => ({ ...half(day), outcome: -2 / 3 })))).toEqual([]);
    expect(formatLifts(posts(40, () => ({})))).toEqual([]);
  });
});
