import type { Services } from '../../app/services.ts';
import { type AiBudget, monthAfter, monthOf } from './ai-budget.ts';

/** The budgets of workspaces, in their order; null where none is set. */
export async function aiBudgetsOf(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  workspaceIds: readonly string[],
): Promise<(AiBudget | null)[]> {
  const month = monthOf(clock.now());
  const rows = await database.query<{ id: string; limit: string; spent: string }>(
    `SELECT w."id"::text AS id, w."aiBudgetUsd"::text AS limit, COALESCE(sum(c."spentUsd"), 0)::text AS spent
     FROM "Workspace" w LEFT JOIN "AiCharge" c ON c."workspaceId" = w."id" AND c."month" = $2::date
     WHERE w."id" = ANY($1::uuid[]) AND w."aiBudgetUsd" IS NOT NULL GROUP BY w."id"`,
    [workspaceIds, month.toISOString()],
  );
  const budgets = new Map(
    rows.map(({ id, limit, spent }) => [
      id,
      { limitUsd: Number(limit), spentUsd: Number(spent), resetAt: monthAfter(month) },
    ]),
  );
  return workspaceIds.map((id) => budgets.get(id) ?? null);
}
