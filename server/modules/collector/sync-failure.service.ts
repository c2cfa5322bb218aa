import type { Services } from '../../app/services.ts';
import type { TikTokSyncState } from '../../data/generated/prisma/client.ts';
import type { DomainError, ErrorCode } from '../../lib/errors.ts';
import { ReauthorizationRequiredError, TikTokError } from '../connections/connection.errors.ts';
import { record } from '../connections/connection.events.ts';
import { changeStatus } from '../connections/connection-status.service.ts';
import { deferTasks } from './capture-task.service.ts';
import { type PlannedSync, planSync } from './sync-plan.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'hub' | 'queue'>;

/** While TikTok is away: one minute, then twice as long each time, up to an hour. */
const FIRST_BACKOFF_MS = 60_000;
const LAST_BACKOFF_MS = 3_600_000;
/** For what will not pass by itself, such as a refused client key: now and then, in case somebody mended it. */
const REFUSED_INTERVAL_MS = 6 * 3_600_000;

interface Failure {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  tikTokCode: string | null;
  /** Undefined: the ordinary backoff. */
  retryAfterSeconds?: number | undefined;
}

/**
 * Ends a sync that met an expected failure: stores it, plans the next sync honestly and records SyncFailed. Once;
 * false when the sync had ended before.
 */
export function endInFailure(deps: Deps, sync: PlannedSync, error: DomainError): Promise<boolean> {
  return end(deps, sync, toFailure(error));
}

/** Ends a sync whose job failed for good, for reasons of ours. */
export async function abandonSync(deps: Deps, sync: PlannedSync, cause: Error): Promise<void> {
  deps.log.error({ err: cause, ...sync }, 'A sync was given up');
  await end(deps, sync, {
    code: 'RETRIES_EXHAUSTED',
    message: 'The sync failed several times and was given up.',
    retryable: true,
    tikTokCode: null,
  });
}

async function end(deps: Deps, { connectionId, syncId }: PlannedSync, failure: Failure): Promise<boolean> {
  const now = deps.clock.now();
  const isDead = failure.code === 'REAUTHORIZATION_REQUIRED' || failure.code === 'SCOPE_MISSING';
  const { code, message, retryable, tikTokCode } = failure;
  const announcements = await deps.database.transaction(async (tx) => {
    const before = await tx.tikTokSyncState.findUnique({ where: { connectionId } });
    if (before === null) return null;
    const nextSyncAt = isDead ? null : new Date(now.getTime() + delayOf(failure, before));
    const ended = await tx.tikTokSyncState.updateMany({
      where: { connectionId, syncId },
      data: {
        syncId: null,
        isRequested: false,
        phase: null,
        startedAt: null,
        nextSyncAt,
        // A listing that broke off goes on where it was.
        ...(before.isFull && { fullDueAt: nextSyncAt }),
        errorCode: code,
        errorMessage: message,
        errorRetryable: retryable,
        errorAt: now,
        errorTikTokCode: tikTokCode,
      },
    });
    if (ended.count === 0) return null;
    if (nextSyncAt !== null) await deferTasks(tx, connectionId, nextSyncAt, { isAll: before.isFull });
    const status =
      code === 'SCOPE_MISSING'
        ? await changeStatus(
            tx,
            deps,
            { id: connectionId, status: 'ACTIVE' },
            { status: 'REAUTHORIZATION_REQUIRED', statusReason: tikTokCode },
          )
        : undefined;
    const failed = await record(tx, deps, connectionId, {
      type: 'SyncFailed',
      payload: {
        error: { code, message, retryable, at: now.toISOString(), tikTokCode },
        nextSyncAt: nextSyncAt?.toISOString() ?? null,
      },
    });
    const { isFullRequested, connection } = await tx.tikTokSyncState.findUniqueOrThrow({
      where: { connectionId },
      select: { isFullRequested: true, connection: { select: { status: true } } },
    });
    if (isFullRequested && connection.status === 'ACTIVE') await planSync(tx, deps, connectionId);
    return [status, failed];
  });
  if (announcements === null) return false;
  for (const announce of announcements) await announce?.();
  return true;
}

function toFailure(error: DomainError): Failure {
  const { message } = error;
  if (error instanceof ReauthorizationRequiredError) {
    return { code: error.code, message, retryable: false, tikTokCode: error.tikTokCode };
  }
  if (error instanceof TikTokError) {
    const { tikTokCode, retryable, retryAfterSeconds } = error;
    const code = error.problem === 'SCOPE_MISSING' ? 'SCOPE_MISSING' : error.code;
    return { code, message, retryable, tikTokCode, retryAfterSeconds: retryAfterSeconds ?? undefined };
  }
  return { code: error.code, message, retryable: false, tikTokCode: null };
}

function delayOf(failure: Failure, before: TikTokSyncState): number {
  if (failure.retryAfterSeconds !== undefined) return failure.retryAfterSeconds * 1_000;
  if (!failure.retryable) return REFUSED_INTERVAL_MS;
  const { errorAt, nextSyncAt } = before;
  // The error of the sync before is still there until one succeeds, so the last delay can be read from it.
  const last = errorAt === null || nextSyncAt === null ? 0 : nextSyncAt.getTime() - errorAt.getTime();
  return Math.min(Math.max(last * 2, FIRST_BACKOFF_MS), LAST_BACKOFF_MS);
}
