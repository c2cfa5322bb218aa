import { quantileSorted } from 'simple-statistics';
import { createRandom } from '../../../server/lib/random.ts';
import type { TrendVelocity } from '../../../server/modules/trends/velocity/velocity.ts';
import { say, type Figures } from '../figures.ts';
import { percent, type QuotedTable, type StatisticsPart } from '../statistics/part.ts';
import { replay, type ReplayedDay } from './replay.ts';
import { loadTrends, TRENDS_VARIABLE, type ListedKind } from './trend-lists.ts';

/** Only what came before was looked at when the model's constants were chosen. */
const CHOSEN_BEFORE = Date.parse('2022-05-15');
const RESAMPLES = 500;

/** Rules that the model has to beat at as many flags as it gives itself. */
const NAIVE_RULES: readonly Rule[] = [
  { name: 'rank gain', score: ({ rankGain }) => rankGain },
  { name: 'absolute growth', score: ({ absoluteGrowth }) => absoluteGrowth },
];
/** What it is compared with beside them: no rule that is used, but what is nearest to ours. */
const GROWTH_OF_DAY: Rule = { name: 'growth of a day', score: ({ growthOfDay }) => growthOfDay };
const LOWER_BOUND: Rule = {
  name: 'lower bound',
  score: ({ velocity }) => velocity?.dailyGrowth.interval.lower ?? -Infinity,
};
const VALUE: Rule = { name: 'value', score: ({ velocity }) => velocity?.dailyGrowth.value ?? -Infinity };

interface Rule {
  name: string;
  score: (day: ReplayedDay) => number;
}

/** What was called exploding on each day of TikTok's lists of 2022, and what grew. */
export const replayPart: StatisticsPart = {
  name: 'replay',
  title: 'Daily lists of 2022',
  measure(figures) {
    const hashtags = loadTrends('hashtags');
    const sounds = loadTrends('sounds');
    if (hashtags === null || sounds === null) {
      say(`  skipped: ${TRENDS_VARIABLE} names no folder.`);
      return [];
    }
    const kinds = [
      { kind: 'hashtags' as const, days: replay('hashtags', hashtags) },
      { kind: 'sounds' as const, days: replay('sounds', sounds) },
    ].map(({ kind, days }) => ({ kind, days, threshold: ninetiethPercentile(days) }));
    return [
      dataTable(kinds),
      explodingTable(figures, kinds),
      rankingTable(figures, kinds),
      stagesTable(kinds),
    ];
  },
};

interface ReplayedKind {
  kind: ListedKind;
  days: readonly ReplayedDay[];
  /** Outcomes above it are what should have been foreseen. */
  threshold: number;
}

function dataTable(kinds: readonly ReplayedKind[]): QuotedTable {
  return {
    name: 'trends-data',
    columns: ['kind', 'evaluable days', '90th percentile', 'grew more', 'by trends', 'alike on two lists'],
    rows: kinds.map(({ kind, days, threshold }) => {
      const grown = days.filter(({ outcome }) => outcome > threshold);
      const trends = (of: readonly ReplayedDay[]) => new Set(of.map(({ id }) => id)).size;
      return [
        kind,
        days.length.toLocaleString('en'),
        `+${percent(threshold)}`,
        String(grown.length),
        `${String(trends(grown))} of ${String(trends(days))}`,
        percent(shareOfCopies(days), 0),
      ];
    }),
  };
}

/** Of the days that the endpoint `m` knows, those on which `t` says the same of the same trend: its gain and its outcome. */
function shareOfCopies(days: readonly ReplayedDay[]): number {
  const keyOf = ({ id, at, absoluteGrowth, outcome }: ReplayedDay) =>
    [id, at, absoluteGrowth, outcome].join(' ');
  const said = new Set(days.filter(({ endpoint }) => endpoint === 't').map(keyOf));
  const others = days.filter(({ endpoint }) => endpoint === 'm');
  return others.filter((day) => said.has(keyOf(day))).length / others.length;
}

function explodingTable(figures: Figures, kinds: readonly ReplayedKind[]): QuotedTable {
  const rows: string[][] = [];
  for (const { kind, days, threshold } of kinds) {
    const isGrown = ({ outcome }: ReplayedDay) => outcome > threshold;
    const subsets = [
      { name: 'all', of: days, isPromised: true },
      { name: 'before 15 May', of: days.filter(({ at }) => at < CHOSEN_BEFORE), isPromised: false },
      { name: 'since 15 May', of: days.filter(({ at }) => at >= CHOSEN_BEFORE), isPromised: true },
      ...[...new Set(days.map(({ endpoint }) => endpoint))].map((endpoint) => ({
        name: `list ${endpoint}`,
        of: days.filter((day) => day.endpoint === endpoint),
        isPromised: false,
      })),
    ];
    for (const { name, of, isPromised } of subsets) {
      const flagged = of.filter(isExploding);
      const grown = of.filter(isGrown).length;
      const hits = flagged.filter(isGrown).length;
      const others = [...NAIVE_RULES, GROWTH_OF_DAY].map((rule) =>
        hitsAtTop(of, flagged.length, rule, isGrown),
      );
      const shares = (found: number) => `${percent(found / flagged.length, 0)}, ${percent(found / grown, 0)}`;
      rows.push([
        kind,
        name,
        of.length.toLocaleString('en'),
        String(flagged.length),
        name === 'all' ? `${shares(hits)} (${rangeOfPrecision(of, isGrown)})` : shares(hits),
        ...others.map(shares),
      ]);
      if (!isPromised) continue;
      for (const [index, rule] of NAIVE_RULES.entries()) {
        figures.add(
          `${kind} called exploding, ${name}: precision, recall`,
          `above ${shares(others[index]!)} of ${rule.name}`,
          `${shares(hits)} at ${String(flagged.length)} flags`,
          hits > others[index]!,
        );
      }
    }
  }
  return {
    name: 'trends-exploding',
    columns: [
      'kind',
      'days',
      'evaluable',
      'flags',
      'exploding',
      'rank gain',
      'absolute growth',
      'growth of a day',
    ],
    rows,
  };
}

function rankingTable(figures: Figures, kinds: readonly ReplayedKind[]): QuotedTable {
  const rules = [LOWER_BOUND, VALUE, ...NAIVE_RULES, GROWTH_OF_DAY];
  const rows = kinds.map(({ kind, days, threshold }) => {
    const isGrown = ({ outcome }: ReplayedDay) => outcome > threshold;
    const grown = days.filter(isGrown).length;
    const shares = rules.map((rule) => hitsAtTop(days, grown, rule, isGrown) / grown);
    const best = Math.max(shares[2]!, shares[3]!);
    figures.add(
      `${kind} ranked first by the lower bound: precision and recall`,
      `above ${percent(best)} of the better naive rule`,
      percent(shares[0]!),
      shares[0]! > best,
    );
    return [kind, String(grown), ...shares.map((share) => percent(share, 0))];
  });
  return {
    name: 'trends-ranking',
    columns: ['kind', 'ranked first', ...rules.map(({ name }) => name)],
    rows,
  };
}

function stagesTable(kinds: readonly ReplayedKind[]): QuotedTable {
  const stages = ['EMERGING', 'EXPLODING', 'PEAKING', 'FADING', 'STEADY'] as const;
  const rows = kinds.flatMap(({ kind, days, threshold }) =>
    stages.map((stage) => {
      const of = days.filter(({ velocity }) => velocity?.stage === stage);
      const outcomes = of.map(({ outcome }) => outcome).sort((a, b) => a - b);
      const followed = of.filter(({ next }) => next !== null);
      const held = followed.filter(({ velocity, next }) => isWithin(next!, velocity!));
      return [
        kind,
        `\`${stage}\``,
        String(of.length),
        percent(quantileSorted(outcomes, 0.5)),
        percent(outcomes.filter((outcome) => outcome > threshold).length / of.length, 0),
        percent(held.length / followed.length, 0),
      ];
    }),
  );
  return {
    name: 'trends-stages',
    columns: ['kind', 'stage', 'days', 'median growth later', 'above the 90th percentile', 'interval held'],
    rows,
  };
}

function isWithin(growth: number, { dailyGrowth: { interval } }: TrendVelocity): boolean {
  return growth >= interval.lower && growth <= interval.upper;
}

function isExploding({ velocity }: ReplayedDay): boolean {
  return velocity?.stage === 'EXPLODING';
}

/** Of the `count` days with the highest score those that grew; of days with one score, as many as in the mean would be taken. */
function hitsAtTop(
  days: readonly ReplayedDay[],
  count: number,
  { score }: Rule,
  isGrown: (day: ReplayedDay) => boolean,
): number {
  if (count === 0) return 0;
  const last = days.map(score).sort((a, b) => b - a)[count - 1]!;
  const above = days.filter((day) => score(day) > last);
  const tied = days.filter((day) => score(day) === last);
  const share = tied.filter(isGrown).length / tied.length;
  return above.filter(isGrown).length + (count - above.length) * share;
}

/** Between which precision lies in 90 % of samples of trends, drawn with replacement: days of a trend go together. */
function rangeOfPrecision(days: readonly ReplayedDay[], isGrown: (day: ReplayedDay) => boolean): string {
  const random = createRandom('trends of the lists');
  const flags = new Map<string, { flagged: number; hits: number }>();
  for (const day of days) {
    const of = flags.get(day.id) ?? { flagged: 0, hits: 0 };
    flags.set(day.id, of);
    if (!isExploding(day)) continue;
    of.flagged += 1;
    if (isGrown(day)) of.hits += 1;
  }
  const trends = [...flags.values()];
  const precisions = Array.from({ length: RESAMPLES }, () => {
    const drawn = trends.map(() => trends[Math.floor(random() * trends.length)]!);
    const flagged = drawn.reduce((sum, trend) => sum + trend.flagged, 0);
    return flagged === 0 ? null : drawn.reduce((sum, trend) => sum + trend.hits, 0) / flagged;
  })
    .filter((precision) => precision !== null)
    .sort((a, b) => a - b);
  return [0.05, 0.95].map((p) => percent(quantileSorted(precisions, p), 0)).join('–');
}

function ninetiethPercentile(days: readonly ReplayedDay[]): number {
  return quantileSorted(
    days.map(({ outcome }) => outcome).sort((a, b) => a - b),
    0.9,
  );
}
