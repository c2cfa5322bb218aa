import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { JOBS } from '../../app/modules.ts';
import { createQueue } from '../../jobs/queue.ts';
import { randomBytes } from 'node:crypto';
import { createClock } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { createTokenCipher } from '../../lib/token-cipher.ts';
import { append } from '../../realtime/event-log.ts';
import { createMemoryPubSub } from '../../realtime/pubsub.ts';
import { createStreamHub } from '../../realtime/stream-hub.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createTestFiles } from '../../testing/files.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import { connectionStream } from '../connections/connection.events.ts';
import { createHousekeepingWorker } from './housekeeping.worker.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const ago = (days: number, ms = 0): Date => new Date(NOW.getTime() - days * 86_400_000 - ms);

let kit: TestDatabase;
beforeAll(async () => {
  kit = await createTestDatabase();
});
afterAll(() => kit.drop());

it('removes what has served its time, and nothing that has not', async () => {
  const { prisma } = kit.database;
  const [workspaceId, connectionId] = [newId(), newId()];
  await prisma.workspace.create({ data: { id: workspaceId, name: 'Studio', slug: 'studio' } });
  const connection = { id: connectionId, workspaceId, openId: 'open', createdAt: ago(30) };
  await prisma.tikTokConnection.create({ data: connection });
  const progress = { phase: 'PROFILE', videosSeen: 0, videosExpected: null } as const;
  for (const at of [ago(7, 1), ago(7), ago(0)]) {
    const event = { type: 'SyncProgressed', payload: { progress } } as const;
    await kit.database.transaction((tx) => append(tx, connectionStream, connectionId, [event], at));
  }
  // The log of a run is kept: it is what the run said.
  const ofRun = { stream: `run:${newId()}`, sequence: 1, at: ago(100), type: 'RunStarted', payload: {} };
  await prisma.streamEvent.create({ data: ofRun });
  for (const [id, expiresAt] of [
    ['spent', NOW],
    ['alive', new Date(NOW.getTime() + 1)],
  ] as const) {
    await prisma.idempotencyRecord.create({
      data: { id, inputHash: '', result: {}, createdAt: ago(1), expiresAt },
    });
    await prisma.tikTokLogin.create({
      data: {
        stateHash: id,
        workspaceId,
        callerKey: '',
        codeVerifier: '',
        keyId: '',
        createdAt: ago(1),
        expiresAt,
      },
    });
  }

  // Two days of history are kept here, and all of it elsewhere.
  const kept = { id: newId(), name: 'Archive', slug: 'archive' };
  await prisma.workspace.create({ data: kept });
  await prisma.workspace.update({ where: { id: workspaceId }, data: { retentionDays: 2 } });
  const [dueId, keptId] = [newId(), newId()];
  const removed = { status: 'REVOKED', erasureDueAt: NOW, openId: 'removed', createdAt: ago(30) } as const;
  await prisma.tikTokConnection.create({ data: { id: dueId, workspaceId, ...removed } });
  await prisma.tikTokConnection.create({
    data: { ...removed, id: keptId, workspaceId: kept.id, erasureDueAt: new Date(NOW.getTime() + 1) },
  });
  for (const [owner, capturedAt] of [
    [connectionId, ago(2, 1)],
    [connectionId, ago(2)],
    [keptId, ago(900)],
  ] as const) {
    await prisma.tikTokAccountAnalytics.create({
      data: { connectionId: owner, syncId: newId(), capturedAt, source: 'DISPLAY_API' },
    });
  }

  for (const [id, receivedAt] of [
    ['old', ago(30, 1)],
    ['kept', ago(30)],
  ] as const) {
    await prisma.tikTokWebhookEvent.create({
      data: { id, clientKey: '', event: 'x', content: '', receivedAt },
    });
  }

  const clock = createClock();
  clock.standAt(NOW);
  const queue = createQueue(kit.database, SILENT_LOG, { jobs: JOBS });
  await queue.start();
  const files = await createTestFiles();
  const worker = createHousekeepingWorker({
    database: kit.database,
    clock,
    log: SILENT_LOG,
    queue,
    files: files.store,
    hub: createStreamHub({ database: kit.database, pubsub: createMemoryPubSub(), log: SILENT_LOG }),
    cipher: createTokenCipher(`test:${randomBytes(32).toString('base64url')}`),
  });
  const context = { signal: new AbortController().signal, attempt: 1, isLastAttempt: true, jobId: newId() };
  await worker.handler({}, context);

  await queue.stop({ graceMs: 0 });
  await files.drop();

  const events = await prisma.streamEvent.findMany({ orderBy: [{ stream: 'asc' }, { sequence: 'asc' }] });
  expect(events.map(({ stream, sequence }) => [stream, sequence])).toEqual([
    [`connection:${connectionId}`, 2],
    [`connection:${connectionId}`, 3],
    [ofRun.stream, 1],
  ]);
  const snapshots = await prisma.tikTokAccountAnalytics.findMany({ orderBy: { capturedAt: 'desc' } });
  expect(snapshots.map(({ connectionId: owner, capturedAt }) => [owner, capturedAt])).toEqual([
    [connectionId, ago(2)],
    [keptId, ago(900)],
  ]);
  // Removed at TikTok, and the grace is over.
  const erasing = await prisma.tikTokConnection.findMany({ where: { erasingSince: { not: null } } });
  expect(erasing.map(({ id }) => id)).toEqual([dueId]);
  expect(await prisma.dataErasure.findMany()).toMatchObject([
    { subjectKind: 'CONNECTION', requestedByHash: null, subject: { id: dueId } },
  ]);
  expect(await prisma.tikTokWebhookEvent.findMany({ select: { id: true } })).toEqual([{ id: 'kept' }]);
  expect(await prisma.idempotencyRecord.findMany({ select: { id: true } })).toEqual([{ id: 'alive' }]);
  expect(await prisma.tikTokLogin.findMany({ select: { stateHash: true } })).toEqual([
    { stateHash: 'alive' },
  ]);
});
