import type { EvidenceItem } from '../engine.ts';
import { figuresOf } from './figures.ts';
import type { NumberToken, NumberUnit } from './number-token.ts';
import { says } from './number-token.ts';
import { metricAfter } from './numbers.ts';
import { DECREASE } from './vocabulary.ts';

/** What the figures of evidence count; those not named are ratios, differences or amounts of what the item is about. */
const UNITS: Record<string, NumberUnit | 'COUNT'> = {
  views: 'COUNT',
  likes: 'COUNT',
  comments: 'COUNT',
  shares: 'COUNT',
  posts: 'COUNT',
  rank: 'COUNT',
  sampleSize: 'COUNT',
  durationSeconds: 'SECONDS',
  ageHours: 'HOURS',
  days: 'DAYS',
  windowDays: 'DAYS',
  level: 'PERCENT',
};
const METRICS: readonly string[] = ['views', 'likes', 'comments', 'shares'];

/**
 * The item's own figure that a number of a text says; null where it says none of them. Words of the unit and of what
 * is counted must fit: `9,876 views` is not said by 9,876 likes, nor `3 times the median` by 3 posts.
 */
export function figureSaid(text: string, token: NumberToken, item: EvidenceItem): number | null {
  for (const [name, figure] of Object.entries(figuresOf(item))) {
    if (!mayBe(text, token, name)) continue;
    const signed = figure * signOf(text, token, figure);
    if (token.readings.some((reading) => says(reading, signed))) return figure;
  }
  return null;
}

function mayBe(text: string, token: NumberToken, name: string): boolean {
  const unit = UNITS[name];
  switch (token.unit) {
    case 'PERCENT':
      return unit === undefined || unit === 'PERCENT';
    case 'TIMES':
      return unit === undefined;
    case 'SECONDS':
    case 'HOURS':
    case 'DAYS':
      // A finding's own sentence counts hours and days too.
      return unit === token.unit || name.startsWith('told');
    case 'PLAIN': {
      const metric = metricAfter(text, token.end);
      if (metric === null) return unit === undefined || unit === 'COUNT';
      return unit === undefined || (METRICS.includes(metric) && name === metric);
    }
    default:
      return false;
  }
}

const DECREASE_AFTER = new RegExp(`^[ ,]*(?:[\\p{L}\\p{M}’']+ ){0,2}${DECREASE}`, 'iu');
const DECREASE_BEFORE = new RegExp(`(?<![\\p{L}\\p{M}])${DECREASE}(?: (?:by|de|um|un|en))? ?$`, 'iu');

/** -1 where the words, or a minus, turn the number that is shown into its opposite. */
function signOf(text: string, token: NumberToken, figure: number): 1 | -1 {
  if (token.unit !== 'PERCENT' && token.unit !== 'TIMES') return token.sign === '-' && figure < 0 ? -1 : 1;
  const isDecrease =
    token.sign === '-' ||
    (token.sign === null &&
      (DECREASE_AFTER.test(text.slice(token.end)) || DECREASE_BEFORE.test(text.slice(0, token.start))));
  return isDecrease ? -1 : 1;
}
