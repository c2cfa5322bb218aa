import { costOf, type ModelPrice } from '../../../lib/model-price.ts';
import { formatUsd, type PicoUsd } from '../../../lib/usd.ts';
import { addUsage, estimateTokens } from '../../../vendors/openai/port.ts';
import type { ModelUsage } from '../../../vendors/openai/port.ts';
import type { StoredUsage } from './run.events.ts';

/**
 * What an attempt spent that was killed before it could tell: its prompt, once it was sent, and its words that were
 * stored. A lower bound, since its thoughts and last words are unknown.
 */
export function estimateUsage(promptTokens: number, writtenCharacters: number): ModelUsage {
  return {
    inputTokens: promptTokens,
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
  const stored = { ...sum, costUsd: null, throughAttempt: attempt };
  const cost = costOfRun(stored, price);
  return cost === null ? stored : { ...stored, costUsd: Number(formatUsd(cost)) };
}

/** What that comes to; null where the price is unknown. */
export function costOfRun(usage: StoredUsage | null, price: ModelPrice | null): PicoUsd | null {
  if (usage === null) return 0n;
  return price === null ? null : costOf(usage, price);
}
