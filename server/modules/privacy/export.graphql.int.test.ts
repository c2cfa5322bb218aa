import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromBufferPromise } from 'yauzl';
import { readDataMap } from '../../data/data-map.ts';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { viewerOfUser } from '../accounts/user-viewer.service.ts';
import { downloadUrlOf } from './export.service.ts';
import { exportKeyOf, exportsPrefix } from './export-keys.ts';
import { exportedTables } from './exported-tables.ts';
import { makeExport, tidyExports } from './make-export.service.ts';

let server: TestServer;
let connection: string;
beforeAll(async () => {
  server = await startTestServer();
  [connection] = (await server.workspace.connect(['maya'], { days: 2 })) as [string];
});
afterAll(() => server.stop());

const EXPORT = `mutation ($input: ExportDataInput!) { exportData(input: $input) { __typename
  ... on DataExport { id status downloadUrl } ... on Error { code message } } }`;
const NODE = `query ($id: ID!) { node(id: $id) {
  ... on DataExport { status downloadUrl expiresAt bytes error { code } } } }`;

interface Export {
  __typename: string;
  id: string;
  code?: string;
  status: string;
  downloadUrl: string | null;
  bytes: number | null;
}

async function ask(subjectId: string, as = server.workspace.ownerKey): Promise<Export> {
  const answer = await server.execute<{ exportData: Export }>(EXPORT, { input: { subjectId } }, { as });
  return answer.expectData().exportData;
}
async function look(id: string, as = server.workspace.ownerKey): Promise<Export | null> {
  return (await server.execute<{ node: Export | null }>(NODE, { id }, { as })).data?.node ?? null;
}
async function ready(id: string, as?: string): Promise<Export & { downloadUrl: string }> {
  for (;;) {
    const found = await look(id, as);
    if (found?.downloadUrl != null) return found as Export & { downloadUrl: string };
    expect(['QUEUED', 'RUNNING']).toContain(found?.status);
    await delay(20);
  }
}
/** Links are of the public address; the test server listens elsewhere. */
const here = (link: string) => `${server.url}${new URL(link).pathname}`;

function placeOf(exportId: string, workspaceId: string): { prefix: string; key: string } {
  const subjectId = decodeGlobalId(workspaceId).id;
  const key = exportKeyOf({ subjectId, id: decodeGlobalId(exportId).id });
  return { prefix: exportsPrefix(subjectId), key };
}

async function entriesOf(zip: Uint8Array): Promise<Map<string, string>> {
  const archive = await fromBufferPromise(Buffer.from(zip), { lazyEntries: true });
  const entries = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    entries.set(entry.fileName, await text(await archive.openReadStreamPromise(entry)));
  }
  return entries;
}

describe('exportData', () => {
  it('gives a ZIP of all rows, fields and series, and no secret, until one download is complete', async () => {
    const { services } = server.runtime;
    const { prisma } = services.database;
    const { id } = await ask(server.workspace.id);
    const { downloadUrl, bytes } = await ready(id);
    const { prefix, key } = placeOf(id, server.workspace.id);
    const zipped = await buffer(await services.files.read(key));
    // As large as that of a big account, so that it is not with its reader at once; broken off, it may be begun again.
    const type = { contentType: 'application/zip' };
    const large = randomBytes(32_000_000);
    await services.files.put(key, large, type);
    await prisma.dataExport.updateMany({ data: { bytes: large.byteLength } });
    await new Promise<void>((resolve, reject) => {
      request(here(downloadUrl), (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      })
        .on('error', reject)
        .end();
    });
    await services.files.put(key, zipped, type);
    await prisma.dataExport.updateMany({ data: { bytes: zipped.byteLength } });
    expect((await fetch(here(downloadUrl), { method: 'HEAD' })).status).toBe(200);
    const response = await fetch(here(downloadUrl));
    expect(response.headers.get('content-type')).toBe('application/zip');
    const zip = new Uint8Array(await response.arrayBuffer());
    expect(zip.byteLength).toBe(bytes);
    const entries = await entriesOf(zip);
    const rowsOf = (name: string) => (entries.get(name) ?? '').split('\n').slice(0, -1);

    const where = { connectionId: decodeGlobalId(connection).id };
    expect(rowsOf('TikTokVideo.jsonl')).toHaveLength(await prisma.tikTokVideo.count({ where }));
    expect(rowsOf('TikTokAnalytics.jsonl')).toHaveLength(await prisma.tikTokAnalytics.count({ where }));
    expect(rowsOf('series/video-snapshots.csv')).toHaveLength(
      1 + (await prisma.tikTokAnalytics.count({ where })),
    );
    expect(rowsOf('StreamEvent.jsonl').length).toBeGreaterThan(0);
    const log = rowsOf('AuditEntry.jsonl').map((row) => JSON.parse(row) as { action: string });
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['connection.connect', 'workspace.export']),
    );
    const [video] = await prisma.tikTokVideo.findMany({ where, orderBy: { id: 'asc' }, take: 1 });
    expect(JSON.parse(rowsOf('TikTokVideo.jsonl')[0] ?? '')).toMatchObject({
      id: video?.id,
      tikTokId: video?.tikTokId,
      title: video?.title,
    });
    expect(entries.get('README.md')).toContain('- `tikTokId` (String): Held to show the video.');
    const all = [...entries.values()].join('');
    for (const key of await prisma.apiKey.findMany()) expect(all).not.toContain(key.secretHash);
    expect(all).not.toMatch(/secretHash|accessToken|refreshToken|codeVerifier/);

    for (;;) {
      const spent = await look(id);
      if (spent?.downloadUrl === null) break;
      await delay(20);
    }
    expect((await fetch(here(downloadUrl))).status).toBe(404);
    while ((await services.files.count(prefix)) > 0) await delay(20);
  });

  it("has a workspace's own trends with what was said of them, names those it is told of, and none of others", async () => {
    const { services } = server.runtime;
    const { prisma } = services.database;
    const at = services.clock.now();
    const workspaceId = decodeGlobalId(server.workspace.id).id;
    const connectionId = decodeGlobalId(connection).id;
    const stranger = decodeGlobalId((await server.addWorkspace()).id).id;
    const video = await prisma.tikTokVideo.findFirstOrThrow({ where: { connectionId } });
    const trend = async (name: string, owner: string | null): Promise<string> => {
      const of = { kind: 'HASHTAG', source: 'CREATIVE_CENTER' } as const;
      const seen = { capturedAt: at, firstSeenAt: at, lastSeenAt: at };
      const { id } = await prisma.tikTokTrend.create({
        data: {
          ...{ ...of, ...seen, id: newId(), workspaceId: owner, name, key: name, identity: name },
          observations: { create: { source: of.source, capturedAt: at, measure: 'WINDOW' } },
          curves: { create: { source: of.source, unit: 'COUNT', capturedAt: at, points: [] } },
        },
      });
      return id;
    };
    const own = await trend('own', workspaceId);
    const shown = await trend('shown', workspaceId);
    const [watched, told] = [await trend('watched', null), await trend('told', null)];
    await trend('shared', null);
    // Told of before the account came here.
    const theirs = await trend('theirs', stranger);
    await prisma.trendExample.create({ data: { trendId: shown, videoId: video.id, position: 0 } });
    await prisma.trendWatch.createMany({
      data: [
        { workspaceId, trendId: watched, watchedAt: at },
        { workspaceId: stranger, trendId: theirs, watchedAt: at },
      ],
    });
    await prisma.trendAnnouncement.createMany({
      data: [told, theirs].map((trendId) => ({ connectionId, trendId, explodingSince: at, announcedAt: at })),
    });

    const exported = async (subjectId: string) => {
      const { id } = await ask(subjectId);
      await ready(id);
      const entries = await entriesOf(await buffer(await services.files.read(placeOf(id, subjectId).key)));
      return (table: string, column: string) =>
        entries
          .get(`${table}.jsonl`)
          ?.split('\n')
          .slice(0, -1)
          .map((row) => (JSON.parse(row) as Record<string, unknown>)[column])
          .sort();
    };
    const ofWorkspace = await exported(server.workspace.id);
    expect(ofWorkspace('TikTokTrend', 'name')).toEqual(['own', 'shown', 'told', 'watched']);
    expect(ofWorkspace('TrendObservation', 'trendId')).toEqual([own, shown].sort());
    expect(ofWorkspace('TrendCurve', 'trendId')).toEqual([own, shown].sort());
    expect(ofWorkspace('TrendExample', 'videoId')).toEqual([video.id]);
    expect(ofWorkspace('TrendWatch', 'trendId')).toEqual([watched]);

    const ofConnection = await exported(connection);
    expect(ofConnection('TikTokTrend', 'name')).toEqual(['shown', 'told']);
    expect(ofConnection('TrendExample', 'trendId')).toEqual([shown]);
    expect(ofConnection('TrendAnnouncement', 'trendId')).toEqual([told, theirs].sort());
    expect(ofConnection('TrendWatch', 'trendId')).toBeUndefined();
  });

  it('is for administrators, is seen by who asked alone, and its link ends with his rights', async () => {
    const editor = await server.workspace.addKey({ role: 'EDITOR' });
    expect(await ask(connection, editor.secret)).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await server.addWorkspace();
    expect(await ask(connection, stranger.ownerKey)).toMatchObject({ code: 'NOT_FOUND' });
    const admin = await server.workspace.addKey({ role: 'ADMIN' });
    const { id } = await ask(connection, admin.secret);
    const { downloadUrl } = await ready(id, admin.secret);
    expect(await look(id)).toBeNull();
    await admin.revoke();
    expect((await fetch(here(downloadUrl))).status).toBe(404);
    expect((await fetch(`${server.url}/api/exports/unknown`)).status).toBe(404);
  });

  it('of a person has what is his, goes on after a kill, and goes when it expires', async () => {
    const { services } = server.runtime;
    const { prisma } = services.database;
    const userId = newId();
    await prisma.user.create({ data: { id: userId, name: 'Ana', email: 'ana@example.com' } });
    const workspaceId = decodeGlobalId(server.workspace.id).id;
    const at = { createdAt: services.clock.now(), expiresAt: services.clock.now() };
    for (const email of ['ana@example.com', 'bo@example.com'])
      await prisma.invitation.create({
        data: { id: newId(), workspaceId, email, role: 'ANALYST', tokenHash: newId(), ...at },
      });
    const viewer = (await viewerOfUser(services, userId))!;
    // No job is sent, so nobody but this test makes it.
    const data = {
      id: newId(),
      subjectKind: 'USER',
      subjectId: userId,
      callerKey: viewer.callerKey,
      createdAt: services.clock.now(),
      linkHash: newId(),
      sealedLink: await services.cipher.encrypt('secret'),
    } as const;
    const { id } = await prisma.dataExport.create({ data });
    const stored = () => prisma.dataExport.findUniqueOrThrow({ where: { id } });
    const killed = AbortSignal.abort(new Error('killed'));
    await expect(makeExport(services, id, killed)).rejects.toThrow('killed');
    expect(await stored()).toMatchObject({ status: 'RUNNING', bytes: null });
    await makeExport(services, id, new AbortController().signal);
    expect(await downloadUrlOf(services, await stored())).toContain('/api/exports/secret');
    const key = exportKeyOf({ subjectId: userId, id });
    const entries = await entriesOf(await buffer(await services.files.read(key)));
    expect(JSON.parse(entries.get('User.jsonl') ?? '')).toMatchObject({
      name: 'Ana',
      email: 'ana@example.com',
    });
    const invited = (entries.get('Invitation.jsonl') ?? '').trim().split('\n');
    expect(invited.map((line) => JSON.parse(line) as object)).toMatchObject([{ email: 'ana@example.com' }]);
    expect(entries.has('TikTokVideo.jsonl')).toBe(false);

    const { expiresAt } = await stored();
    const clock = { ...services.clock, now: () => expiresAt! };
    await tidyExports({ ...services, clock });
    expect(await services.files.count(exportsPrefix(userId))).toBe(0);
    expect(await downloadUrlOf({ ...services, clock }, await stored())).toBeNull();
    expect(await stored()).toMatchObject({ hasFile: false });
  });

  it('holds every table that tells of a person or an account', async () => {
    const exported = (['CONNECTION', 'WORKSPACE', 'USER'] as const).flatMap((kind) =>
      exportedTables({ kind }).map(({ table }) => table),
    );
    const telling = (await readDataMap()).filter(({ columns }) =>
      columns.some((column) => column.class === 'person' || column.class === 'account'),
    );
    const left = telling.map(({ name }) => name).filter((name) => !exported.includes(name));
    // What is under way or about the request itself, and the grant, which is its secret.
    expect(left).toEqual([
      'DataErasure',
      'DataExport',
      'Mail',
      'RateBucket',
      'TikTokCredential',
      'TikTokLogin',
      'Verification',
    ]);
  });
});
