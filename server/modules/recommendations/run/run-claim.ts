import type { Services } from '../../../app/services.ts';
import type { RecommendationRun } from '../../../data/generated/prisma/client.ts';
import type { Transaction } from '../../../data/database.ts';
import type { ModelPrice } from '../../../lib/model-price.ts';
import { read } from '../../../realtime/event-log.ts';
import { noteSpent, settle } from '../../ai-budget/ai-ledger.service.ts';
import { announceRun, runStream } from './run.events.ts';
import type { StoredRunError, StoredUsage } from './run.events.ts';
import type { RunInput } from './run-input.ts';
import { appendToRun } from './run-log.ts';
import { addAttempt, costOfRun, estimateUsage } from './run-usage.ts';

/** A run that is this attempt's to do, with what earlier attempts left. */
export interface ClaimedRun {
  run: RecommendationRun;
  runId: string;
  input: RunInput;
  attempt: number;
  /** Of the engine's tokens, if they have one that is known. */
  price: ModelPrice | null;
  /** Spent by earlier attempts. */
  usage: StoredUsage | null;
  /** Indexes stored by earlier attempts, also where the recommendation was erased since. */
  completed: Set<number>;
  /** How often each index was started. */
  starts: Map<number, number>;
  /** Why each index given up was. */
  dropped: Map<number, StoredRunError>;
}

/**
 * Takes a run for work and appends RunStarted: a queued one as it is; a running one as a further attempt, since
 * its worker was lost. Returns null where there is nothing to do: the run ended or is gone, or it was to be
 * cancelled, which this does.
 */
export async function claimRun(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'pubsub' | 'hub' | 'engines'>,
  runId: string,
): Promise<ClaimedRun | null> {
  const outcome = await deps.database.transaction(async (tx) => {
    // Locked, so that two workers claim one after the other and the second is the further attempt.
    await tx.$queryRaw`SELECT 1 FROM "RecommendationRun" WHERE id = ${runId}::uuid FOR UPDATE`;
    const run = await tx.recommendationRun.findUnique({ where: { id: runId } });
    if (run === null) return null;
    if (run.status !== 'QUEUED' && run.status !== 'RUNNING') {
      // Its worker may have died between storing the end and telling of it.
      return { lastSequence: run.lastSequence, run, claimed: null };
    }
    const guard = { runId, status: run.status, attempt: run.attempt };
    const now = deps.clock.now();
    const engine = deps.engines.byName(run.engine);
    const price = engine?.price ?? null;
    const history = run.status === 'RUNNING' ? await readHistory(tx, run, price) : emptyHistory();
    const spent = costOfRun(history.usage, price);

    if (run.cancelRequestedAt !== null) {
      const end = { status: 'CANCELLED', finishedAt: now, changedAt: now, usage: history.usage } as const;
      const payload = { usage: history.usage };
      const appended = await appendToRun(tx, guard, [{ type: 'RunCancelled', payload }], now, end);
      await settle(tx, [runId], spent, now);
      return { lastSequence: appended?.lastSequence ?? run.lastSequence, run, claimed: null };
    }
    const attempt = run.status === 'RUNNING' ? run.attempt + 1 : run.attempt;
    await noteSpent(tx, runId, spent);
    // Counted now; this attempt has sent none yet.
    if (run.promptTokens > 0) {
      await tx.recommendationRun.update({ where: { id: runId }, data: { promptTokens: 0 } });
    }
    const model = engine?.model ?? null;
    const appended = await appendToRun(
      tx,
      guard,
      [{ type: 'RunStarted', payload: { engine: run.engine, model, attempt } }],
      now,
      {
        status: 'RUNNING',
        attempt,
        startedAt: run.startedAt ?? now,
        model,
        promptVersion: engine?.promptVersion ?? null,
        usage: history.usage,
        changedAt: now,
      },
    );
    const input = run.input as unknown as RunInput;
    const startedAt = run.startedAt ?? now;
    const claimed = { run: { ...run, startedAt }, runId, input, attempt, price, ...history };
    // The row is locked, so the guard holds.
    return { lastSequence: appended?.lastSequence ?? run.lastSequence, run, claimed };
  });
  if (outcome === null) return null;
  void deps.hub.notify(runStream, runId, outcome.lastSequence);
  void announceRun(deps, outcome.run.workspaceId, runId);
  return outcome.claimed;
}

type History = Pick<ClaimedRun, 'usage' | 'completed' | 'starts' | 'dropped'>;

function emptyHistory(): History {
  return { usage: null, completed: new Set(), starts: new Map(), dropped: new Map() };
}

/** What a run under way has spent by now, an estimate of what its worker has not told included. */
export async function usageSoFar(
  tx: Transaction,
  run: RecommendationRun,
  price: ModelPrice | null,
): Promise<StoredUsage | null> {
  return run.status === 'RUNNING' ? (await readHistory(tx, run, price)).usage : null;
}

/** What the log and the row tell of attempts that were lost. */
async function readHistory(
  tx: Transaction,
  run: RecommendationRun,
  price: ModelPrice | null,
): Promise<History> {
  const history = emptyHistory();
  const events = await read(tx, runStream, run.id, { after: 0, limit: run.lastSequence });
  let written = 0;
  for (const { type, payload } of events) {
    switch (type) {
      case 'RunStarted':
        written = 0;
        break;
      case 'RecommendationStarted':
        history.starts.set(payload.index, payload.attempt);
        break;
      case 'RecommendationDelta':
        written += payload.text.length;
        break;
      case 'RecommendationCompleted':
        history.completed.add(payload.index);
        break;
      case 'RecommendationDropped':
        history.dropped.set(payload.index, payload.error);
        break;
      case 'EvidenceGathered':
      case 'RunCompleted':
      case 'RunFailed':
      case 'RunCancelled':
        break;
    }
  }
  history.usage = run.usage as unknown as StoredUsage | null;
  // A worker that was killed could not tell what it spent; one that handed the run back did.
  if (run.model !== null && (history.usage?.throughAttempt ?? 0) < run.attempt) {
    history.usage = addAttempt(history.usage, estimateUsage(run.promptTokens, written), run.attempt, price);
  }
  return history;
}
