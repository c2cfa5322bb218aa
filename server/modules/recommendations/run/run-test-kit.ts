import { expect } from '@jest/globals';
import type { Services } from '../../../app/services.ts';
import type { OpenDatabase } from '../../../data/database.ts';
import { createIdempotency } from '../../../data/idempotency.ts';
import type { Remember } from '../../../data/idempotency.ts';
import { createQueue } from '../../../jobs/queue.ts';
import { createClock, type MovableClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import { createMemoryPubSub } from '../../../realtime/pubsub.ts';
import { createStreamHub } from '../../../realtime/stream-hub.ts';
import { createTestDatabase } from '../../../testing/database.ts';
import { SILENT_LOG } from '../../../testing/log.ts';
import type { WorkspaceRole } from '../../accounts/role.ts';
import type { Viewer } from '../../accounts/viewer.ts';
import type { Delta } from './delta-buffer.ts';
import type { ExecuteRunDeps } from './run-executor.ts';
import type { RecommendationEngine } from '../engine.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { isTerminal } from './run.events.ts';
import type { RunEvent } from './run.events.ts';
import { followRun, readRunEvents } from './run-feed.service.ts';
import type { RequestRunInput } from './run-input.ts';
import { scriptedEngine, tellAll, textsOf } from './run-test-engine.ts';
import type { Script } from './run-test-engine.ts';
import { requestRun } from './run.service.ts';

export type RunTestDeps = ExecuteRunDeps &
  Pick<Services, 'queue' | 'idempotency'> & { readonly database: OpenDatabase };

export interface RunTestRig {
  deps: RunTestDeps;
  clock: MovableClock;
  viewer: Viewer;
  workspaceId: string;
  /** With videos. */
  connectionId: string;
  /** Without any. */
  emptyConnectionId: string;
  /** From now on the engines follow this. */
  play(script: Script): void;
  request(input?: Partial<RequestRunInput>): ReturnType<typeof requestRun>;
  close(): Promise<void>;
}

/** A database of its own, the real queue (no worker yet) and hub, a workspace with two connections. @param price of the engine's tokens */
export async function createRunTestRig({
  price = null,
}: { price?: RecommendationEngine['price'] } = {}): Promise<RunTestRig> {
  const { database, drop } = await createTestDatabase();
  const clock = createClock();
  const log = SILENT_LOG;
  const pubsub = createMemoryPubSub();
  const hub = createStreamHub({ database, pubsub, log });
  const queue = createQueue(database, log, { jobs: [generateRecommendationsJob] });
  await queue.start();
  let script: Script = tellAll;
  const engine = scriptedEngine((request, signal) => script(request, signal), 'OPENAI', price);
  const engines = {
    default: engine,
    byName: (name: RecommendationEngine['name']) => (name === 'OPENAI' ? engine : null),
  };
  const idempotency = createIdempotency(database, clock);
  const deps = { database, clock, log, pubsub, hub, queue, engines, idempotency };

  const workspaceId = newId();
  await database.prisma.workspace.create({ data: { id: workspaceId, name: 'Studio', slug: 'studio' } });
  const connectionId = await createConnection(deps, workspaceId, 3);
  const emptyConnectionId = await createConnection(deps, workspaceId, 0);
  const viewer = viewerOf({ [workspaceId]: 'EDITOR' });
  return {
    deps,
    clock,
    viewer,
    workspaceId,
    connectionId,
    emptyConnectionId,
    play(next) {
      script = next;
    },
    request: (input = {}) =>
      requestRun(
        deps,
        viewer,
        { connectionId, kinds: ['IDEA', 'SCRIPT'], count: 3, goal: 'REACH', ...input },
        noMemory,
      ),
    async close() {
      await queue.stop({ graceMs: 0 });
      await hub.close();
      await pubsub.close();
      await drop();
    },
  };
}

export const noMemory: Remember = () => Promise.resolve();

export function viewerOf(roles: Record<string, WorkspaceRole>, scopes: Viewer['scopes'] = null): Viewer {
  return {
    userId: null,
    apiKeyId: null,
    name: 'Test',
    callerKey: 'test',
    ipAddress: null,
    roles: new Map(Object.entries(roles)),
    scopes,
  };
}

/** A connection with videos an hour apart, each captured once. */
export async function createConnection(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  workspaceId: string,
  videoCount: number,
): Promise<string> {
  const id = newId();
  const now = clock.now();
  await database.prisma.tikTokConnection.create({
    data: { id, workspaceId, openId: id, username: 'knots', followers: 1200n, createdAt: now },
  });
  for (let index = 0; index < videoCount; index += 1) {
    const postedAt = new Date(now.getTime() - (index + 2) * 24 * 3_600_000);
    const counters = { views: BigInt(1_000 * (index + 1)), likes: 90n, comments: 8n, shares: 2n };
    const videoId = newId();
    await database.prisma.tikTokVideo.create({
      data: {
        id: videoId,
        connectionId: id,
        tikTokId: `70000000000000000${String(index).padStart(2, '0')}`,
        title: `The bowline in ${String(index + 1)} steps #knots`,
        hashtags: ['knots'],
        isCaptionCut: false,
        durationSeconds: 30,
        orientation: 'PORTRAIT',
        format: 'VIDEO',
        postedAt,
        createdAt: postedAt,
        lastSeenAt: now,
        ...counters,
        engagementByViews: 0.1,
        metricsCapturedAt: now,
        metricsSource: 'DISPLAY_API',
      },
    });
    await database.prisma.tikTokAnalytics.create({
      data: {
        id: newId(),
        videoId,
        connectionId: id,
        syncId: newId(),
        capturedAt: now,
        ...counters,
        source: 'DISPLAY_API',
      },
    });
  }
  return id;
}

/** The whole log of a run. */
export async function logOf(deps: Pick<Services, 'database'>, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const page = await readRunEvents(deps, runId, events.length, 100);
    events.push(...page);
    if (page.length < 100) return events;
  }
}

/** Resolves once the log says, after the sequence `after`, what `delta` says; words told together may be one event. */
export async function untilStored(
  deps: Pick<Services, 'database' | 'hub'>,
  runId: string,
  after: number,
  { index, path, offset, text }: Delta,
): Promise<void> {
  const end = offset + text.length;
  for await (const { type, payload } of await followRun(deps, runId, after, new AbortController().signal)) {
    if (type !== 'RecommendationDelta' || payload.index !== index || payload.path !== path) continue;
    if (payload.offset + payload.text.length >= end) return;
  }
}

/** The sequence of the run's newest event. */
export async function lastSequenceOf({ database }: Pick<Services, 'database'>, id: string): Promise<number> {
  const run = await database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } });
  return run.lastSequence;
}

/** What a client shows after these events: texts by index and path, as the contract says to fold them. */
export function foldText(events: readonly RunEvent[]): Map<number, Record<string, string>> {
  const shown = new Map<number, Record<string, string>>();
  const completed = new Set<number>();
  for (const { type, payload } of events) {
    switch (type) {
      case 'RunStarted':
        for (const index of [...shown.keys()]) if (!completed.has(index)) shown.delete(index);
        break;
      case 'RecommendationStarted':
        shown.set(payload.index, {});
        break;
      case 'RecommendationDelta': {
        const texts = shown.get(payload.index) ?? {};
        texts[payload.path] = (texts[payload.path] ?? '').slice(0, payload.offset) + payload.text;
        shown.set(payload.index, texts);
        break;
      }
      case 'RecommendationCompleted':
        completed.add(payload.index);
        break;
      case 'RecommendationDropped':
        shown.delete(payload.index);
        break;
      default: // says nothing of texts
    }
  }
  return shown;
}

/** Types in order, words left out. */
export function typesOf(events: readonly RunEvent[]): string[] {
  return events.map(({ type }) => type).filter((type) => type !== 'RecommendationDelta');
}

/** What must hold of every ended run, whatever it went through. Returns its log. */
export async function expectConsistent(deps: Pick<Services, 'database'>, runId: string): Promise<RunEvent[]> {
  const events = await logOf(deps, runId);
  const run = await deps.database.prisma.recommendationRun.findUniqueOrThrow({
    where: { id: runId },
    include: { recommendations: true },
  });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
  expect(run.lastSequence).toBe(events.length);
  expect(events.filter(({ type }) => isTerminal(type))).toHaveLength(1);
  expect(isTerminal(events.at(-1)?.type ?? '')).toBe(true);
  expect(run.finishedAt).not.toBeNull();
  const shown = foldText(events);
  for (const recommendation of run.recommendations) {
    expect(shown.get(recommendation.index)).toEqual(textsOf(recommendation as never));
  }
  return events;
}
