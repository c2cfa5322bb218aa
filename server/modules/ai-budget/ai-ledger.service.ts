import type { Transaction } from '../../data/database.ts';
import { newId } from '../../lib/ids.ts';
import { formatUsd, parseUsd, type PicoUsd } from '../../lib/usd.ts';
import { BudgetExceededError, monthAfter, monthOf } from './ai-budget.ts';

/** What a run is about to spend. */
export interface Reservation {
  runId: string;
  /** Who pays, unless something is reserved for this run already: who was to pay first goes on paying. */
  workspaceId: string;
  /** When it was asked for: the month that pays. */
  requestedAt: Date;
  model: string;
  /** The most that it may spend from now on; null where the model's price is unknown. */
  most: PicoUsd | null;
  now: Date;
}

/**
 * Reserves the most that a run may spend from now on, in place of what was reserved for it before. It stays reserved until
 * `settle`. Without a budget it is noted all the same, for a budget that is set later in the month.
 *
 * @throws {BudgetExceededError} where that is more than before, and more than the workspace's budget has left, or where it
 * has a budget and the price is unknown. Nothing is changed then.
 */
export async function reserve(tx: Transaction, reservation: Reservation): Promise<void> {
  const { runId, model, most, now } = reservation;
  const own = await tx.aiCharge.findUnique({ where: { runId } });
  const { workspaceId } = own ?? reservation;
  const month = own?.month ?? monthOf(reservation.requestedAt);
  const { limit, spent, held } = await standOf(tx, workspaceId, month);
  const ownHeld = own === null ? 0n : toPico(own.heldUsd.toFixed());
  if (limit !== null) {
    const budget = { limitUsd: toNumber(limit), spentUsd: toNumber(spent), resetAt: monthAfter(month) };
    if (most === null) throw new BudgetExceededError(unknownPrice(model), budget);
    const heldByOthers = held - ownHeld;
    if (most > ownHeld && spent + heldByOthers + most > limit) {
      throw new BudgetExceededError(tooMuch(most, { limit, spent, held: heldByOthers }), budget);
    }
  }
  if (most === null) return;
  const heldUsd = formatUsd(most);
  await tx.aiCharge.upsert({
    where: { runId },
    create: { id: newId(), runId, workspaceId, month, model, heldUsd, createdAt: now },
    update: { model, heldUsd },
  });
}

/**
 * Notes what a run has spent so far, all attempts together. What is left of its reservation stays reserved.
 *
 * @param spent null: not known, and so as noted before.
 */
export async function noteSpent(tx: Transaction, runId: string, spent: PicoUsd | null): Promise<void> {
  if (spent === null) return;
  await tx.$executeRaw`
    UPDATE "AiCharge" SET "spentUsd" = ${formatUsd(spent)}::numeric,
      "heldUsd" = GREATEST(0, "heldUsd" + "spentUsd" - ${formatUsd(spent)}::numeric)
    WHERE "runId" = ${runId}::uuid AND "settledAt" IS NULL`;
}

/**
 * Ends what is reserved for runs that are over.
 *
 * @param spent what each spent over all its attempts; null: not known, so that all that was reserved counts.
 */
export async function settle(
  tx: Transaction,
  runIds: readonly string[],
  spent: PicoUsd | null,
  now: Date,
): Promise<void> {
  const amount = spent === null ? null : formatUsd(spent);
  await tx.$executeRaw`
    UPDATE "AiCharge" SET "spentUsd" = COALESCE(${amount}::numeric, "spentUsd" + "heldUsd"),
      "heldUsd" = 0, "settledAt" = ${now}
    WHERE "runId" = ANY(${runIds}::uuid[]) AND "settledAt" IS NULL`;
}

/** What a workspace may spend in a month, has spent and may have to spend; nobody else reserves until the transaction ends. */
async function standOf(tx: Transaction, workspaceId: string, month: Date) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ai-budget:${workspaceId}`}, 0))`;
  const rows = await tx.$queryRaw<{ limit: string | null; spent: string; held: string }[]>`
    SELECT (SELECT "aiBudgetUsd"::text FROM "Workspace" WHERE "id" = ${workspaceId}::uuid) AS "limit",
      COALESCE(sum("spentUsd"), 0)::text AS "spent", COALESCE(sum("heldUsd"), 0)::text AS "held"
    FROM "AiCharge" WHERE "workspaceId" = ${workspaceId}::uuid AND "month" = ${month}::date`;
  const { limit, spent, held } = rows[0]!;
  return { limit: limit === null ? null : toPico(limit), spent: toPico(spent), held: toPico(held) };
}

function unknownPrice(model: string): string {
  return `This workspace has an AI budget, but what the model ${model} costs is not known here. Set OPENAI_PRICES on the server, or clear the budget.`;
}

function tooMuch(most: PicoUsd, { limit, spent, held }: Record<'limit' | 'spent' | 'held', PicoUsd>): string {
  const underWay = held === 0n ? '' : `, and up to ${toWords(held)} is reserved for runs under way`;
  return `This run may cost up to ${toWords(most)}, more than is left: ${toWords(spent)} of this month's AI budget of ${toWords(limit)} is spent${underWay}.`;
}

/** `$0.0123`: four decimals or as many as a budget has, since a run costs fractions of a cent. */
function toWords(amount: PicoUsd): string {
  return `$${toNumber(amount).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
}

function toNumber(amount: PicoUsd): number {
  return Number(formatUsd(amount));
}

/** Of what the database gives for `numeric`, which is never negative here. */
function toPico(text: string): PicoUsd {
  const amount = parseUsd(text);
  if (amount === null) throw new RangeError(`No amount in dollars: ${text}`);
  return amount;
}
