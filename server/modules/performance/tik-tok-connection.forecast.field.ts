import { InsufficientDataError } from '../../lib/errors.ts';
import { builder } from '../../schema/builder.ts';
import { defineLoader } from '../../schema/loader.ts';
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

interface ForecastKey {
  account: ForecastAccount;
  asked: AskedForecast;
}

/** Which keys can be answered together. */
const questionOf = ({ asked: { metric, horizonDays, confidence } }: ForecastKey) =>
  JSON.stringify([metric, horizonDays, confidence]);

const forecastOfAccount = defineLoader<ForecastKey, AccountForecast>(
  async ({ services }, keys) => {
    const answers = new Map<ForecastKey, AccountForecast | InsufficientDataError>();
    for (const group of Map.groupBy(keys, questionOf).values()) {
      const [{ asked }] = group as [ForecastKey];
      const accounts = group.map(({ account }) => account);
      const answered = await forecasts(services, accounts, asked);
      for (const [index, key] of group.entries()) answers.set(key, answered[index]!);
    }
    return keys.map((key) => answers.get(key)!);
  },
  (key) => `${key.account.id} ${questionOf(key)}`,
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
    resolve: (account, asked, context) => forecastOfAccount.load(context, { account, asked }),
  }),
}));
