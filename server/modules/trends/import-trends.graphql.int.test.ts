import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { executeWithFile, type PickedFile } from '../../testing/upload.ts';
import { IMPORT_MUTATION, type ImportAnswer, type ImportResult } from '../imports/imports-test-kit.ts';
import { zipOf } from '../imports/reading/reading-test-kit.ts';
import { legacyAnswer, legacyHashtag, legacySound } from './reading/trend-reading-test-kit.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(() =>
  server.runtime.services.database.execute(
    'DELETE FROM "TikTokTrend"; DELETE FROM "AnalyticsImport"; DELETE FROM "ImportedTrendFile"',
  ),
);

const MUTATION = IMPORT_MUTATION.replace('ImportAnalyticsInput', 'ImportTrendsInput').replace(
  'importAnalytics',
  'importTrends',
);
const prisma = () => server.runtime.services.database.prisma;
const workspace = () => decodeGlobalId(server.workspace.id).id;
const json = (value: unknown, name = 'answer.json'): PickedFile => ({ name, content: JSON.stringify(value) });

async function bring(
  file: PickedFile,
  input: object = {},
  as = server.workspace.ownerKey,
): Promise<ImportResult> {
  const variables = { input: { workspaceId: server.workspace.id, ...input } };
  const answer = await executeWithFile<{ importTrends: ImportResult }>(
    server.graphqlUrl,
    MUTATION,
    variables,
    file,
    { as },
  );
  return answer.expectData().importTrends;
}

type TrendImport = ImportAnswer & { connection: null };

/** The import once it has ended, as one who follows it asks. */
async function imported(file: PickedFile, input: object = {}): Promise<TrendImport> {
  const begun = await bring(file, input);
  if (begun.__typename !== 'AnalyticsImport') throw new Error(JSON.stringify(begun));
  return ended(begun.id);
}

async function ended(id: string): Promise<TrendImport> {
  for (;;) {
    const answer = await server.execute<{ node: TrendImport }>(
      `query ($id: ID!) { node(id: $id) { ... on AnalyticsImport {
        id status mode format from to rowsRead rowsStored rowsUnchanged rowsRefused connection { id }
        problems { fileName row column message } preview { date } error { code message retryable } } } }`,
      { id },
    );
    const { node } = answer.expectData();
    if (node.status === 'COMPLETED' || node.status === 'FAILED') return node;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function everything(): Promise<unknown> {
  const where = { workspaceId: workspace() };
  return {
    trends: await prisma().tikTokTrend.findMany({ where, orderBy: { identity: 'asc' } }),
    observations: await prisma().trendObservation.findMany({
      orderBy: [{ trendId: 'asc' }, { capturedAt: 'asc' }],
    }),
    curves: await prisma().trendCurve.findMany({ orderBy: { trendId: 'asc' } }),
    files: await prisma().importedTrendFile.findMany({ where }),
  };
}

describe('importTrends', () => {
  const answer = legacyAnswer([legacyHashtag('one'), legacyHashtag('two', { rank: 2 })]);

  it("stores hashtags and sounds as the workspace's own, of Creative Center", async () => {
    const sounds = legacyAnswer([legacySound()], 'sound_list');
    const done = await imported(json([answer, sounds]));
    expect(done).toEqual({
      id: expect.any(String),
      status: 'COMPLETED',
      mode: 'STORE',
      format: 'creative-center-legacy',
      from: '2025-10-20',
      to: '2025-10-20',
      rowsRead: 3,
      rowsStored: 3,
      rowsUnchanged: 0,
      rowsRefused: 0,
      connection: null,
      problems: [],
      preview: [],
      error: null,
    });
    const trends = await prisma().tikTokTrend.findMany({
      orderBy: { name: 'asc' },
      include: { observations: true, curves: true },
    });
    const said = { workspaceId: workspace(), source: 'CREATIVE_CENTER' };
    expect(trends).toMatchObject([
      { ...said, kind: 'SOUND', name: 'A Song', key: '7000000000000000001', region: 'FR', rank: 3 },
      { ...said, kind: 'HASHTAG', name: 'one', region: 'US', category: 'Games', rank: 1, views: 8_500_000n },
      { ...said, kind: 'HASHTAG', name: 'two', region: 'US', rank: 2 },
    ]);
    expect(trends[1]?.observations).toMatchObject([{ measure: 'WINDOW', posts: 12_000n }]);
    expect(trends[1]?.curves).toMatchObject([{ unit: 'SHARE_OF_PEAK' }]);
    const audit = await prisma().auditEntry.findFirstOrThrow({ where: { action: 'trend.import' } });
    expect(audit).toMatchObject({ workspaceId: workspace(), targetId: decodeGlobalId(done.id).id });
  });

  it('tells when a list last came in, not of trials, and nobody but who sees the workspace', async () => {
    const stranger = await server.addWorkspace();
    const lastSuccessAt = async (as: string | null = server.workspace.ownerKey): Promise<unknown> => {
      const query = '{ serverInfo { trendSources { source lastSuccessAt } } }';
      const { serverInfo } = (
        await server.execute<{ serverInfo: { trendSources: { source: string; lastSuccessAt: unknown }[] } }>(
          query,
          {},
          { as },
        )
      ).expectData();
      return serverInfo.trendSources.find(({ source }) => source === 'CREATIVE_CENTER')?.lastSuccessAt;
    };
    await imported(json(answer), { mode: 'DRY_RUN' });
    expect(await lastSuccessAt()).toBeNull();
    const { id } = await imported(json(answer));
    const { finishedAt } = await prisma().analyticsImport.findUniqueOrThrow({
      where: { id: decodeGlobalId(id).id },
    });
    expect(await lastSuccessAt()).toBe(finishedAt?.toISOString());
    expect(await lastSuccessAt(stranger.ownerKey)).toBeNull();
    expect(await lastSuccessAt(null)).toBeNull();
  });

  it('changes nothing when the same comes again, alone or among others', async () => {
    await imported(json(answer));
    const before = await everything();
    expect(await imported(json(answer, 'again.json'))).toMatchObject({ rowsStored: 0, rowsUnchanged: 2 });
    const zip = zipOf({ 'a.json': JSON.stringify(answer), 'b.json': JSON.stringify(answer) });
    expect(await imported({ name: 'lists.zip', content: zip })).toMatchObject({
      rowsRead: 4,
      rowsStored: 0,
      rowsUnchanged: 4,
    });
    expect(await everything()).toEqual(before);
  });

  it('refuses rows that say otherwise than an earlier one of the same trend and day', async () => {
    const table = [
      'date,rank,hashtag,views',
      '2026-01-01,1,one,500',
      '2026-01-01,1,one,900',
      '2026-01-01,,one,500',
      '2026-01-01,1,#ONE,500',
      '2026-01-02,1,one,900',
    ].join('\n');
    for (const mode of ['DRY_RUN', 'STORE']) {
      const done = await imported({ name: 'list.csv', content: table }, { mode });
      expect(done).toMatchObject({
        rowsRead: 5,
        rowsStored: 2,
        rowsUnchanged: 2,
        rowsRefused: 1,
        preview: [],
      });
      expect(done.problems).toContainEqual({
        fileName: 'list.csv',
        row: 3,
        column: null,
        message: 'It says otherwise than row 2 of the same trend and time, which counts.',
      });
    }
    const views = await prisma().trendObservation.findMany({ orderBy: { capturedAt: 'asc' } });
    expect(views.map((each) => each.views)).toEqual([500n, 900n]);
  });

  it('takes as many rows below the header as a table may have, and says so of more', async () => {
    const table = (rows: number) => ({ name: 'list.csv', content: `hashtag\n${'tag\n'.repeat(rows)}` });
    expect(await imported(table(20_000), { mode: 'DRY_RUN' })).toMatchObject({
      rowsRead: 20_000,
      rowsStored: 1,
    });
    expect(await bring(table(20_001))).toMatchObject({
      __typename: 'ImportUnreadableError',
      message: expect.stringContaining('more than 20000 rows below its header'),
    });
  });

  it('keeps the day of a list that says none, and takes another one that the person says', async () => {
    const list: PickedFile = { name: 'list.csv', content: 'rank,hashtag\n1,one\n2,two' };
    await imported(list, { region: 'US', capturedOn: '2025-03-01' });
    const before = await everything();
    expect(await imported(list, { region: 'US' })).toMatchObject({ from: '2025-03-01', rowsUnchanged: 2 });
    expect(await everything()).toEqual(before);
    expect(await imported(list, { region: 'US', capturedOn: '2025-03-02' })).toMatchObject({ rowsStored: 2 });
    expect(await imported(list, { region: 'US' })).toMatchObject({ from: '2025-03-01', rowsUnchanged: 2 });
  });

  it('says in a dry run what it would store, and stores nothing', async () => {
    await imported(json(legacyAnswer([legacyHashtag('one')])));
    const before = await everything();
    const list = [legacyHashtag('one'), legacyHashtag('two'), legacyHashtag('two'), legacyHashtag('')];
    expect(await imported(json(legacyAnswer(list)), { mode: 'DRY_RUN' })).toMatchObject({
      status: 'COMPLETED',
      mode: 'DRY_RUN',
      rowsRead: 4,
      rowsStored: 1,
      rowsUnchanged: 2,
      rowsRefused: 1,
      problems: [
        {
          fileName: 'answer.json',
          row: null,
          column: 'hashtag_name',
          message: 'Answer 1, item 4: There is no name of a hashtag.',
        },
      ],
      preview: [],
    });
    const dry: PickedFile = { name: 'list.csv', content: 'hashtag\nthree' };
    await imported(dry, { region: 'US', mode: 'DRY_RUN' });
    expect(await everything()).toEqual(before);
  });

  it('answers the first import again under its idempotency key, and refuses another file', async () => {
    const input = { idempotencyKey: 'once' };
    const first = await bring(json(answer), input);
    expect(await bring(json(answer), input)).toEqual({ ...first, status: expect.any(String) });
    expect(await bring(json([answer]), input)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await prisma().analyticsImport.count()).toBe(1);
    await ended(first.id);
  });

  it('keeps no file longer than it takes to read it', async () => {
    await imported(json(answer));
    const isRead = async () => (await server.runtime.services.files.count('imports/')) === 0;
    while (!(await isRead())) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it.each([
    ['a country that is none', { region: 'UK' }, 'region'],
    ['a country in lower case', { region: 'us' }, 'region'],
    ['a day that has not come', { capturedOn: '2999-01-01' }, 'capturedOn'],
    ['a day before TikTok', { capturedOn: '2010-01-01' }, 'capturedOn'],
  ])('refuses %s', async (_name, input, field) => {
    expect(await bring(json(answer), input)).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', field] }],
    });
  });

  it.each([
    ['a refusal of TikTok', json({ code: 40101, msg: 'no permission' }), '40101'],
    ['a list of creators', json({ data: { creators: [{ tcm_id: '1' }] } }), 'only hashtags and sounds'],
  ])('refuses %s in a sentence', async (_name, file, message) => {
    expect(await bring(file)).toMatchObject({
      __typename: 'ImportUnreadableError',
      code: 'IMPORT_UNREADABLE',
      message: expect.stringContaining(message),
    });
    expect(await prisma().analyticsImport.count()).toBe(0);
  });

  it('is for ADMIN and above, and for keys with COLLECT', async () => {
    const editor = await server.workspace.addKey({ role: 'EDITOR' });
    expect(await bring(json(answer), {}, editor.secret)).toMatchObject({
      __typename: 'ForbiddenError',
      requiredRole: 'ADMIN',
    });
    const reader = await server.workspace.addKey({ role: 'ADMIN', scopes: ['READ'] });
    expect(await bring(json(answer), {}, reader.secret)).toMatchObject({ __typename: 'ForbiddenError' });
  });

  it("is for one's own workspace alone, and so is what it made", async () => {
    const stranger = await server.addWorkspace();
    expect(await bring(json(answer), { workspaceId: stranger.id })).toMatchObject({
      __typename: 'NotFoundError',
      resourceId: stranger.id,
    });
    const { id } = await imported(json(answer));
    const seen = await server.execute<{ node: unknown }>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
      { as: stranger.ownerKey },
    );
    expect(seen.data?.node ?? null).toBeNull();
    // The same list is another's own again: nobody moves what others see.
    await bring(json(answer), { workspaceId: stranger.id }, stranger.ownerKey);
    const of = (name: string) =>
      prisma().tikTokTrend.count({ where: { workspaceId: decodeGlobalId(name).id } });
    while ((await of(stranger.id)) < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await of(server.workspace.id)).toBe(2);
    expect(await prisma().tikTokTrend.count({ where: { workspaceId: null } })).toBe(0);
  });
});
