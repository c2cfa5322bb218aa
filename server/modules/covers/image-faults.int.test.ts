import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { createTestCollector, type TestCollector } from '../../testing/collector.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import type { TestTikTok } from '../../testing/tiktok.ts';
import { createImageSource, type OpenImageSource } from '../../vendors/images/images.ts';
import { syncNow } from '../collector/sync.service.ts';
import { copyImages } from './copy-images.service.ts';
import { imagesPrefix } from './image-keys.ts';

type Kind = Parameters<TestTikTok['fail']>[0]['kind'];

const NOW = new Date('2026-08-01T12:00:00Z');

let collector: TestCollector;
let imageSource: OpenImageSource;
let connectionId: string;

beforeAll(async () => {
  collector = await createTestCollector();
  await collector.standAt(NOW);
  imageSource = createImageSource({
    trustedOrigin: collector.sandbox.config.apiUrl,
    httpsOnly: false,
    log: SILENT_LOG,
    metrics: createMetrics(SILENT_LOG),
    // Time enough to draw a bomb.
    timeoutMs: 4_000,
  });
  connectionId = (await collector.connect({ creator: 'maya' })).id;
  await syncNow(collector.deps, connectionId);
});
afterAll(async () => {
  await imageSource.close();
  await collector.close();
});
beforeEach(async () => {
  // One cover is due, the others are not.
  const { tikTokImage } = collector.deps.database.prisma;
  await tikTokImage.updateMany({ data: { nextAttemptAt: new Date('2027-01-01') } });
  const { id } = await tikTokImage.findFirstOrThrow({ where: { kind: 'COVER', attempts: 0 } });
  await tikTokImage.update({ where: { id }, data: { nextAttemptAt: NOW } });
});
afterEach(() => collector.sandbox.fail());

async function copyOne() {
  const deps = { ...collector.deps, imageSource };
  const files = await deps.files.count(imagesPrefix(connectionId));
  const result = await copyImages(deps, connectionId);
  expect(result.stored + result.failed).toBe(1);
  const { prisma } = deps.database;
  const { id, lastError } = await prisma.tikTokImage.findFirstOrThrow({
    where: { attempts: { gt: 0 } },
    orderBy: [{ attempts: 'asc' }, { nextAttemptAt: { sort: 'asc', nulls: 'first' } }],
  });
  await prisma.tikTokImage.update({ where: { id }, data: { attempts: 9 } });
  const { coverKey } = await prisma.tikTokVideo.findUniqueOrThrow({ where: { id } });
  const stored = (await deps.files.count(imagesPrefix(connectionId))) - files;
  return { isShown: coverKey !== null, lastError, stored };
}

it.each([
  ['redirect_loop', 'REFUSED: Too many redirects'],
  ['oversized', 'REFUSED: More than 10 MB'],
  ['bomb', 'REFUSED: Input image exceeds pixel limit'],
  ['svg', 'REFUSED: None of the formats that we keep'],
  ['disguised_svg', 'REFUSED: None of the formats that we keep'],
  ['not_image', 'REFUSED: None of the formats that we keep'],
  ['empty', 'REFUSED: None of the formats that we keep'],
  ['truncated', 'REFUSED: VipsJpeg: premature end of JPEG image'],
  ['expired', 'LINK_ENDED: Answered 403'],
  ['not_found', 'LINK_ENDED: Answered 404'],
  ['html_error', 'UNAVAILABLE: Answered 503'],
  ['silence', 'UNAVAILABLE: No whole answer in time'],
  ['disconnect', 'UNAVAILABLE: The connection failed (UND_ERR_SOCKET)'],
  ['cut_off', 'UNAVAILABLE: The connection failed (UND_ERR_SOCKET)'],
] as [Kind, string][])('a cover that meets %s is not shown, and its row says %s', async (kind, lastError) => {
  await collector.sandbox.fail({ endpoint: 'cdn/cover', kind });
  expect(await copyOne()).toEqual({ isShown: false, lastError, stored: 0 });
});

it.each(['redirect', 'wrong_type'] as Kind[])('a cover that meets %s is shown all the same', async (kind) => {
  await collector.sandbox.fail({ endpoint: 'cdn/cover', kind });
  expect(await copyOne()).toEqual({ isShown: true, lastError: null, stored: 1 });
});

it('a cover that is redirected into our own network is not shown, though somebody listens there', async () => {
  const to = `${collector.sandbox.config.apiUrl.replace('127.0.0.1', 'localhost')}/cdn/`;
  await collector.sandbox.fail({ endpoint: 'cdn/cover', kind: 'redirect', to });
  expect(await copyOne()).toEqual({
    isShown: false,
    lastError: 'REFUSED: The link leads to no public address',
    stored: 0,
  });
});
