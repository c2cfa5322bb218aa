import type { EvidenceVideo } from './evidence-items.ts';
import { createRandom, randomNormal } from '../../../lib/random.ts';

/** When the simulated videos are looked at. */
export const SIMULATED_NOW = new Date('2026-11-22T15:00:00Z');

const TITLES = [
  'Fry the gnocchi, never boil it #winner',
  'Dinner in 20 minutes, one pan',
  'How I whip a rope end',
  'The lemon goes in last',
  'What 3 euros buy at the market',
];

/**
 * An account for tests: a post a day, newest first, log-normal views, one hashtag (`winner`) with three times the
 * usual views and nothing else that matters.
 */
export function simulateVideos(count: number): EvidenceVideo[] {
  const random = createRandom(`videos ${String(count)}`);
  return Array.from({ length: count }, (_, index) => {
    const isWinner = random() < 0.4;
    const views = Math.round(Math.exp(9 + 0.6 * randomNormal(random)) * (isWinner ? 3 : 1));
    return {
      id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
      tikTokId: `74${String(index).padStart(17, '0')}`,
      title: TITLES[index % TITLES.length]!,
      hashtags: [...(isWinner ? ['winner'] : []), random() < 0.5 ? 'foodtok' : 'onepan'],
      durationSeconds: 8 + Math.floor(random() * 50),
      postedAt: new Date(SIMULATED_NOW.getTime() - (index + 2 + random()) * 86_400_000),
      isPublic: true,
      views,
      likes: Math.round(views * 0.08 * (0.5 + random())),
      comments: Math.round(views * 0.004),
      shares: Math.round(views * 0.002),
      followers: 12_000,
      outlier: null,
      capturedAt: new Date('2026-11-22T12:00:00Z'),
    };
  });
}
