import { setImmediate } from 'node:timers/promises';
import type { Services } from '../../app/services.ts';
import type { ConnectionStatus } from '../../data/generated/prisma/client.ts';
import { InsufficientDataError, type InputIssue, ValidationError } from '../../lib/errors.ts';
import type { Freshness } from '../analytics/series/account-report.ts';
import { addDays, dayOf, type Day } from '../analytics/calendar.ts';
import {
  type Forecast,
  forecastOf,
  type Shortage,
  type StoredForecast,
} from '../analytics/forecast/forecast.ts';
import type { ForecastMetric } from '../analytics/forecast/forecast-series.ts';
import { fitForecasts, FORECAST_ANALYSES } from './forecast-fits.service.ts';
import { readAnalyses } from './stored-analysis.ts';

export const MAX_HORIZON_DAYS = 90;
const CONFIDENCES = { min: 0.5, max: 0.95 } as const;

/** TikTok's scope that a metric needs. */
const SCOPES: Readonly<Record<ForecastMetric, string>> = {
  FOLLOWERS: 'user.info.stats',
  VIEWS: 'video.list',
  LIKES: 'video.list',
};

/** Whose forecast is asked for. */
export interface ForecastAccount {
  id: string;
  timezone: string;
  status: ConnectionStatus;
  missingScopes: readonly string[];
}

export interface AskedForecast {
  metric: ForecastMetric;
  /** Days from today on: 1–90. */
  horizonDays: number;
  /** Nominal coverage of each interval: 0.5–0.95. */
  confidence: number;
}

/** A forecast of an account. */
export interface AccountForecast extends Forecast {
  metric: ForecastMetric;
  confidence: number;
  freshness: Freshness;
}

/**
 * The forecast of each account from today on, in the order of `accounts`; an `InsufficientDataError` in the place of one
 * whose history is too short. Read from what a job stored, and `freshness` is of that; for accounts before their first
 * computation it is fitted here, from the days as they are now, and `freshness` says so. One SQL statement, with those of
 * `accountAnalytics` where some are fitted.
 *
 * @throws ValidationError where horizon or confidence is out of range.
 */
export async function forecasts(
  deps: Pick<Services, 'database' | 'clock'>,
  accounts: readonly ForecastAccount[],
  asked: AskedForecast,
): Promise<(AccountForecast | InsufficientDataError)[]> {
  assertInRange(asked);
  const answers: (AccountForecast | InsufficientDataError)[] = [];
  for (const [index, { stored, timezone, freshness }] of (
    await fitsOf(deps, accounts, asked.metric)
  ).entries()) {
    // Far horizons cost milliseconds; requests that came in meanwhile are answered between two accounts.
    if (index > 0) await setImmediate();
    const today = dayOf(deps.clock.now().getTime(), timezone);
    const answer = forecastOf(stored, { ...asked, from: today });
    answers.push(
      'points' in answer
        ? { ...answer, metric: asked.metric, confidence: asked.confidence, freshness }
        : insufficient(asked, answer, isCollected(accounts[index]!, asked.metric) ? today : null),
    );
  }
  return answers;
}

interface Fit {
  stored: StoredForecast;
  /** In which the days were cut. */
  timezone: string;
  freshness: Freshness;
}

async function fitsOf(
  deps: Pick<Services, 'database' | 'clock'>,
  accounts: readonly ForecastAccount[],
  metric: ForecastMetric,
): Promise<Fit[]> {
  const ids = accounts.map(({ id }) => id);
  const stored = await readAnalyses(deps.database, ids, FORECAST_ANALYSES[metric]);
  const unfitted = accounts.filter((_account, index) => stored[index] === null);
  const fitted = unfitted.length === 0 ? [] : await fitForecasts(deps, unfitted);
  const fits = new Map(unfitted.map(({ id }, index) => [id, fitted[index]!]));
  const computedAt = deps.clock.now();
  return accounts.map(({ id, timezone }, index) => {
    const row = stored[index];
    if (row != null) {
      const { result, isStale } = row;
      const freshness = { computedAt: row.computedAt, inputsThrough: row.inputsThrough, isStale };
      return { stored: result, timezone: row.timezone, freshness };
    }
    const { fits: byMetric, inputsThrough } = fits.get(id)!;
    return { stored: byMetric[metric], timezone, freshness: { computedAt, inputsThrough, isStale: false } };
  });
}

function isCollected({ status, missingScopes }: ForecastAccount, metric: ForecastMetric): boolean {
  return status === 'ACTIVE' && !missingScopes.includes(SCOPES[metric]);
}

/** @param today null where no more days come. */
function insufficient(
  { horizonDays, confidence }: AskedForecast,
  { requiredDays, availableDays }: Shortage,
  today: Day | null,
): InsufficientDataError {
  return new InsufficientDataError(
    `A forecast of ${String(horizonDays)} days at ${String(confidence)} takes ${String(requiredDays)} whole days of history; there are ${String(availableDays)}.`,
    {
      requiredDays,
      availableDays,
      availableOn: today === null ? null : addDays(today, requiredDays - availableDays),
    },
  );
}

function assertInRange({ horizonDays, confidence }: AskedForecast): void {
  const issues: InputIssue[] = [];
  if (horizonDays < 1 || horizonDays > MAX_HORIZON_DAYS) {
    issues.push({ path: ['horizonDays'], message: `must be from 1 to ${String(MAX_HORIZON_DAYS)}` });
  }
  // Not the other way round: NaN is in no range.
  if (!(confidence >= CONFIDENCES.min && confidence <= CONFIDENCES.max)) {
    issues.push({
      path: ['confidence'],
      message: `must be from ${String(CONFIDENCES.min)} to ${String(CONFIDENCES.max)}`,
    });
  }
  if (issues.length > 0) throw new ValidationError(issues);
}
