import type { Services } from '../../../app/services.ts';
import type { Transaction } from '../../../data/database.ts';
import type { RecommendationRun } from '../../../data/generated/prisma/client.ts';
import { costOf } from '../../../lib/model-price.ts';
import { reserve } from '../../ai-budget/ai-ledger.service.ts';
import type { EngineRequest, RecommendationEngine } from '../engine.ts';
import type { ClaimedRun } from './run-claim.ts';
import { RunLostError } from './run-writer.ts';

/**
 * Reserves what a run may spend of its workspace's AI budget, held until the run ends. Nothing where no model writes.
 *
 * @throws {BudgetExceededError}
 */
export async function reserveForRun(
  tx: Transaction,
  run: Pick<RecommendationRun, 'id' | 'workspaceId' | 'requestedAt'>,
  engine: RecommendationEngine,
  asked: EngineRequest | { count: number },
  now: Date,
): Promise<void> {
  const ceiling = engine.ceilingOf(asked);
  if (ceiling === null) return;
  const { id: runId, workspaceId, requestedAt } = run;
  const most = engine.price === null ? null : costOf(ceiling.most, engine.price);
  await reserve(tx, { runId, workspaceId, requestedAt, model: engine.model ?? engine.name, most, now });
}

/**
 * Before the model is asked: reserves exactly what this attempt may spend, and notes what its prompt comes to, should the
 * worker be lost.
 *
 * @throws {BudgetExceededError} where that is more than was reserved so far, and than the budget has left.
 * @throws {RunLostError}
 */
export async function reserveForCall(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { run, attempt }: ClaimedRun,
  engine: RecommendationEngine,
  request: EngineRequest,
): Promise<void> {
  const ceiling = engine.ceilingOf(request);
  if (ceiling === null) return;
  const { promptTokens } = ceiling;
  await database.transaction(async (tx) => {
    // Locks the run, too, as everything does that changes what is reserved for it.
    const { count } = await tx.recommendationRun.updateMany({
      where: { id: run.id, status: 'RUNNING', attempt },
      data: { promptTokens },
    });
    if (count === 0) throw new RunLostError('The run has ended or another worker has it.');
    await reserveForRun(tx, run, engine, request, clock.now());
  });
}
