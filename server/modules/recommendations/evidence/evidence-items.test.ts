import { describe, expect, it } from '@jest/globals';
import type { EvidenceItem } from '../engine.ts';
import { guessLanguage } from './caption-language.ts';
import { evidenceItems } from './evidence-items.ts';
import type { EvidenceVideo } from './evidence-items.ts';
import { poissonInterval } from './poisson-interval.ts';
import { simulateVideos, SIMULATED_NOW } from './simulate-videos.ts';

function topicOf(item: EvidenceItem): string {
  return item.kind === 'STATISTIC' ? item.topic : item.kind;
}

describe('evidenceItems', () => {
  const items = evidenceItems(simulateVideos(60), 'Europe/Paris', SIMULATED_NOW);

  it('gives every topic, with keys in order', () => {
    expect(items.map(({ key }) => key)).toEqual(items.map((_, index) => `E${String(index + 1)}`));
    const topics = items.map(topicOf);
    expect(new Set(topics)).toEqual(
      new Set(['VIDEO', 'ENGAGEMENT', 'HASHTAG', 'POSTING_TIME', 'FORMAT', 'CADENCE']),
    );
  });

  it('claims HIGHER only where the interval lies above 0, and says so in words', () => {
    for (const item of items) {
      if (item.kind !== 'STATISTIC' || !['HASHTAG', 'POSTING_TIME', 'FORMAT'].includes(item.topic)) continue;
      const { lower, upper } = item.estimate.interval;
      expect(lower).toBeLessThan(item.estimate.value);
      expect(upper).toBeGreaterThan(item.estimate.value);
      if (item.verdict === 'HIGHER') expect(lower).toBeGreaterThan(0);
      expect(item.summary).toContain(
        item.verdict === 'HIGHER' ? 'more than chance explains' : 'no evidence yet',
      );
    }
  });

  it('finds the hashtag that the simulation rewards', () => {
    const winner = items.find((item) => item.kind === 'STATISTIC' && item.subject === 'winner');
    expect(winner).toMatchObject({ topic: 'HASHTAG', verdict: 'HIGHER' });
  });

  it('works with a handful of videos and says that the data are thin', () => {
    const few = evidenceItems(simulateVideos(3), 'UTC', SIMULATED_NOW);
    expect(few.map(topicOf)).toEqual(['VIDEO', 'VIDEO', 'ENGAGEMENT', 'CADENCE']);
    expect(few[0]).toMatchObject({ outlier: null });
    expect(few.at(-1)!.summary).toContain('The data are thin: only 2 posts at least 3 days old');
  });

  it('has a citable item for one video without a single count', () => {
    const [video] = simulateVideos(1);
    const unknown: EvidenceVideo = { ...video!, views: null, capturedAt: null };
    expect(evidenceItems([unknown], 'UTC', SIMULATED_NOW).map(({ key }) => key)).toEqual(['E1']);
    expect(evidenceItems([], 'UTC', SIMULATED_NOW)).toEqual([]);
  });
});

describe('poissonInterval', () => {
  it.each([
    [0, 0, 3.6889],
    [5, 1.6235, 11.6683],
    [20, 12.2165, 30.8884],
  ])('of %d is the table’s %d to %d', (count, lower, upper) => {
    const interval = poissonInterval(count, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 3);
    expect(interval.upper).toBeCloseTo(upper, 3);
  });
});

describe('guessLanguage', () => {
  it('goes by the small words of the captions', () => {
    expect(guessLanguage(['Comment je fais le pain avec ma grand-mère #foodtok'])).toBe('fr');
    expect(guessLanguage(['How I whip the end of a rope', 'Le #pourquoi'])).toBe('en');
    expect(guessLanguage(['#fyp 🍳'])).toBe('en');
  });
});
