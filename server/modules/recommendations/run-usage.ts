import type { ModelUsage } from '../../vendors/openai/port.ts';
import type { StoredUsage } from './recommendation.events.ts';

/** UTF-16 code units that make about one token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * What an attempt spent that was killed before it could tell: its words that were stored. A lower bound, since
 * its prompt and its last words are unknown.
 */
export function estimateUsage(writtenCharacters: number): ModelUsage {
  return {
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: Math.ceil(writtenCharacters / CHARACTERS_PER_TOKEN),
    reasoningTokens: 0,
    accuracy: 'ESTIMATED',
  };
}

/** Both together; estimated as soon as a part is. Null only where nothing was spent. */
export function addUsage(
  before: StoredUsage | null,
  more: ModelUsage | null,
  attempt: number,
): StoredUsage | null {
  if (more === null) return before;
  return {
    inputTokens: (before?.inputTokens ?? 0) + more.inputTokens,
    cachedInputTokens: (before?.cachedInputTokens ?? 0) + more.cachedInputTokens,
    outputTokens: (before?.outputTokens ?? 0) + more.outputTokens,
    reasoningTokens: (before?.reasoningTokens ?? 0) + more.reasoningTokens,
    accuracy: before?.accuracy === 'ESTIMATED' ? 'ESTIMATED' : more.accuracy,
    costUsd: null,
    throughAttempt: attempt,
  };
}
