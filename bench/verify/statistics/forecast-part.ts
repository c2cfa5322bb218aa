import { addDays } from '../../../server/modules/analytics/calendar.ts';
import { fitForecast, forecastOf } from '../../../server/modules/analytics/forecast/forecast.ts';
import type { DailySeries } from '../../../server/modules/analytics/forecast/forecast-series.ts';
import type { Figures } from '../figures.ts';
import { sandboxSeries, simulateFollowers, type SimulatedKind } from './forecast-series.ts';
import { percent, type QuotedTable, type StatisticsPart } from './part.ts';

/** What is asked: so many days ahead, at a nominal coverage, from so many days of history. */
interface Setting {
  historyDays: number;
  horizonDays: number;
  confidence: number;
}

/** What promises are made of. */
const PROMISED: Setting = { historyDays: 90, horizonDays: 14, confidence: 0.8 };
const SHORTER: readonly Setting[] = [
  { ...PROMISED, historyDays: 30 },
  { ...PROMISED, historyDays: 45 },
];
/** The least history that suffices, and all that is read, for far horizons and high confidence. */
const HARDER: readonly Setting[] = [
  { historyDays: 41, horizonDays: 14, confidence: 0.95 },
  { historyDays: 117, horizonDays: 90, confidence: 0.95 },
  { historyDays: 280, horizonDays: 90, confidence: 0.8 },
];
/** Forecasts of one series, and the days that their histories end apart. */
const ORIGINS = 3;
const ORIGIN_STEP = 20;
const SIMULATED = 100;
/** Fewer where series are long. */
const SIMULATED_LONG = 40;
const MADE_UP_CREATORS = 120;
const LAST_DAY = '2026-11-27';
const KINDS: readonly SimulatedKind[] = ['smooth', 'viral jumps', 'weekly'];

interface SeriesClass {
  name: string;
  kind: DailySeries['kind'];
  series: readonly (readonly number[])[];
}

interface Score {
  forecasts: number;
  values: number;
  inside: number;
  /** Sum over forecasts of the coverage that their own backtests say. */
  claimed: number;
  /** Sums over values, in mean daily changes of the series. */
  error: number;
  driftError: number;
  notDrift: number;
}

export const forecastPart: StatisticsPart = {
  name: 'forecast',
  title: 'Forecasts against what came',
  measure(figures) {
    const classes = [...simulatedClasses(SIMULATED, daysFor(PROMISED)), ...sandboxClasses(daysFor(PROMISED))];
    const promised = classes.map((one) => scoreOf(one, PROMISED));
    promise(figures, classes, promised);
    const rows = SHORTER.flatMap((setting) =>
      classes.map((one) => rowOf(setting, one, scoreOf(one, setting))),
    );
    rows.push(...classes.map((one, index) => rowOf(PROMISED, one, promised[index]!)));
    const harder = HARDER.flatMap((setting) =>
      simulatedClasses(SIMULATED_LONG, daysFor(setting)).map((one) =>
        rowOf(setting, one, scoreOf(one, setting)),
      ),
    );
    return [tableOf('forecast', rows), tableOf('forecast-far', harder)];
  },
};

function daysFor({ historyDays, horizonDays }: Setting): number {
  return firstEnd(historyDays) + horizonDays + (ORIGINS - 1) * ORIGIN_STEP;
}

/** Histories of every length up to `PROMISED` end on the same days, so that the days that follow are the same. */
function firstEnd(historyDays: number): number {
  return Math.max(historyDays, PROMISED.historyDays);
}

function simulatedClasses(count: number, days: number): SeriesClass[] {
  return KINDS.flatMap((kind) => {
    const followers = Array.from({ length: count }, (_, index) =>
      simulateFollowers(kind, days + 1, `verify ${kind} ${String(index)}`),
    );
    return [
      { name: `simulated followers, ${kind}`, kind: 'COUNT', series: followers },
      { name: `simulated daily gains, ${kind}`, kind: 'GAIN', series: followers.map(gainsOf) },
    ];
  });
}

function sandboxClasses(days: number): SeriesClass[] {
  const creators = sandboxSeries(MADE_UP_CREATORS, days);
  return [
    {
      name: 'sandbox’s creators, followers',
      kind: 'COUNT',
      series: creators.map(({ followers }) => followers),
    },
    { name: 'sandbox’s creators, views', kind: 'GAIN', series: creators.map(({ views }) => views) },
  ];
}

function scoreOf({ kind, series }: SeriesClass, setting: Setting): Score {
  const { historyDays, horizonDays, confidence } = setting;
  const score: Score = {
    forecasts: 0,
    values: 0,
    inside: 0,
    claimed: 0,
    error: 0,
    driftError: 0,
    notDrift: 0,
  };
  for (const values of series) {
    for (let origin = 0; origin < ORIGINS; origin++) {
      const end = firstEnd(historyDays) + origin * ORIGIN_STEP;
      const known = values.slice(end - historyDays, end);
      const forecast = forecastOf(fitForecast({ kind, lastDay: LAST_DAY, values: known }), {
        from: addDays(LAST_DAY, 1),
        horizonDays,
        confidence,
      });
      if (!('points' in forecast)) throw new Error(`${String(historyDays)} days are not enough.`);
      score.forecasts++;
      score.claimed += forecast.backtest.coverage;
      if (forecast.method !== 'drift') score.notDrift++;
      const unit = meanOf(gainsOf(known).map(Math.abs)) || 1;
      const drift = driftOf(kind, known);
      for (const [index, value] of values.slice(end, end + horizonDays).entries()) {
        const point = forecast.points[index]!;
        score.values++;
        if (point.interval.lower <= value && value <= point.interval.upper) score.inside++;
        score.error += Math.abs(value - point.value) / unit;
        score.driftError += Math.abs(value - drift(index + 1)) / unit;
      }
    }
  }
  return score;
}

function promise(figures: Figures, classes: readonly SeriesClass[], scores: readonly Score[]): void {
  const ratios = scores.map(({ error, driftError }) => error / driftError);
  for (const [index, { name }] of classes.entries()) {
    const coverage = scores[index]!.inside / scores[index]!.values;
    const isCovered = coverage >= 0.72 && coverage <= 0.88;
    figures.add(`${name}: values inside 80 % intervals`, '72–88 %', percent(coverage), isCovered);
    const ratio = ratios[index]!;
    figures.add(`${name}: error over drift’s`, '≤ 1.05', ratio.toFixed(3), ratio <= 1.05);
  }
  const overall = meanOf(ratios);
  figures.add('mean over the classes: error over drift’s', '≤ 1', overall.toFixed(3), overall <= 1);
}

function rowOf({ historyDays, horizonDays, confidence }: Setting, { name }: SeriesClass, score: Score) {
  return [
    String(historyDays),
    `${String(horizonDays)} at ${percent(confidence, 0)}`,
    name,
    String(score.forecasts),
    percent(score.inside / score.values),
    percent(score.claimed / score.forecasts),
    (score.error / score.driftError).toFixed(2),
    percent(score.notDrift / score.forecasts, 0),
  ];
}

function tableOf(name: string, rows: readonly (readonly string[])[]): QuotedTable {
  return {
    name,
    columns: [
      'days known',
      'days ahead',
      'series',
      'forecasts',
      'held',
      'as their backtests say',
      'error over drift’s',
      'not drift',
    ],
    rows,
  };
}

/** What drift says, reckoned here apart from the model's own. */
function driftOf(kind: DailySeries['kind'], known: readonly number[]): (days: number) => number {
  const usual = meanOf((kind === 'COUNT' ? gainsOf(known) : known).slice(-28));
  return (days) => (kind === 'COUNT' ? known.at(-1)! + usual * days : usual);
}

function gainsOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]!);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
