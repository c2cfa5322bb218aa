import { remeasureTrends } from '../modules/trends/remeasure-trends.service.ts';
import { type CollectedSource, collectTrends } from '../modules/trends/source/collect-trends.service.ts';
import type { FaultInput } from '../sandbox/tiktok/faults/faults.ts';
import type { Answer } from './graphql.ts';
import type { TestServer } from './server.ts';

const START = new Date('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
const PAGE = 100;

/** Every endpoint that a source of trends asks. */
const ENDPOINTS = ['discovery/trending_list', 'discovery/cml/trending_list', 'research/video/query'] as const;
/**
 * What each of them meets, a day each: nothing on two days, since Research asks for the hashtags that are known by the day
 * before; then an answer that says nothing, and none at all.
 */
const FAULTS: readonly (FaultInput['kind'] | null)[] = [null, null, 'html_error', 'disconnect'];

const TRENDS = `query ($first: Int!, $after: String) { trends(first: $first, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node {
    id kind name region rank views posts source capturedAt velocity { stage dailyGrowth { value } }
    history(range: { between: { from: "2026-11-01", to: "2026-11-21" } }) { at value unit rank source }
    readings { source rank views posts value unit capturedAt } } } } }`;
const SOURCES = '{ serverInfo { trendSources { source lastSuccessAt lastError { code message at } } } }';

/** A trend as the API shows it. */
export interface ShownTrend {
  id: string;
  capturedAt: string;
  history: { at: string }[];
  readings: { capturedAt: string }[];
}

export interface ShownSource {
  source: string;
  lastSuccessAt: string | null;
  lastError: { code: string; message: string; at: string } | null;
}

interface PageOfTrends {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: { node: ShownTrend }[];
}

/** One day, as the API showed it after every source was asked. */
export interface DayOfTrends {
  /** When they were asked. */
  at: string;
  /** Null while all are up. */
  fault: FaultInput['kind'] | null;
  asked: CollectedSource[];
  trends: ShownTrend[];
  /** Those that are asked from outside. */
  sources: ShownSource[];
}

/** Collects trends on two days from sources that are up, and on two on which every one is down, oldest first. */
export async function loseSources(server: TestServer): Promise<DayOfTrends[]> {
  const days: DayOfTrends[] = [];
  for (const fault of FAULTS) {
    const at = new Date(START.getTime() + days.length * DAY_MS);
    server.runtime.clock.standAt(at);
    await server.sandbox.standAt(at);
    await server.sandbox.fail(
      ...(fault === null ? [] : ENDPOINTS.map((endpoint) => ({ endpoint, kind: fault }))),
    );
    const asked = await collect(server);
    const trends = await everyTrend(server);
    days.push({ at: at.toISOString(), fault, asked, trends, sources: await sourcesOf(server) });
  }
  return days;
}

async function collect({ runtime: { services } }: TestServer): Promise<CollectedSource[]> {
  const asked = await collectTrends(services);
  for (const { trendIds } of asked) await remeasureTrends(services, trendIds);
  return asked;
}

async function everyTrend(server: TestServer): Promise<ShownTrend[]> {
  const trends: ShownTrend[] = [];
  let after: string | null = null;
  do {
    const answer: Answer<{ trends: PageOfTrends }> = await server.execute(TRENDS, { first: PAGE, after });
    const { pageInfo, edges } = answer.expectData().trends;
    trends.push(...edges.map(({ node }) => node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return trends;
}

async function sourcesOf(server: TestServer): Promise<ShownSource[]> {
  const answer = await server.execute<{ serverInfo: { trendSources: ShownSource[] } }>(SOURCES);
  const asked = server.runtime.services.trendSources.filter(({ collect }) => collect !== null);
  return answer
    .expectData()
    .serverInfo.trendSources.filter(({ source }) => asked.some((client) => client.source === source));
}
