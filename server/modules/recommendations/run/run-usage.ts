import { costOf, type ModelPrice } from '../../../lib/model-price.ts';
import { formatUsd } from '../../../lib/usd.ts';
import { addUsage, estimateTokens } from '../../../vendors/openai/port.ts';
import type { ModelUsage } from '../../../vendors/openai/port.ts';
import type { StoredUsage } from './run.events.ts';

/**
 * What an attempt spent that was killed before it could tell: its words that were stored. A lower bound, since
 * its prompt and its last words are unknown.
 */
export function estimateUsage(writtenCharacters: number): ModelUsage {
  return {
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: estimateTokens(writtenCharacters),
    reasoningTokens: 0,
    accuracy: 'ESTIMATED',
  };
}

/** What a run spent after one more attempt, at today's price. Null only where nothing was spent. */
export function addAttempt(
  before: StoredUsage | null,
  spent: ModelUsage | null,
  attempt: number,
  price: ModelPrice | null,
): StoredUsage | null {
  if (spent === null) return before;
  const sum = addUsage(before, spent) ?? spent;
  const costUsd = price === null ? null : Number(formatUsd(costOf(sum, price)));
  return { ...sum, costUsd, throughAttempt: attempt };
}
