import { decodeGlobalId } from '../../../server/lib/global-id.ts';
import { remeasureTrends } from '../../../server/modules/trends/remeasure-trends.service.ts';
import { storeSightings } from '../../../server/modules/trends/store-sightings.service.ts';
import { captureQueries } from '../../../server/testing/queries.ts';
import { connectionRow, videoRow } from '../../../server/testing/rows.ts';
import { startTestServer, type TestServer } from '../../../server/testing/server.ts';
import { type Figures, inSeconds, load, say } from '../figures.ts';
import type { StatisticsPart } from '../statistics/part.ts';
import { DAY_MS, DAYS, sayingsOf, SIGHTINGS, START, TRENDS } from './month.ts';

const EXAMPLES = 20;
const PAGES = [1, 20, 100] as const;
const ORDERS = ['VELOCITY', 'RANK', 'VIEWS', 'POSTS', 'CAPTURED_AT'] as const;

const PAGE = `query ($workspaceId: ID!, $first: Int!) {
  trends(workspaceId: $workspaceId, first: $first) { totalCount pageInfo { hasNextPage endCursor } edges { node {
    id kind name tikTokId category region rank views posts source capturedAt isExploding workspace { id name }
    velocity { windowDays stage ageDays acceleration
      dailyGrowth { value sampleSize definition interval { lower upper level method } } }
    history(range: { lastDays: 30 }) { at value unit rank source }
    readings { source rank views posts value unit capturedAt }
    exampleVideos { id tikTokId } } } } }`;
const IDS = `query ($workspaceId: ID!, $after: String, $field: TrendOrderField!) {
  trends(workspaceId: $workspaceId, first: 100, after: $after, orderBy: { field: $field }) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } }`;

/** A month of lists from four sources, stored twice, and what a page of it costs. */
export const monthPart: StatisticsPart = {
  name: 'month',
  title: 'A month of four sources',
  async measure(figures) {
    const server = await startTestServer();
    try {
      server.runtime.clock.standAt(new Date(START + DAYS * DAY_MS));
      const videoIds = await addVideos(server);
      figures.add(...whole('observations stored of a month', SIGHTINGS, await storeMonth(server, videoIds)));
      const before = await tablesOf(server);
      figures.add(...whole('of the same month again', 0, await storeMonth(server, videoIds)));
      compareTables(figures, before, await tablesOf(server));
      await countStatements(figures, server);
      for (const field of ORDERS) await pageThrough(figures, server, field);
    } finally {
      await server.stop();
    }
    return [];
  },
};

function whole(what: string, wanted: number, measured: number): Parameters<Figures['add']> {
  return [what, wanted.toLocaleString('en'), measured.toLocaleString('en'), measured === wanted];
}

/** Of the workspace, to be examples; row ids. */
async function addVideos({ runtime, workspace }: TestServer): Promise<string[]> {
  const { prisma } = runtime.services.database;
  const connection = connectionRow(decodeGlobalId(workspace.id).id, new Date(START));
  await prisma.tikTokConnection.create({ data: connection });
  const videos = Array.from({ length: EXAMPLES }, () => videoRow(connection.id, new Date(START)));
  await prisma.tikTokVideo.createMany({ data: videos });
  return videos.map(({ id }) => id);
}

/** Day by day; then the lists are measured anew, on the last day. Gives the observations that were new. */
async function storeMonth(
  { runtime: { services }, workspace }: TestServer,
  videoIds: readonly string[],
): Promise<number> {
  const trendIds = new Set<string>();
  let stored = 0;
  const start = performance.now();
  for (let day = 0; day < DAYS; day += 1) {
    for (const { origin, sightings } of sayingsOf(day, decodeGlobalId(workspace.id).id, videoIds)) {
      const told = await storeSightings(services, origin, sightings);
      stored += told.stored;
      for (const id of told.trendIds) trendIds.add(id);
    }
  }
  const end = performance.now();
  await remeasureTrends(services, [...trendIds]);
  const measuring = performance.now() - end;
  say(`  storing took ${inSeconds(end - start)}, measuring ${inSeconds(measuring)}; ${load()}`);
  return stored;
}

interface Table {
  count: number;
  checksum: string;
}

/** Every table of trends, by its name. */
async function tablesOf({ runtime }: TestServer): Promise<Map<string, Table>> {
  const { database } = runtime.services;
  const names = await database.query<{ name: string }>(
    `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE '%Trend%'
     ORDER BY 1`,
  );
  const tables = new Map<string, Table>();
  for (const { name } of names) {
    const [table] = await database.query<Table>(
      `SELECT count(*)::int AS "count", coalesce(md5(string_agg(line, ',' ORDER BY line)), '') AS "checksum"
       FROM (SELECT md5(row::text) AS line FROM "${name}" AS row) AS lines`,
    );
    tables.set(name, table!);
  }
  return tables;
}

function compareTables(
  figures: Figures,
  before: ReadonlyMap<string, Table>,
  after: ReadonlyMap<string, Table>,
): void {
  for (const [name, { count, checksum }] of before) {
    const now = after.get(name)!;
    const tell = (table: Table) =>
      `${table.count.toLocaleString('en')} rows, ${table.checksum.slice(0, 8) || 'none'}`;
    figures.add(
      `${name} after the second time`,
      tell({ count, checksum }),
      tell(now),
      now.count === count && now.checksum === checksum,
    );
  }
}

interface Page<Node> {
  trends: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: { node: Node }[];
  };
}

interface WholeTrend {
  velocity: object | null;
  history: object[];
  readings: object[];
  exampleVideos: object[];
}

async function countStatements(figures: Figures, server: TestServer): Promise<void> {
  const counts: number[] = [];
  for (const first of PAGES) {
    const { result, statements } = await captureQueries(() =>
      server.execute<Page<WholeTrend>>(PAGE, { workspaceId: server.workspace.id, first }),
    );
    counts.push(statements.length);
    const nodes = result.expectData().trends.edges.map(({ node }) => node);
    const full = nodes.filter(
      ({ velocity, history, readings }) => velocity !== null && history.length > 0 && readings.length > 0,
    ).length;
    figures.add(
      ...whole(`trends with velocity, history and readings on a page of ${String(first)}`, first, full),
    );
    if (first !== Math.max(...PAGES)) continue;
    const withExamples = nodes.filter(({ exampleVideos }) => exampleVideos.length === 10).length;
    figures.add('of these with ten example videos', 'some', String(withExamples), withExamples > 0);
  }
  const same = counts.every((count) => count === counts[0] && count > 0);
  figures.add(`SQL statements of pages of ${PAGES.join(', ')}`, 'the same', counts.join(', '), same);
}

/** Each trend has to come once, whatever the order. */
async function pageThrough(figures: Figures, server: TestServer, field: string): Promise<void> {
  const ids: string[] = [];
  const totals = new Set<number>();
  let after: string | null = null;
  let pages = 0;
  do {
    const answer: Awaited<ReturnType<typeof askPage>> = await askPage(server, field, after);
    const { totalCount, pageInfo, edges } = answer.expectData().trends;
    totals.add(totalCount);
    ids.push(...edges.map(({ node }) => node.id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    pages += 1;
  } while (after !== null);
  const measured = `${String(ids.length)}, ${String(new Set(ids).size)} different, on ${String(pages)} pages; totalCount ${[...totals].join(', ')}`;
  const isWhole =
    ids.length === TRENDS && new Set(ids).size === TRENDS && [...totals].join() === String(TRENDS);
  figures.add(`trends on all pages by ${field}`, `each of ${String(TRENDS)} once`, measured, isWhole);
}

function askPage(server: TestServer, field: string, after: string | null) {
  return server.execute<Page<{ id: string }>>(IDS, { workspaceId: server.workspace.id, field, after });
}
