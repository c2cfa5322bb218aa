import { builder } from '../../schema/builder.ts';
import { Freshness } from '../analytics/account-analytics.type.ts';
import { EstimateInterval } from '../analytics/estimate.type.ts';
import type { AccountForecast } from './forecast.service.ts';

export const ForecastMetric = builder.enumType('ForecastMetric', {
  description: 'What can be forecast.',
  values: {
    FOLLOWERS: { description: 'Followers at the end of a day.' },
    VIEWS: {
      description:
        'Views that all videos together gain on a day; of an expected outcome, those of one video.',
    },
    LIKES: { description: 'Likes that all videos together gain on a day.' },
  },
});

const ForecastPoint = builder.objectRef<AccountForecast['points'][number]>('ForecastPoint').implement({
  description: 'One day to come.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: "The day, in the connection's time zone." }),
    value: t.exposeFloat('value', { description: 'What is expected, in the unit of the metric.' }),
    interval: t.expose('interval', {
      type: EstimateInterval,
      description: 'Where the day’s own value lies, with probability `level`.',
    }),
  }),
});

const Backtest = builder.objectRef<AccountForecast['backtest']>('Backtest').implement({
  description:
    "How this method did on this account's past: its intervals as they would have been given on each of the newest days, from what was known then.",
  fields: (t) => ({
    coverage: t.exposeFloat('coverage', {
      description: 'Share of past values inside their interval, 0–1. Compare it with `confidence`.',
    }),
    meanWidth: t.exposeFloat('meanWidth', {
      description: "Mean width of the intervals, in the metric's unit.",
    }),
    mase: t.exposeFloat('mase', {
      description: "Error over the naive forecast's: below 1 is better. 1 where neither has an error.",
    }),
    folds: t.exposeInt('folds', { description: 'Rolling origins.' }),
  }),
});

export const Forecast = builder.objectRef<AccountForecast>('Forecast').implement({
  description:
    "Daily values to come, with intervals checked against the account's own past. Method and limits: modelCard(FORECAST).",
  fields: (t) => ({
    metric: t.expose('metric', { type: ForecastMetric, description: 'What is forecast.' }),
    points: t.expose('points', {
      type: [ForecastPoint],
      description: 'One a day from today on, as many as `horizonDays`.',
    }),
    method: t.exposeString('method', {
      description:
        'naive, drift, damped-holt: the winner of the backtest; drift where history is too short to choose.',
    }),
    confidence: t.exposeFloat('confidence', { description: 'Nominal coverage, 0–1.' }),
    backtest: t.expose('backtest', { type: Backtest, description: 'How well it did before.' }),
    freshness: t.expose('freshness', {
      type: Freshness,
      description: 'Of the days that it rests on. Computed as you asked where no job has stored them yet.',
    }),
  }),
});
