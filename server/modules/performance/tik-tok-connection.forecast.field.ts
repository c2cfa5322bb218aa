import { InsufficientDataError } from '../../lib/errors.ts';
import { builder } from '../../schema/builder.ts';
import { defineFieldLoader } from '../../schema/loader.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import {
  type AccountForecast,
  type AskedForecast,
  type ForecastAccount,
  forecasts,
  MAX_HORIZON_DAYS,
} from './forecast.service.ts';
import { Forecast, ForecastMetric } from './forecast.type.ts';

/** A day ahead costs as much as so many plain fields: each is compared with the whole past. */
const COST_A_DAY = 5;

const forecastOfAccount = defineFieldLoader<ForecastAccount, AskedForecast, AccountForecast>(
  ({ services }, accounts, asked) => forecasts(services, accounts, asked),
  ({ id }) => id,
);

builder.prismaObjectFields(TikTokConnection, (t) => ({
  forecast: t.field({
    type: Forecast,
    nullable: true,
    description: 'Followers, or daily views or likes, from today on. Null only with an error.',
    errors: {
      types: [InsufficientDataError],
      union: {
        description:
          'InsufficientData under about 8 + h + c/(1 − c) whole days of history, for h days ahead at confidence c: 26 for the default.',
      },
    },
    args: {
      metric: t.arg({ type: ForecastMetric, required: true, description: 'What to forecast.' }),
      horizonDays: t.arg.int({
        required: true,
        defaultValue: 14,
        description: 'Days from today on: 1–90.',
      }),
      confidence: t.arg.float({
        required: true,
        defaultValue: 0.8,
        description: 'Nominal coverage of each interval: 0.5–0.95.',
      }),
    },
    complexity: ({ horizonDays }) => ({
      field: COST_A_DAY * Math.min(Math.max(1, horizonDays), MAX_HORIZON_DAYS),
    }),
    select: { id: true, timezone: true, status: true, missingScopes: true },
    resolve: (subject, { metric, horizonDays, confidence }, context) =>
      forecastOfAccount.load(context, { subject, question: { metric, horizonDays, confidence } }),
  }),
}));
