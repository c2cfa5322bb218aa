import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { startTestS3, type TestS3 } from '../../testing/s3.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { imagesPrefix } from './image-keys.ts';

interface Pictures {
  connection: {
    avatarUrl: string | null;
    videos: { edges: { node: { id: string; coverUrl: string | null; small: string; large: string } }[] };
  };
}

const PICTURES = `query ($id: ID!) { connection(id: $id) {
  avatarUrl
  videos(first: 100) { edges { node { id coverUrl small: coverUrl(width: 1) large: coverUrl(width: 9999) } } } } }`;

/** Once all of them are copied. */
async function picturesOf(server: TestServer, id: string) {
  for (;;) {
    const { connection } = (await server.execute<Pictures>(PICTURES, { id })).expectData();
    const covers = connection.videos.edges.map(({ node }) => node);
    if (connection.avatarUrl !== null && covers.every(({ coverUrl }) => coverUrl !== null)) {
      return { avatarUrl: connection.avatarUrl, covers };
    }
    await delay(20);
  }
}

const sizeOf = async (response: Response) => {
  const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  return { format, width, height };
};

describe('pictures', () => {
  let server: TestServer;
  let connection: string;
  let avatarUrl: string;
  let cover: string;

  beforeAll(async () => {
    server = await startTestServer({ withPictures: true });
    const creators = await server.sandbox.addCreators({ count: 1, videos: 45 });
    [connection] = (await server.workspace.connect(creators)) as [string];
    const pictures = await picturesOf(server, connection);
    ({ avatarUrl } = pictures);
    cover = pictures.covers[0]!.coverUrl!;
  });
  afterAll(() => server.stop());
  const sized = (width: string) => cover.replace('w=320', width);

  it('are copied by themselves after a sync, each to an address of its own that says nothing', async () => {
    const { covers } = await picturesOf(server, connection);
    const address = /^http:\/\/localhost:\d+\/media\/[\w-]{24}\?w=320$/;
    const addresses = [avatarUrl, ...covers.map(({ coverUrl }) => coverUrl!)];
    for (const one of addresses) expect(one).toMatch(address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(covers.length).toBeGreaterThan(30);
    expect(covers[0]).toMatchObject({
      small: expect.stringMatching(/\?w=180$/),
      large: expect.stringMatching(/\?w=720$/),
    });
  });

  it('are shown to everybody, in the asked size and no larger than they came, for ever', async () => {
    const response = await fetch(cover);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: expect.stringMatching(/^"[\w-]{24}-320"$/),
      'content-length': expect.stringMatching(/^\d+$/),
    });
    expect(await sizeOf(response)).toEqual({ format: 'webp', width: 320, height: 569 });
    // The sandbox's covers are 360 pixels wide, its avatars 720.
    expect(await sizeOf(await fetch(sized('w=720')))).toEqual({ format: 'webp', width: 360, height: 640 });
    expect(await sizeOf(await fetch(avatarUrl.replace('320', '720')))).toMatchObject({ width: 720 });
  });

  it.each([
    ['w=180', 180],
    ['w=0', 180],
    ['w=-5', 180],
    ['w=249', 180],
    ['w=250', 320],
    ['w=519', 320],
    ['w=520', 360],
    ['w=Infinity', 360],
    ['w=', 320],
    ['w=wide', 320],
    ['', 320],
  ])('asked for with %s are %i pixels wide', async (query, width) => {
    expect(await sizeOf(await fetch(sized(query)))).toMatchObject({ width });
  });

  it('are not sent to who has them, nor to who asks for the head', async () => {
    const whole = await fetch(cover);
    const etag = whole.headers.get('etag')!;
    const length = (await whole.arrayBuffer()).byteLength;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await fetch(cover, { headers: { 'if-none-match': known } });
      expect([response.status, await response.text()]).toEqual([304, '']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect((await fetch(cover, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const head = await fetch(cover, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      `${length}`,
      '',
    ]);
    expect((await fetch(cover, { method: 'POST' })).status).toBe(405);
  });

  it('that are none are not found, and nothing else can be read that way', async () => {
    const key = new URL(cover).pathname.split('/').at(-1)!;
    const { id } = decodeGlobalId(connection);
    for (const path of [
      '',
      'x',
      'A'.repeat(24),
      key.slice(1),
      `${key}/`,
      `${key}/original`,
      `${key}%00`,
      `%2e%2e/${key}`,
      `..%2f..%2f..%2f..%2fetc%2fpasswd`,
      id,
      `images/${id}/${key}/original`,
    ]) {
      const response = await fetch(`${server.url}/media/${path}`);
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
  });

  it('are there when TikTok’s links have ended, and are not fetched again', async () => {
    const { prisma } = server.runtime.services.database;
    const { sourceUrl } = await prisma.tikTokImage.findFirstOrThrow({ where: { kind: 'COVER' } });
    expect((await fetch(sourceUrl)).status).toBe(200);
    const later = new Date(Date.now() + 6 * 3_600_000 + 60_000);
    server.runtime.clock.standAt(later);
    await server.sandbox.standAt(later);
    try {
      expect((await fetch(sourceUrl)).status).toBe(403);
      const pictures = await picturesOf(server, connection);
      for (const { coverUrl, small } of pictures.covers) {
        expect((await fetch(coverUrl!)).status).toBe(200);
        expect((await fetch(small)).status).toBe(200);
      }
      expect(pictures.avatarUrl).toBe(avatarUrl);
    } finally {
      server.runtime.clock.release();
      await server.sandbox.standAt(null);
    }
  });

  it('that the store has lost are null until TikTok gives another link, then there again', async () => {
    // An account of its own: the hours that passed above may have started a sync of the other one, which brings links.
    const [other] = (await server.workspace.connect(
      await server.sandbox.addCreators({ count: 1, videos: 45 }),
    )) as [string];
    const { coverUrl: lost } = (await picturesOf(server, other)).covers[0]!;
    const { id } = decodeGlobalId(other);
    const { files, database } = server.runtime.services;
    expect(await files.removeAll(imagesPrefix(id))).toBeGreaterThan(40);
    await database.prisma.tikTokImage.updateMany({ data: { sourceEndsAt: new Date(0) } });
    expect((await fetch(lost!)).status).toBe(404);
    const { connection: shown } = (await server.execute<Pictures>(PICTURES, { id: other })).expectData();
    expect(shown.videos.edges[0]?.node.coverUrl).toBeNull();
    expect(server.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'The file of an image is gone; it is copied again' }),
    );

    await server.execute(
      'mutation ($id: ID!) { syncConnection(input: { connectionId: $id }) { __typename } }',
      { id: other },
    );
    const [first] = (await picturesOf(server, other)).covers;
    expect(first?.coverUrl).not.toBe(lost);
    expect((await fetch(first!.coverUrl!)).status).toBe(200);
  });
});

describe('pictures in a bucket', () => {
  let s3: TestS3;
  let server: TestServer;
  beforeAll(async () => {
    s3 = await startTestS3();
    server = await startTestServer({ environment: s3.environment, withPictures: true });
  });
  afterAll(async () => {
    await server.stop();
    await s3.close();
  });

  it('are shown as those in a folder', async () => {
    const answer = await server.execute('{ serverInfo { fileStore } }');
    expect(answer.expectData()).toEqual({ serverInfo: { fileStore: 's3' } });
    const creators = await server.sandbox.addCreators({ count: 1, videos: 25 });
    const [connection] = await server.workspace.connect(creators);
    const { covers, avatarUrl } = await picturesOf(server, connection!);
    for (const url of [avatarUrl, covers[0]!.small, covers[0]!.small]) {
      const response = await fetch(url);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect((await sizeOf(response)).width).toBe(url === avatarUrl ? 320 : 180);
    }
    const { files, database } = server.runtime.services;
    const { id } = decodeGlobalId(connection!);
    // Originals and the two variants.
    expect(await files.removeAll(imagesPrefix(id))).toBe((await database.prisma.tikTokImage.count()) + 2);
    expect((await fetch(avatarUrl)).status).toBe(404);
  });
});
