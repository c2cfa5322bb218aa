import type { Services } from '../../app/services.ts';
import { accountAnalytics } from '../analytics/analytics.service.ts';
import { dayOf } from '../analytics/calendar.ts';
import { fitForecast, HISTORY_DAYS, type StoredForecast } from '../analytics/forecast/forecast.ts';
import { dailySeries, type ForecastMetric, wholeDays } from '../analytics/forecast/forecast-series.ts';
import { defineAnalysis, type Analysis } from './stored-analysis.ts';

/** Raised whenever the same days give another forecast. */
const VERSION = 1;

/** Each metric's own row, since most who ask want one. */
export const FORECAST_ANALYSES: Readonly<Record<ForecastMetric, Analysis<StoredForecast>>> = {
  FOLLOWERS: defineAnalysis('forecast-followers', VERSION),
  VIEWS: defineAnalysis('forecast-views', VERSION),
  LIKES: defineAnalysis('forecast-likes', VERSION),
};

/** What forecasts of an account are told from. */
export interface ForecastFits {
  fits: Readonly<Record<ForecastMetric, StoredForecast>>;
  /** Capture of the newest snapshot that they saw; null without one. */
  inputsThrough: Date | null;
}

/**
 * Fits the forecasts of each account to its days, in the order of `connections`. It takes the SQL statements of
 * `accountAnalytics`, whatever their number.
 */
export async function fitForecasts(
  deps: Pick<Services, 'database' | 'clock'>,
  connections: readonly { id: string; timezone: string }[],
): Promise<ForecastFits[]> {
  const now = deps.clock.now();
  const analytics = await accountAnalytics(deps, connections, { lastDays: HISTORY_DAYS + 1 }, 'DAY');
  return analytics.map(({ points, freshness: { inputsThrough } }, index) => {
    const { timezone } = connections[index]!;
    const days = wholeDays(points, timezone, dayOf(now.getTime(), timezone), inputsThrough);
    return {
      fits: {
        FOLLOWERS: fitForecast(dailySeries(days, 'FOLLOWERS')),
        VIEWS: fitForecast(dailySeries(days, 'VIEWS')),
        LIKES: fitForecast(dailySeries(days, 'LIKES')),
      },
      inputsThrough,
    };
  });
}
