import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { captureQueries } from '../../testing/queries.ts';
import type { TestServer, TestWorkspace } from '../../testing/server.ts';
import { executeWithFile } from '../../testing/upload.ts';
import { DOWNLOADED, IMPORT_MUTATION, overview, startImportKit } from './imports-test-kit.ts';
import type { ImportKit, PickedFile } from './imports-test-kit.ts';
import { OVERVIEW_HEADER, studioCsv, zipOf } from './reading/reading-test-kit.ts';

let kit: ImportKit;
let server: TestServer;
let connection: string;
let username: string;

beforeAll(async () => {
  kit = await startImportKit();
  ({ server, connection, username } = kit);
});
afterAll(() => server.stop());
beforeEach(() => kit.clear());

const prisma = () => server.runtime.services.database.prisma;

async function points(from: string, to: string) {
  const answer = await server.execute<{
    connection: { analytics: { points: { date: string; viewsGained: number | null; quality: string }[] } };
  }>(
    `query ($id: ID!, $from: Date!, $to: Date!) { connection(id: $id) {
      analytics(range: { between: { from: $from, to: $to } }) { points { date viewsGained quality sources } } } }`,
    { id: connection, from, to },
  );
  return answer.expectData().connection.analytics.points;
}

describe('importAnalytics', () => {
  it('stores days from before the connection existed, and the account shows them', async () => {
    const done = await kit.imported(overview([10, 20, 30]), DOWNLOADED);
    expect(done).toEqual({
      id: expect.any(String),
      status: 'COMPLETED',
      mode: 'STORE',
      format: 'studio-overview',
      from: '2025-01-01',
      to: '2025-01-03',
      rowsRead: 3,
      rowsStored: 3,
      rowsUnchanged: 0,
      rowsRefused: 0,
      problems: [],
      preview: [],
      error: null,
    });
    expect(await points('2024-12-31', '2025-01-04')).toEqual([
      { date: '2025-01-01', viewsGained: 10, quality: 'UTC_DAY', sources: ['STUDIO_EXPORT'] },
      { date: '2025-01-02', viewsGained: 20, quality: 'UTC_DAY', sources: ['STUDIO_EXPORT'] },
      { date: '2025-01-03', viewsGained: 30, quality: 'UTC_DAY', sources: ['STUDIO_EXPORT'] },
    ]);
    const audit = await prisma().auditEntry.findFirstOrThrow({ where: { action: 'connection.import' } });
    expect(audit).toMatchObject({ workspaceId: decodeGlobalId(server.workspace.id).id });
  });

  it('keeps the file no longer than it takes to read it', async () => {
    const { services } = server.runtime;
    await kit.imported(overview([1]), DOWNLOADED);
    // The event comes first; the file goes with the end of the job.
    const isRead = async () => (await services.files.count('imports/')) === 0;
    while (!(await isRead())) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('says in a dry run what would be stored, and stores nothing', async () => {
    await kit.imported(overview([10, 20]), DOWNLOADED);
    const before = await kit.everything();
    const dry = await kit.imported(overview([10, 25, 30]), { ...DOWNLOADED, mode: 'DRY_RUN' });
    expect(dry).toMatchObject({
      status: 'COMPLETED',
      mode: 'DRY_RUN',
      rowsRead: 3,
      rowsStored: 2,
      rowsUnchanged: 1,
    });
    expect(dry.preview).toEqual([
      { date: '2025-01-02', viewsGained: 25, followers: null, quality: 'UTC_DAY' },
      { date: '2025-01-03', viewsGained: 30, followers: null, quality: 'UTC_DAY' },
    ]);
    expect(await kit.everything()).toEqual(before);
    expect(await prisma().importedFile.count()).toBe(1);
  });

  it('changes nothing when the same content comes again, under any name, packing and day', async () => {
    const { content } = overview([0, 0, 5]);
    await kit.imported({ name: 'Overview.csv', content }, DOWNLOADED);
    const before = await kit.everything();
    const again: [PickedFile, object][] = [
      [{ name: 'Overview.csv', content }, {}],
      [{ name: 'renamed.csv', content }, { downloadedOn: '2026-02-01' }],
      [
        {
          name: `Overview_2026-01-01_1769900000_${username}.zip`,
          content: zipOf({ 'Overview.csv': content }),
        },
        {},
      ],
    ];
    for (const [file, input] of again) {
      expect(await kit.imported(file, input)).toMatchObject({
        status: 'COMPLETED',
        from: '2025-01-01',
        rowsRead: 3,
        rowsStored: 0,
        rowsUnchanged: 3,
      });
      expect(await kit.everything()).toEqual(before);
    }
    // What the person says of the day is not passed over in silence.
    const [, told] = await prisma().analyticsImport.findMany({ orderBy: { id: 'desc' } });
    expect(told!.problems).toEqual([
      expect.objectContaining({ message: 'It was imported before, as of 2025-02-01; that day stays.' }),
    ]);
  });

  it('keeps both where exports disagree, and reads the one that was downloaded last, whenever it is imported', async () => {
    await kit.imported(overview([10, 20, 30]), { downloadedOn: '2025-01-10' });
    expect(await kit.imported(overview([10, 22]), { downloadedOn: '2025-01-09' })).toMatchObject({
      rowsStored: 1,
      rowsUnchanged: 1,
    });
    const views = async () =>
      (await points('2025-01-01', '2025-01-03')).map(({ viewsGained }) => viewsGained);
    expect(await views()).toEqual([10, 20, 30]);
    await kit.imported(overview([11, 20]), { downloadedOn: '2025-01-12' });
    expect(await views()).toEqual([11, 20, 30]);
    // The same as the oldest said, but said last.
    await kit.imported(overview([10, 22, 31]), { downloadedOn: '2025-01-13' });
    expect(await views()).toEqual([10, 22, 31]);
    expect(await prisma().importedDay.count()).toBe(6);
  });

  it('reads what a ZIP holds, each figure into the day that it is of', async () => {
    const history = studioCsv(
      ['Date', 'Followers', 'Difference in followers from previous day'],
      [
        ['January 1', 100, 5],
        ['January 2', 90, 5],
      ],
    );
    const gender = studioCsv(
      ['Gender', 'Distribution'],
      [
        ['Female', 0.6],
        ['Male', 0.4],
      ],
    );
    const territories = studioCsv(
      ['Top territories', 'Distribution'],
      [
        ['FR', 0.5],
        ['Others', 0.5],
      ],
    );
    const activity = studioCsv(
      ['Date', 'Hour', 'Active followers'],
      [
        ['January 1', 0, 12],
        ['January 1', 1, 13],
      ],
    );
    const name = `Followers_${username.toUpperCase()}.zip`;
    const content = zipOf({
      'FollowerHistory.csv': history,
      'FollowerActivity.csv': activity,
      'FollowerGender.csv': gender,
      'FollowerTopTerritories.csv': territories,
    });
    expect(await kit.imported({ name, content }, DOWNLOADED)).toMatchObject({
      status: 'COMPLETED',
      format:
        'studio-follower-history, studio-follower-activity, studio-follower-gender, studio-follower-territories',
      rowsRead: 8,
      rowsStored: 8,
      from: '2025-01-01',
      to: '2025-02-01',
    });
    await kit.imported(overview([1, 2]), DOWNLOADED);
    const answer = await server.execute<{ connection: object }>(
      `query ($id: ID!) { connection(id: $id) {
        analytics(range: { between: { from: "2025-01-01", to: "2025-01-02" } }) {
          points { followers followersGained viewsGained profileViews viewers } }
        audience { genders { label share } territories { label share } activity { date hour activeFollowers } capturedAt source } } }`,
      { id: connection },
    );
    expect(answer.expectData().connection).toEqual({
      analytics: {
        points: [
          { followers: 100, followersGained: null, viewsGained: 1, profileViews: 1, viewers: null },
          { followers: 90, followersGained: -10, viewsGained: 2, profileViews: 1, viewers: null },
        ],
      },
      audience: {
        genders: [
          { label: 'Female', share: 0.6 },
          { label: 'Male', share: 0.4 },
        ],
        territories: [
          { label: 'FR', share: 0.5 },
          { label: 'Others', share: 0.5 },
        ],
        activity: [
          { date: '2025-01-01', hour: 0, activeFollowers: 12 },
          { date: '2025-01-01', hour: 1, activeFollowers: 13 },
        ],
        capturedAt: '2025-02-01T12:00:00.000Z',
        source: 'STUDIO_EXPORT',
      },
    });
    const before = await kit.everything();
    expect(await kit.imported({ name, content }, DOWNLOADED)).toMatchObject({
      rowsStored: 0,
      rowsUnchanged: 8,
    });
    expect(await kit.everything()).toEqual(before);
  });

  it('refuses the file of another account, naming both', async () => {
    const before = await kit.everything();
    const { content } = overview([1]);
    const file = {
      name: 'Overview_2025-01-01_1738400000_somebody.zip',
      content: zipOf({ 'Overview.csv': content }),
    };
    expect(await kit.bring(file)).toEqual({
      __typename: 'ValidationError',
      code: 'BAD_USER_INPUT',
      message: expect.any(String),
      issues: [
        {
          path: ['input', 'file'],
          message: `Overview.csv is of @somebody, and the connection is @${username}`,
        },
      ],
    });
    expect(await kit.everything()).toEqual(before);
    expect(await prisma().analyticsImport.count()).toBe(0);
  });

  it('believes a file that names an account while TikTok has not told that of the connection, and says so', async () => {
    const data = { username: null };
    await prisma().tikTokConnection.update({ where: { id: kit.rowId }, data });
    const { content } = overview([1]);
    const file = {
      name: 'Overview_2025-01-01_1738400000_somebody.zip',
      content: zipOf({ 'Overview.csv': content }),
    };
    const done = await kit.imported(file);
    await prisma().tikTokConnection.update({ where: { id: kit.rowId }, data: { username } });
    expect(done).toMatchObject({
      status: 'COMPLETED',
      rowsStored: 1,
      rowsRefused: 0,
      problems: [{ fileName: 'Overview.csv', row: null, message: expect.stringContaining('@somebody') }],
    });
  });

  it.each([
    ['no table', { name: 'letter.txt', content: 'Dear Sir or Madam,' }, null],
    ['a ZIP of letters', { name: 'a.zip', content: zipOf({ 'letter.csv': 'Dear Sir' }) }, 'letter.csv'],
    ['half a ZIP', { name: 'a.zip', content: zipOf({ 'Overview.csv': 'x'.repeat(500) }).slice(0, 60) }, null],
  ])('cannot read %s, and stores nothing', async (_what, file, entry) => {
    expect(await kit.bring(file)).toEqual({
      __typename: 'ImportUnreadableError',
      code: 'IMPORT_UNREADABLE',
      message: expect.any(String),
      entry,
    });
    expect(await prisma().analyticsImport.count()).toBe(0);
    expect(await server.runtime.services.files.count('imports/')).toBe(0);
  });

  it('lists the rows that it cannot store, and stores the others', async () => {
    const content = studioCsv(OVERVIEW_HEADER, [
      ['January 1', 10, 1, 2, 0, 1],
      ['January 2', 'many', 1, 2, 0, 1],
      ['January 3', 'undefined', 1, 2, -4, 1],
    ]);
    const done = await kit.imported({ name: 'Overview.csv', content }, DOWNLOADED);
    expect(done).toMatchObject({ rowsRead: 3, rowsStored: 2, rowsRefused: 1 });
    expect(done.problems).toEqual([
      { fileName: 'Overview.csv', row: 3, column: 'Video Views', message: expect.any(String) },
    ]);
    expect((await points('2025-01-01', '2025-01-03')).map(({ viewsGained }) => viewsGained)).toEqual([
      10,
      null,
    ]);
  });

  it('knows the day from the seconds in the name where nobody says it', async () => {
    const { content } = overview([1, 2]);
    const file = {
      name: `Overview_2025-01-01_1738400000_${username}.zip`,
      content: zipOf({ 'Overview.csv': content }),
    };
    expect(await kit.imported(file)).toMatchObject({ from: '2025-01-01', to: '2025-01-02' });
  });

  it.each(['2016-08-31', '2999-01-01'])(
    'does not believe that a file was downloaded on %s',
    async (downloadedOn) => {
      expect(await kit.bring(overview([1]), { downloadedOn })).toMatchObject({
        __typename: 'ValidationError',
        issues: [{ path: ['input', 'downloadedOn'] }],
      });
    },
  );
});

describe('whoever may not import', () => {
  const attempt = async (key: Parameters<TestWorkspace['addKey']>[0]) => {
    const { secret } = await server.workspace.addKey(key);
    return kit.bring(overview([1]), {}, secret);
  };

  it('is told why, and his file is not received', async () => {
    const { spool } = server.runtime.services;
    const received: string[] = [];
    const write = spool.write.bind(spool);
    spool.write = (name, contents) => {
      received.push(name);
      return write(name, contents);
    };
    expect(await attempt({ role: 'EDITOR' })).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
      requiredRole: 'ADMIN',
    });
    const stranger = await server.addWorkspace();
    expect(await kit.bring(overview([1]), {}, stranger.ownerKey)).toMatchObject({
      __typename: 'NotFoundError',
      resourceId: connection,
    });
    expect(await attempt({ scopes: ['READ', 'RECOMMEND', 'ADMINISTER'] })).toMatchObject({
      __typename: 'ForbiddenError',
    });
    const signedOut = await executeWithFile(
      server.graphqlUrl,
      IMPORT_MUTATION,
      { input: { connectionId: connection } },
      overview([1]),
      { as: null },
    );
    expect(signedOut.status).toBe(401);
    expect(received).toEqual([]);
    expect(await attempt({ role: 'ADMIN', scopes: ['READ', 'COLLECT'] })).toMatchObject({
      __typename: 'AnalyticsImport',
    });
    expect(received.length).toBeGreaterThan(0);
    spool.write = write;
  });

  it('does not see the imports of others', async () => {
    const { id } = await kit.bring(overview([1]), DOWNLOADED);
    const stranger = await server.addWorkspace();
    const look = (as: string) => server.execute('query ($id: ID!) { node(id: $id) { id } }', { id }, { as });
    expect((await look(stranger.ownerKey)).expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await look(server.workspace.ownerKey)).expectData()).toEqual({ node: { id } });
  });
});

describe('an idempotency key', () => {
  it('stands for its first result while the content is the same, whatever the file is called', async () => {
    const input = { ...DOWNLOADED, idempotencyKey: 'first' };
    const once = await Promise.all([
      kit.bring(overview([1]), input),
      kit.bring(overview([1], 'copy.csv'), input),
    ]);
    const again = await kit.bring(overview([1], 'again.csv'), input);
    expect(new Set([...once, again].map(({ id }) => id)).size).toBe(1);
    expect(await prisma().analyticsImport.count()).toBe(1);
    expect(await kit.bring(overview([2]), input)).toMatchObject({
      __typename: 'ConflictError',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await kit.bring(overview([1]), { ...input, mode: 'DRY_RUN' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await kit.ended(again.id, 0);
  });
});

describe('lists', () => {
  it('take as many SQL statements for many imports as for one', async () => {
    for (const day of [1, 2, 3]) await kit.imported(overview([day]), DOWNLOADED);
    const selections: [number, string][] = [
      [
        1,
        'imports(first: $first) { totalCount edges { node { fileName problems { message } error { code } } } }',
      ],
      [2, 'audience { genders { label } }'],
    ];
    for (const [expected, selection] of selections) {
      for (const first of [1, 20]) {
        const { statements } = await captureQueries(async () =>
          (
            await server.execute(
              `query ($first: Int!) { connections(first: $first) { edges { node { ${selection} } } } }`,
              { first },
            )
          ).expectData(),
        );
        expect(statements).toHaveLength(expected);
      }
    }
  });
});
