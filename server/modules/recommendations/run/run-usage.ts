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

/** What a run spent after one more attempt. Null only where nothing was spent. */
export function addAttempt(
  before: StoredUsage | null,
  spent: ModelUsage | null,
  attempt: number,
): StoredUsage | null {
  if (spent === null) return before;
  const sum = addUsage(before, spent) ?? spent;
  return { ...sum, costUsd: null, throughAttempt: attempt };
}
