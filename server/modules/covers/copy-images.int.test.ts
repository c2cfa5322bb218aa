import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { createMetrics } from '../../app/metrics.ts';
import { FileNotFoundError } from '../../data/file-store.ts';
import { newId } from '../../lib/ids.ts';
import { createTestCollector, type TestCollector } from '../../testing/collector.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import { createImageSource, type OpenImageSource } from '../../vendors/images/images.ts';
import { syncNow } from '../collector/sync.service.ts';
import { createCopyDueWorker } from './copy-due.worker.ts';
import { copyImages } from './copy-images.service.ts';
import { imagePrefix, imagesPrefix, originalFile } from './image-keys.ts';
import { offerAvatar, offerCovers } from './image-offers.service.ts';
import { findImage, readVariant } from './image-variants.service.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const START = new Date('2026-08-01T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"></svg>';

let collector: TestCollector;
/** Answers pictures by path; unknown ones with 404. */
let cdn: Server;
let cdnUrl: string;
let imageSource: OpenImageSource;
const answers = new Map<string, Answer>();
const asked: string[] = [];
let picture: Buffer;
let otherPicture: Buffer;
let connectionId: string;

const sends =
  (body: Buffer | string, type = 'image/jpeg'): Answer =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);
const fails =
  (status: number): Answer =>
  (_request, response) =>
    response.writeHead(status).end();
const draw = (background: string) =>
  sharp({ create: { width: 90, height: 160, channels: 3, background } })
    .jpeg()
    .toBuffer();

beforeAll(async () => {
  collector = await createTestCollector();
  [picture, otherPicture] = await Promise.all([draw('#c33'), draw('#33c')]);
  cdn = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    asked.push(path);
    (answers.get(path) ?? fails(404))(request, response);
  });
  await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve));
  cdnUrl = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`;
  imageSource = createImageSource({
    trustedOrigin: cdnUrl,
    httpsOnly: false,
    log: SILENT_LOG,
    metrics: createMetrics(SILENT_LOG),
  });
});
afterAll(async () => {
  await imageSource.close();
  cdn.close();
  cdn.closeAllConnections();
  await collector.close();
});
beforeEach(async () => {
  collector.deps.clock.standAt(START);
  connectionId = newId();
  await prisma().tikTokConnection.create({
    data: { id: connectionId, workspaceId: collector.workspaceId, openId: connectionId, createdAt: START },
  });
});
afterEach(async () => {
  answers.clear();
  asked.length = 0;
  await collector.deps.files.removeAll(imagesPrefix(connectionId));
  await prisma().tikTokConnection.deleteMany();
});

const prisma = () => collector.deps.database.prisma;
const deps = () => ({ ...collector.deps, imageSource });
const later = (ms: number) => {
  collector.deps.clock.standAt(new Date(collector.deps.clock.now().getTime() + ms));
};
const link = (path: string, signature = 's1') => `${cdnUrl}${path}?x-signature=${signature}`;
const copy = () => copyImages(deps(), connectionId);
const filesOf = () => collector.deps.files.count(imagesPrefix(connectionId));

async function addVideos(...tikTokIds: string[]): Promise<void> {
  await prisma().tikTokVideo.createMany({
    data: tikTokIds.map((tikTokId) => ({
      id: newId(),
      connectionId,
      tikTokId,
      isCaptionCut: false,
      orientation: 'PORTRAIT' as const,
      format: 'VIDEO' as const,
      postedAt: START,
      createdAt: START,
      lastSeenAt: START,
    })),
  });
}

function offer(covers: Record<string, string | null>): Promise<void> {
  const videos = Object.entries(covers).map(([id, coverUrl]) => ({ id, coverUrl }));
  return collector.deps.database.transaction((tx) =>
    offerCovers(tx, connectionId, videos, collector.deps.clock.now()),
  );
}

async function video(tikTokId: string) {
  const { id, coverKey } = await prisma().tikTokVideo.findUniqueOrThrow({
    where: { connectionId_tikTokId: { connectionId, tikTokId } },
  });
  return { id, coverKey, image: await prisma().tikTokImage.findUnique({ where: { id } }) };
}

async function bytesOf(key: string | null): Promise<Buffer> {
  return buffer(await collector.deps.files.read(originalFile(connectionId, key!)));
}

describe('a cover', () => {
  beforeEach(() => addVideos('1'));

  it('is copied as it came, and its key stands on the video', async () => {
    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg') });
    expect((await video('1')).coverKey).toBeNull();
    expect(await copy()).toEqual({ stored: 1, failed: 0, hasMore: false });

    const { coverKey, image } = await video('1');
    expect(image).toMatchObject({
      connectionId,
      kind: 'COVER',
      state: 'STORED',
      key: coverKey,
      pendingKey: null,
      formerKey: null,
      attempts: 1,
      nextAttemptAt: null,
      lastError: null,
      contentType: 'image/jpeg',
      bytes: picture.length,
      width: 90,
      height: 160,
      storedAt: START,
    });
    expect(await bytesOf(coverKey)).toEqual(picture);
  });

  it('of the same path is not copied again, whatever host and signature its link has', async () => {
    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg') });
    await copy();
    const { coverKey } = await video('1');
    await offer({ '1': 'https://p19.tiktokcdn.example/a.jpeg?x-signature=s2' });
    expect(await copy()).toMatchObject({ stored: 0 });
    expect([await video('1'), asked]).toMatchObject([{ coverKey, image: { state: 'STORED' } }, ['/a.jpeg']]);
  });

  it('of another path is copied anew: the old one is shown until then, and its files are gone afterwards', async () => {
    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg') });
    await copy();
    const former = (await video('1')).coverKey!;
    const found = await findImage(deps(), former, '320');
    expect(await readVariant(deps(), found!)).toBeInstanceOf(Buffer);
    expect(await filesOf()).toBe(2);

    await offer({ '1': link('/b.jpeg') });
    await copy();
    expect((await video('1')).coverKey).toBe(former);
    answers.set('/b.jpeg', sends(otherPicture));
    await offer({ '1': link('/b.jpeg', 's2') });
    await copy();
    const { coverKey } = await video('1');
    expect(coverKey).not.toBe(former);
    expect(await bytesOf(coverKey)).toEqual(otherPicture);
    expect(await filesOf()).toBe(1);
    expect(await findImage(deps(), former, '320')).toBeNull();
  });

  it.each([
    ['SVG that says it is JPEG', sends(SVG)],
    ['a page that says it is JPEG', sends('<html>')],
    ['more than 10 MB', sends(Buffer.alloc(10_000_001))],
    [
      'a redirect into our network',
      (_request: IncomingMessage, response: ServerResponse) =>
        response.writeHead(302, { location: `${cdnUrl.replace('127.0.0.1', 'localhost')}/secret` }).end(),
    ],
  ] as [string, Answer][])(
    'that is %s is refused, and after the third time not asked for until a week later',
    async (_what, answer) => {
      answers.set('/a.jpeg', answer);
      await offer({ '1': link('/a.jpeg') });
      for (const pauseMs of [0, 2 * MINUTE_MS, 8 * MINUTE_MS]) {
        later(pauseMs);
        expect(await copy()).toEqual({ stored: 0, failed: 1, hasMore: false });
      }
      const { coverKey, image } = await video('1');
      expect([coverKey, image?.state, image?.lastError]).toEqual([
        null,
        'REFUSED',
        expect.stringMatching(/^REFUSED: ./),
      ]);
      expect(await filesOf()).toBe(0);

      answers.set('/a.jpeg', sends(picture));
      later(6 * DAY_MS);
      await offer({ '1': link('/a.jpeg') });
      expect(await copy()).toMatchObject({ stored: 0, failed: 0 });
      later(DAY_MS);
      await offer({ '1': link('/a.jpeg') });
      expect(await copy()).toMatchObject({ stored: 1 });
    },
  );

  it('that a server lies about is a picture all the same', async () => {
    answers.set('/a.jpeg', sends(picture, 'text/html'));
    await offer({ '1': link('/a.jpeg') });
    expect(await copy()).toMatchObject({ stored: 1 });
    expect((await video('1')).image?.contentType).toBe('image/jpeg');
  });

  it('that cannot be had now is tried again, later each time, until its link ends', async () => {
    answers.set('/a.jpeg', fails(503));
    await offer({ '1': link('/a.jpeg') });
    const tries: number[] = [];
    for (const minute of [0, 1, 2, 9, 10, 41, 42, 169, 170, 359, 361]) {
      collector.deps.clock.standAt(new Date(START.getTime() + minute * MINUTE_MS));
      const { failed } = await copy();
      if (failed > 0) tries.push(minute);
    }
    expect(tries).toEqual([0, 2, 10, 42, 170]);
    expect((await video('1')).image).toMatchObject({
      state: 'PENDING',
      attempts: 5,
      lastError: 'UNAVAILABLE: Answered 503',
    });

    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg', 's2') });
    expect(await copy()).toMatchObject({ stored: 1 });
  });

  it('whose link has ended waits for the next one', async () => {
    answers.set('/a.jpeg', ({ url }, response) =>
      url?.endsWith('s2') === true ? response.end(picture) : response.writeHead(403).end(),
    );
    await offer({ '1': link('/a.jpeg') });
    expect(await copy()).toMatchObject({ failed: 1 });
    later(HOUR_MS);
    expect(await copy()).toMatchObject({ failed: 0 });
    await offer({ '1': link('/a.jpeg', 's2') });
    expect(await copy()).toMatchObject({ stored: 1 });
  });

  it('is fetched as long as its link says', async () => {
    answers.set('/a.jpeg', sends(picture));
    const ends = START.getTime() / 1_000 + 7_200;
    await offer({ '1': `${link('/a.jpeg')}&x-expires=${ends}` });
    expect((await video('1')).image?.sourceEndsAt).toEqual(new Date(ends * 1_000));
    later(2 * HOUR_MS);
    expect(await copy()).toMatchObject({ stored: 0 });
    // One that says it ended before it was told: clocks differ.
    await offer({ '1': `${link('/a.jpeg')}&x-expires=${ends}` });
    expect(await copy()).toMatchObject({ stored: 1 });
  });

  it('that TikTok does not name, or names by nonsense, is none', async () => {
    await offer({ '1': null });
    await offer({ '1': 'nonsense' });
    await offer({ unknown: link('/a.jpeg') });
    expect(await prisma().tikTokImage.count({ where: { connectionId } })).toBe(0);
  });
});

describe('an avatar', () => {
  const offerOne = (path: string) =>
    collector.deps.database.transaction((tx) =>
      offerAvatar(tx, connectionId, link(path), collector.deps.clock.now()),
    );
  const avatarKey = async () =>
    (await prisma().tikTokConnection.findUniqueOrThrow({ where: { id: connectionId } })).avatarKey;

  it('is copied, and anew when it changes', async () => {
    answers.set('/me.jpeg', sends(picture)).set('/new-me.jpeg', sends(otherPicture));
    await offerOne('/me.jpeg');
    await copy();
    const first = await avatarKey();
    expect(await bytesOf(first)).toEqual(picture);
    await offerOne('/me.jpeg');
    expect(await copy()).toMatchObject({ stored: 0 });
    await offerOne('/new-me.jpeg');
    expect(await copy()).toMatchObject({ stored: 1 });
    expect(await avatarKey()).not.toBe(first);
    expect([await bytesOf(await avatarKey()), await filesOf()]).toEqual([otherPicture, 1]);
  });
});

describe('many', () => {
  it('are shared by those who copy at once, and each is fetched once', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    await addVideos(...ids);
    for (const id of ids) answers.set(`/${id}.jpeg`, sends(picture));
    await offer(Object.fromEntries(ids.map((id) => [id, link(`/${id}.jpeg`)])));
    const results = await Promise.all([copy(), copy(), copy()]);
    expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(50);
    expect([new Set(asked).size, asked.length]).toEqual([50, 50]);
    expect(await prisma().tikTokVideo.count({ where: { connectionId, coverKey: null } })).toBe(0);
  });

  it('are copied 200 at a time, four at once, and one that fails keeps no other back', async () => {
    const ids = Array.from({ length: 203 }, (_, index) => String(index));
    await addVideos(...ids);
    let atOnce = 0;
    let most = 0;
    const slowly: Answer = (_request, response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      setImmediate(() => {
        atOnce -= 1;
        response.end(picture);
      });
    };
    for (const id of ids) answers.set(`/${id}.jpeg`, id === '7' ? fails(500) : slowly);
    await offer(Object.fromEntries(ids.map((id) => [id, link(`/${id}.jpeg`)])));
    const first = await copy();
    const second = await copy();
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect([first.stored + second.stored, first.failed + second.failed]).toEqual([202, 1]);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('trouble of our own', () => {
  beforeEach(async () => {
    await addVideos('1');
    answers.set('/a.jpeg', sends(picture)).set('/b.jpeg', sends(otherPicture));
    await offer({ '1': link('/a.jpeg') });
  });

  it('with the file store is thrown, and the cover tried again', async () => {
    const full = new Error('No space left on the device');
    const files = { ...collector.deps.files, put: () => Promise.reject(full) };
    await expect(copyImages({ ...deps(), files }, connectionId)).rejects.toBe(full);
    expect((await video('1')).coverKey).toBeNull();
    later(2 * MINUTE_MS);
    expect(await copy()).toMatchObject({ stored: 1 });
  });

  it('between the new copy and the end of the old one leaves nothing behind', async () => {
    await copy();
    const former = (await video('1')).coverKey!;
    await offer({ '1': link('/b.jpeg') });
    const files = { ...collector.deps.files, removeAll: () => Promise.reject(new Error('killed')) };
    await expect(copyImages({ ...deps(), files }, connectionId)).rejects.toThrow('killed');
    const { coverKey } = await video('1');
    expect(await bytesOf(coverKey)).toEqual(otherPicture);
    expect(await collector.deps.files.count(imagePrefix(connectionId, former))).toBe(1);
    await copy();
    expect([await filesOf(), (await video('1')).image?.formerKey]).toEqual([1, null]);
  });

  it('such as an erasure meanwhile leaves no file', async () => {
    const files = {
      ...collector.deps.files,
      put: async (...stored: Parameters<typeof collector.deps.files.put>) => {
        await collector.deps.files.put(...stored);
        await prisma().tikTokConnection.deleteMany({ where: { id: connectionId } });
        await collector.deps.files.removeAll(imagesPrefix(connectionId));
        await collector.deps.files.put(...stored);
      },
    };
    await copyImages({ ...deps(), files }, connectionId);
    expect(await filesOf()).toBe(0);
  });

  it('such as another link meanwhile keeps that one for the next copy', async () => {
    const files = {
      ...collector.deps.files,
      put: async (...stored: Parameters<typeof collector.deps.files.put>) => {
        await collector.deps.files.put(...stored);
        if ((await video('1')).image?.sourcePath === '/a.jpeg') await offer({ '1': link('/b.jpeg') });
      },
    };
    await copyImages({ ...deps(), files }, connectionId);
    await copy();
    const { coverKey } = await video('1');
    expect(await bytesOf(coverKey)).toEqual(otherPicture);
    expect(await filesOf()).toBe(1);
  });

  it('such as the end of the process gives up at once', async () => {
    answers.set('/a.jpeg', () => {});
    const reason = new Error('The worker stops.');
    const controller = new AbortController();
    const copying = copyImages(deps(), connectionId, { signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 20);
    await expect(copying).rejects.toBe(reason);
  });
});

describe('a variant', () => {
  it('is made once, whoever asks meanwhile, and read from then on', async () => {
    await addVideos('1');
    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg') });
    await copy();
    let stored = 0;
    const files = {
      ...collector.deps.files,
      put: (...put: Parameters<typeof collector.deps.files.put>) => {
        stored += 1;
        return collector.deps.files.put(...put);
      },
    };
    const found = (await findImage(deps(), (await video('1')).coverKey!, '180'))!;
    const read = () => readVariant({ ...deps(), files }, found);
    const many = await Promise.all(Array.from({ length: 20 }, read));
    for (const one of many) expect(one).toEqual(many[0]);
    expect(await read()).toEqual(many[0]);
    expect([stored, await filesOf()]).toEqual([1, 2]);
  });

  it('of a copy that is erased meanwhile leaves no file', async () => {
    await addVideos('1');
    answers.set('/a.jpeg', sends(picture));
    await offer({ '1': link('/a.jpeg') });
    await copy();
    const found = (await findImage(deps(), (await video('1')).coverKey!, '180'))!;
    const files = {
      ...collector.deps.files,
      put: async (...put: Parameters<typeof collector.deps.files.put>) => {
        await prisma().tikTokConnection.deleteMany({ where: { id: connectionId } });
        await collector.deps.files.removeAll(imagesPrefix(connectionId));
        await collector.deps.files.put(...put);
      },
    };
    await readVariant({ ...deps(), files }, found);
    expect(await filesOf()).toBe(0);
    await expect(collector.deps.files.read(originalFile(connectionId, found.key))).rejects.toThrow(
      FileNotFoundError,
    );
  });
});

describe('copying', () => {
  const jobs = () =>
    collector.deps.database.query<{ data: { connectionId: string } }>(
      "SELECT data FROM pgboss.job WHERE name = 'covers.copy' AND state = 'created'",
    );

  it('is planned by the sync that saw new pictures, and by no other', async () => {
    await collector.standAt(START);
    const { id } = await collector.connect({ creator: 'maya' });
    await syncNow(collector.deps, id);
    expect(await jobs()).toEqual([{ data: { connectionId: id } }]);
    await collector.deps.database.execute("DELETE FROM pgboss.job WHERE name = 'covers.copy'");
    const seen = await prisma().tikTokVideo.count({ where: { connectionId: id } });
    let copied = 0;
    for (let hasMore = true; hasMore;) {
      const result = await copyImages(collector.deps, id);
      copied += result.stored;
      ({ hasMore } = result);
    }
    expect(copied).toBe(seen + 1);

    await syncNow(collector.deps, id);
    expect(await jobs()).toEqual([]);
    await collector.deps.files.removeAll(imagesPrefix(id));
  });

  it('that was left undone is planned again, for each connection once', async () => {
    await addVideos('1', '2');
    answers.set('/a.jpeg', fails(503));
    await offer({ '1': link('/a.jpeg'), '2': link('/a.jpeg') });
    await copy();
    const worker = createCopyDueWorker(collector.deps);
    const context = { signal: new AbortController().signal, attempt: 1, isLastAttempt: true, jobId: newId() };
    await worker.handler({}, context);
    expect(await jobs()).toEqual([]);
    later(2 * MINUTE_MS);
    await worker.handler({}, context);
    expect(await jobs()).toEqual([{ data: { connectionId } }]);
  });
});
