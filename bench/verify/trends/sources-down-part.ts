import { isDeepStrictEqual } from 'node:util';
import { type DayOfTrends, loseSources } from '../../../server/testing/sources-down-scenario.ts';
import { startTestServer } from '../../../server/testing/server.ts';
import type { Figures } from '../figures.ts';
import type { StatisticsPart } from '../statistics/part.ts';

/** What is shown of trends once no source answers any more. */
export const sourcesDownPart: StatisticsPart = {
  name: 'sources-down',
  title: 'Every source down',
  async measure(figures) {
    const server = await startTestServer({ withResearch: true });
    try {
      const days = await loseSources(server);
      const last = days.findLast(({ fault }) => fault === null)!;
      addCollection(figures, last);
      for (const day of days) if (day.fault !== null) addDay(figures, last, day);
    } finally {
      await server.stop();
    }
    return [];
  },
};

function addCollection(figures: Figures, { asked, trends }: DayOfTrends): void {
  const told = asked.map(({ source, trendIds }) => `${source} ${String(trendIds.length)}`).join(', ');
  const all =
    asked.length === 2 && asked.every(({ error, trendIds }) => error === null && trendIds.length > 0);
  figures.add('trends collected while all is up', 'some of each source', told, all);
  const known = trends.filter(({ history, readings }) => history.length > 0 && readings.length > 1).length;
  figures.add(
    'trends with a history and two readings',
    'some',
    `${String(known)} of ${String(trends.length)}`,
    known > 0,
  );
}

function addDay(
  figures: Figures,
  last: DayOfTrends,
  { at, fault, asked, trends, sources }: DayOfTrends,
): void {
  const on = `${at.slice(0, 10)}, ${String(fault)}`;
  const failed = asked.filter(({ error }) => error !== null).length;
  figures.add(
    `${on}: sources that failed`,
    '2 of 2',
    `${String(failed)} of ${String(asked.length)}`,
    failed === 2,
  );

  const before = new Map(last.trends.map((trend) => [trend.id, trend]));
  const same = trends.filter((trend) => isDeepStrictEqual(trend, before.get(trend.id))).length;
  figures.add(
    `${on}: trends with the figures, history, readings and times of ${last.at.slice(0, 10)}`,
    `all ${String(before.size)}`,
    `${String(same)} of ${String(trends.length)}`,
    same === before.size && trends.length === before.size,
  );
  const ages = trends.map(({ capturedAt }) => (Date.parse(at) - Date.parse(capturedAt)) / 3_600_000);
  const youngest = Math.min(...ages);
  const silence = (Date.parse(at) - Date.parse(last.at)) / 3_600_000;
  figures.add(
    `${on}: age of the youngest figure, by its capturedAt`,
    `${String(silence)} h`,
    `${String(youngest)} h`,
    youngest === silence,
  );

  const said = sources.map(({ source, lastError }) => `${source} ${lastError?.code ?? 'nothing'}`).join(', ');
  const tell = sources.filter(
    ({ lastError, lastSuccessAt }) =>
      lastError !== null && lastError.message !== '' && lastError.at === at && lastSuccessAt === last.at,
  );
  figures.add(
    `${on}: sources that tell why, and their last success`,
    '2 of 2',
    `${String(tell.length)}: ${said}`,
    tell.length === 2,
  );
}
