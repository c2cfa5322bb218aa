import type { AiBudgetFieldsFragment } from '../../../sdk/index.ts';
import { formatDay, formatUsd } from '../../lib/format.ts';

const MOST_USD = 1_000_000;

/** Dollars as they were typed: null, nothing, is no limit; undefined is no such amount. */
export function parseBudget(typed: string): number | null | undefined {
  const text = typed.trim().replace(/[$,\s]/g, '');
  if (text === '') return null;
  const amount = /^\d+(\.\d{1,6})?$/.test(text) ? Number(text) : MOST_USD + 1;
  return amount <= MOST_USD ? amount : undefined;
}

/** What is left of it to say beside the limit. */
export function describeBudget(budget: AiBudgetFieldsFragment | null): string {
  if (budget === null) return 'What runs may spend on AI in a calendar month; empty is no limit.';
  return `${formatUsd(budget.spentUsd)} of ${formatUsd(budget.limitUsd)} is spent; it starts anew on ${formatDay(budget.resetAt.slice(0, 10))}. Empty is no limit.`;
}
