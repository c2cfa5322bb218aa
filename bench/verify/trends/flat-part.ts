import { createRandom, randomNormal, type Random } from '../../../server/lib/random.ts';
import type { TrendSeries } from '../../../server/modules/trends/velocity/trend-series.ts';
import { measureVelocities } from '../../../server/modules/trends/velocity/velocity.ts';
import type { Figures } from '../figures.ts';
import { errorOfShare, percent, type QuotedTable, type StatisticsPart } from '../statistics/part.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);
const LISTS = 400;
/** Trends of a list. */
const LENGTH = 25;
const DAYS = 28;
const MEASURES = ['LIFETIME', 'WINDOW', 'DAILY', 'CURVE'] as const;
/** Of the logarithm of what comes in a day; real sounds have 0.16, hashtags 0.26. */
const NOISE = 0.25;
/** Growth a day that the rule asks for at least, of all-time views and of all else. */
const MINIMUM_OF_ALL_VIEWS = 0.02;
const MINIMUM = 0.05;
/** What is promised of all cases: the false-discovery rate of the rule. */
const MOST = 0.05;
const CASES = [
  { name: 'flat, days apart', rise: 0, alike: 0 },
  { name: 'flat, neighbouring days alike by 0.3', rise: 0, alike: 0.3 },
  { name: 'rising by just the minimum', rise: 1, alike: 0 },
] as const;

/** How often a list sees a trend explode though none of it rises by more than the rule's minimum. */
export const flatPart: StatisticsPart = {
  name: 'flat',
  title: 'Trends that do not explode',
  measure(figures) {
    return [flatTable(figures)];
  },
};

function flatTable(figures: Figures): QuotedTable {
  const rows = MEASURES.map((measure) => {
    const cells = CASES.map(({ name, rise, alike }) => {
      const random = createRandom(`${measure}, ${name}`);
      const growth = rise * (measure === 'LIFETIME' ? MINIMUM_OF_ALL_VIEWS : MINIMUM);
      let wrong = 0;
      for (let list = 0; list < LISTS; list++) {
        const series = Array.from({ length: LENGTH }, () => seriesOf(measure, growth, alike, random));
        if (measureVelocities(series, NOW).some((velocity) => velocity?.stage === 'EXPLODING')) wrong += 1;
      }
      const share = wrong / LISTS;
      const measured = `${percent(share)} ± ${percent(errorOfShare(share, LISTS))}`;
      figures.add(
        `lists of ${String(LENGTH)} (${measure}, ${name}) of which one explodes`,
        `≤ ${percent(MOST)}`,
        measured,
        share - 2 * errorOfShare(share, LISTS) <= MOST,
      );
      return measured;
    });
    return [`\`${measure}\``, ...cells];
  });
  return { name: 'trends-flat', columns: ['measure', ...CASES.map(({ name }) => name)], rows };
}

/**
 * What comes in a day grows by `growth` a day, or has one mean throughout. An all-time count grows by it as a whole; a flat
 * one has gathered for 40 days or up to a year before.
 */
function seriesOf(
  measure: TrendSeries['measure'],
  growth: number,
  alike: number,
  random: Random,
): TrendSeries {
  const level = 10 ** (3 + 4 * random());
  let deviation = randomNormal(random);
  const daily = Array.from({ length: DAYS }, (_, day) => {
    deviation = alike * deviation + Math.sqrt(1 - alike ** 2) * randomNormal(random);
    return Math.round(level * (1 + growth) ** day * Math.exp(NOISE * deviation - NOISE ** 2 / 2));
  });
  const before = growth > 0 ? level / growth : level * (40 + 325 * random());
  const values = valuesOf(measure, daily, before);
  // A day's count and a curve's point stand at the beginning of their day, a capture at its end.
  const last = measure === 'DAILY' || measure === 'CURVE' ? NOW - DAY : NOW;
  const points = values.map((value, i) => ({ at: last - (values.length - 1 - i) * DAY, value }));
  const counted = measure === 'CURVE' ? null : 'VIEWS';
  const told = { views: null, posts: null };
  return { measure, counted, points, told, accounts: null, firstSeenAt: points[0]!.at };
}

function valuesOf(measure: TrendSeries['measure'], daily: readonly number[], before: number): number[] {
  switch (measure) {
    case 'DAILY':
      return [...daily];
    case 'CURVE':
      return daily.map((count) => Math.round((100 * count) / Math.max(...daily)));
    case 'WINDOW':
      return daily.slice(6).map((_, day) => sum(daily.slice(day, day + 7)));
    case 'LIFETIME':
      return daily.map((_, day) => asListed(before + sum(daily.slice(0, day + 1))));
  }
}

/** As TikTok's lists write counts: 12.3K, 4.5M. */
function asListed(count: number): number {
  const unit = count < 1e4 ? 1 : count < 1e6 ? 100 : count < 1e9 ? 1e5 : 1e8;
  return Math.floor(count / unit) * unit;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
