import type { Services } from '../../../app/services.ts';
import { isForeignKeyViolation } from '../../../data/errors.ts';
import type { Transaction } from '../../../data/database.ts';
import type { Prisma, RecommendationRun } from '../../../data/generated/prisma/client.ts';
import type { Remember } from '../../../data/idempotency.ts';
import { ConflictError, InsufficientDataError, notFound, ValidationError } from '../../../lib/errors.ts';
import { isId, newId } from '../../../lib/ids.ts';
import { authorize } from '../../accounts/viewer.ts';
import type { Viewer } from '../../accounts/viewer.ts';
import { authorizeConnection, NOT_ERASED } from '../../connections/connection.policy.ts';
import { settle } from '../../ai-budget/ai-ledger.service.ts';
import { lockSyncs } from '../../connections/connection-status.service.ts';
import type { RecommendationEngine } from '../engine.ts';
import { generateRecommendationsJob } from './generate-recommendations.job.ts';
import { announceCancel, announceRun, isTerminal, runStream } from './run.events.ts';
import type { NewRunEvent, StoredRunError, StoredUsage } from './run.events.ts';
import { followRun } from './run-feed.service.ts';
import { parseRunInput, speaks } from './run-input.ts';
import type { RequestRunInput, RunInput } from './run-input.ts';
import { usageSoFar } from './run-claim.ts';
import { appendToRun } from './run-log.ts';
import type { RunChanges } from './run-log.ts';
import { reserveForRun } from './run-spending.ts';
import { costOfRun } from './run-usage.ts';

/** How long a cancel waits for the worker to tell what was spent, in milliseconds; then it ends the run itself. */
const CANCEL_WAIT_MS = 3_000;

/**
 * Queues a run and returns at once. What fails later is on the run.
 *
 * @throws {NotFoundError | ForbiddenError | ValidationError}
 * @throws {InsufficientDataError} when the connection has no video at all.
 * @throws {BudgetExceededError} when the run may cost more than the workspace's AI budget has left.
 */
export async function requestRun(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'queue' | 'pubsub' | 'engines'>,
  viewer: Viewer,
  input: RequestRunInput,
  remember: Remember,
): Promise<RecommendationRun> {
  const { connectionId } = input;
  await authorizeConnection(deps.database, viewer, connectionId, 'recommendation.generate');
  const { wanted, engine } = chooseEngine(deps.engines, input);

  const id = newId();
  const now = deps.clock.now();
  try {
    const run = await deps.database.transaction(async (tx) => {
      // First, so that a twin of this request waits here before it does anything.
      await remember(tx, { runId: id });
      const workspaceId = await holdInPlace(tx, connectionId);
      authorize(viewer, workspaceId, 'recommendation.generate', connectionId);
      const video = await tx.tikTokVideo.findFirst({ where: { connectionId }, select: { id: true } });
      if (video === null) {
        throw new InsufficientDataError('This connection has no video yet; recommendations build on them.', {
          requiredDays: 1,
          availableDays: 0,
          availableOn: null,
        });
      }
      const created = await tx.recommendationRun.create({
        data: {
          id,
          workspaceId,
          connectionId,
          engine: engine.name,
          model: engine.model,
          promptVersion: engine.promptVersion,
          input: wanted satisfies RunInput as unknown as Prisma.InputJsonObject,
          requestedById: viewer.userId,
          requestedAt: now,
          changedAt: now,
        },
      });
      await reserveForRun(tx, created, engine, wanted, now);
      await deps.queue.send(generateRecommendationsJob, { runId: id }, { tx, group: workspaceId });
      return created;
    });
    await announceRun(deps, run.workspaceId, id);
    return run;
  } catch (error) {
    // The connection was deleted in between.
    if (isForeignKeyViolation(error)) throw notFound(connectionId, { cause: error });
    throw error;
  }
}

/** The workspace of a connection, which cannot be moved to another one until the transaction ends. */
async function holdInPlace(tx: Transaction, connectionId: string): Promise<string> {
  await lockSyncs(tx, [connectionId]);
  const connection = await tx.tikTokConnection.findFirst({
    where: { id: connectionId, ...NOT_ERASED },
    select: { workspaceId: true },
  });
  if (connection === null) throw notFound(connectionId);
  return connection.workspaceId;
}

function chooseEngine(
  engines: Services['engines'],
  input: RequestRunInput,
): { wanted: RunInput; engine: RecommendationEngine } {
  const wanted = parseRunInput(input);
  const asked = input.engine ?? null;
  const engine = asked === null ? engines.default : engines.byName(asked);
  if (engine === null) {
    throw new ValidationError([
      { path: ['input', 'engine'], message: `${String(asked)} is not configured on this server` },
    ]);
  }
  if (wanted.language !== null && !speaks(engine.name, wanted.language)) {
    throw new ValidationError([
      {
        path: ['input', 'language'],
        message: 'the statistical engine writes English (en) and French (fr) only',
      },
    ]);
  }
  return { wanted, engine };
}

type CancelDeps = Pick<Services, 'database' | 'clock' | 'log' | 'pubsub' | 'hub' | 'engines'>;

/**
 * Stops a run and its vendor call. A cancelled run is returned as it is. A queued one ends at once; a running one
 * when its worker has told what was spent, or after 3 s without that.
 *
 * @throws {ConflictError} when the run has completed or failed, also when it did so meanwhile.
 * @throws {NotFoundError | ForbiddenError}
 */
export async function cancelRun(
  deps: CancelDeps,
  viewer: Viewer,
  { runId }: { runId: string },
  remember: Remember,
): Promise<RecommendationRun> {
  const { prisma } = deps.database;
  const known = isId(runId) ? await prisma.recommendationRun.findUnique({ where: { id: runId } }) : null;
  if (known === null) throw notFound(runId);
  authorize(viewer, known.workspaceId, 'recommendation.generate', runId);

  const before = await deps.database.transaction(async (tx) => {
    await remember(tx, { runId });
    await tx.$queryRaw`SELECT 1 FROM "RecommendationRun" WHERE id = ${runId}::uuid FOR UPDATE`;
    const run = await tx.recommendationRun.findUnique({ where: { id: runId } });
    if (run === null) throw notFound(runId);
    // Once more, since its connection may have been moved.
    authorize(viewer, run.workspaceId, 'recommendation.generate', runId);
    const now = deps.clock.now();
    if (run.status === 'QUEUED') {
      const end = { status: 'CANCELLED', finishedAt: now, changedAt: now } as const;
      await appendToRun(tx, { runId, status: 'QUEUED' }, [cancelled(null)], now, end);
      await settle(tx, [runId], 0n, now);
    } else if (run.status === 'RUNNING') {
      const cancelRequestedAt = run.cancelRequestedAt ?? now;
      await tx.recommendationRun.update({
        where: { id: runId },
        data: { cancelRequestedAt, changedAt: now },
      });
    } else if (run.status !== 'CANCELLED') {
      throw alreadyEnded(run);
    }
    return run;
  });

  if (before.status === 'QUEUED') {
    await announce(deps, before, before.lastSequence + 1);
  } else if (before.status === 'RUNNING') {
    await announceCancel(deps, runId);
    await announceRun(deps, before.workspaceId, runId);
    await untilEnded(deps, before);
  }
  const after = await prisma.recommendationRun.findUnique({ where: { id: runId } });
  if (after === null) throw notFound(runId);
  if (after.status !== 'CANCELLED') throw alreadyEnded(after);
  return after;
}

/**
 * What a repeat of `cancelRun` answers.
 *
 * @throws {ConflictError} when the run ended in another way after all.
 */
export async function recallCancelled(
  deps: Pick<Services, 'database'>,
  runId: string,
): Promise<RecommendationRun> {
  const run = await deps.database.prisma.recommendationRun.findUnique({ where: { id: runId } });
  if (run === null) throw notFound(runId);
  if (run.status === 'COMPLETED' || run.status === 'FAILED') throw alreadyEnded(run);
  return run;
}

/** Waits for the worker to end the run, and ends it itself when that takes too long. */
async function untilEnded(deps: CancelDeps, run: RecommendationRun): Promise<void> {
  const timeUp = new AbortController();
  const timer = setTimeout(() => {
    timeUp.abort();
  }, CANCEL_WAIT_MS);
  try {
    for await (const event of await followRun(deps, run.id, run.lastSequence, timeUp.signal)) {
      if (isTerminal(event.type)) return;
    }
  } finally {
    clearTimeout(timer);
  }
  const lastSequence = await endUnheard(deps, run.id, (usage) => ({
    event: cancelled(usage),
    changes: { status: 'CANCELLED' },
  }));
  if (lastSequence !== null) await announce(deps, run, lastSequence);
}

/**
 * Ends a run in place of its worker, which is not heard of any more: what it spent is estimated.
 *
 * @returns the sequence of the end; null where the run has ended.
 */
async function endUnheard(
  { database, clock, engines }: Pick<Services, 'database' | 'clock' | 'engines'>,
  runId: string,
  endOf: (usage: StoredUsage | null) => { event: NewRunEvent; changes: RunChanges },
): Promise<number | null> {
  return database.transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "RecommendationRun" WHERE id = ${runId}::uuid FOR UPDATE`;
    const run = await tx.recommendationRun.findUnique({ where: { id: runId } });
    if (run === null || (run.status !== 'QUEUED' && run.status !== 'RUNNING')) return null;
    const now = clock.now();
    const price = engines.byName(run.engine)?.price ?? null;
    const usage = await usageSoFar(tx, run, price);
    const { event, changes } = endOf(usage);
    const ended = { ...changes, usage, finishedAt: now, changedAt: now };
    const appended = await appendToRun(tx, { runId, status: run.status }, [event], now, ended);
    await settle(tx, [runId], costOfRun(usage, price), now);
    return appended?.lastSequence ?? null;
  });
}

/** Ends a run whose job has no retries left; one that has ended is left alone. */
export async function giveUpRun(deps: CancelDeps, runId: string): Promise<void> {
  const error: StoredRunError = {
    code: 'RETRIES_EXHAUSTED',
    message: 'The run was tried several times and never came to its end.',
    retryable: true,
    vendorCode: null,
  };
  const run = await deps.database.prisma.recommendationRun.findUnique({ where: { id: runId } });
  if (run === null) return;
  const lastSequence = await endUnheard(deps, runId, (usage) => ({
    event: { type: 'RunFailed', payload: { error, usage } },
    changes: { status: 'FAILED', error },
  }));
  if (lastSequence !== null) await announce(deps, run, lastSequence);
}

async function announce(
  deps: Pick<Services, 'log' | 'pubsub' | 'hub'>,
  run: Pick<RecommendationRun, 'id' | 'workspaceId'>,
  lastSequence: number,
): Promise<void> {
  await deps.hub.notify(runStream, run.id, lastSequence);
  await announceRun(deps, run.workspaceId, run.id);
}

function cancelled(usage: StoredUsage | null): NewRunEvent {
  return { type: 'RunCancelled', payload: { usage } };
}

function alreadyEnded({ status }: RecommendationRun): ConflictError {
  return new ConflictError(`The run has ${status === 'COMPLETED' ? 'completed' : 'failed'} already.`);
}
