import { setTimeout } from 'node:timers/promises';
import { ValidationError } from '../../../lib/errors.ts';
import { AiAbortedError } from '../../../vendors/openai/errors.ts';
import { kindOf } from '../engine.ts';
import type { EngineEvent, EngineRequest, RecommendationDraft, RecommendationEngine } from '../engine.ts';
import { createRandom } from '../../../lib/random.ts';
import { draftOf } from './statistical-draft.ts';
import type { Phrases } from './statistical-phrases.ts';
import { planOf } from './statistical-plan.ts';
import { phrasesOf } from './statistical-text.ts';

const DEFAULT_PACE_MS = 30;
/** A few words with the spaces after them. */
const PIECE = /(?:\S+\s*){1,3}|\s+/gu;

/**
 * Writes recommendations from statistics alone: no model, no network, English or French. It is deterministic: the
 * same request gives the same text, and an index the same text whichever other indices are asked for. Each figure
 * in its text is one of the evidence's, rounded, and cited.
 *
 * @param options.paceMs pause between deltas, in milliseconds; people read along. @default 30
 */
export function createStatisticalEngine({
  paceMs = DEFAULT_PACE_MS,
}: { paceMs?: number } = {}): RecommendationEngine {
  return {
    name: 'STATISTICAL',
    model: null,
    promptVersion: null,
    price: null,
    ceilingOf: () => null,
    /** @throws ValidationError for a language without sentences; AiAbortedError once `signal` aborted. */
    async *generate(request, signal) {
      const plan = planOf(request, phrasesFor(request));
      for (const index of request.indices) {
        const kind = kindOf(request, index);
        const random = createRandom(`${request.seed}:${String(index)}`);
        const draft = draftOf(plan, kind, index, random);
        assertGoing(signal);
        yield { type: 'started', index, kind };
        for (const delta of deltasOf(draft, index)) {
          await pause(paceMs, signal);
          yield delta;
        }
        assertGoing(signal);
        yield { type: 'completed', index, draft };
      }
    },
  };
}

function phrasesFor({ language }: EngineRequest): Phrases {
  const phrases = phrasesOf(language);
  if (phrases !== undefined) return phrases;
  throw new ValidationError([
    {
      path: ['input', 'language'],
      message: 'the statistical engine writes English (en) and French (fr) only',
    },
  ]);
}

/** The draft's texts in reading order, a few words at a time. */
function* deltasOf(draft: RecommendationDraft, index: number): Iterable<EngineEvent> {
  const texts: [path: string, text: string | null][] = [
    ['title', draft.title],
    ['idea', draft.idea],
    ['hook', draft.hook],
    ...draft.script.flatMap(({ line, visual }, beat): [string, string | null][] => [
      [`script[${String(beat)}].line`, line],
      [`script[${String(beat)}].visual`, visual],
    ]),
    ['callToAction', draft.callToAction],
    ['caption', draft.caption],
  ];
  for (const [path, text] of texts) {
    for (const { 0: piece, index: offset } of (text ?? '').matchAll(PIECE)) {
      yield { type: 'delta', index, path, offset, text: piece };
    }
  }
}

async function pause(paceMs: number, signal: AbortSignal): Promise<void> {
  assertGoing(signal);
  if (paceMs === 0) return;
  try {
    await setTimeout(paceMs, undefined, { signal });
  } catch (error) {
    throw new AiAbortedError(null, { cause: error });
  }
}

function assertGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new AiAbortedError(null, { cause: signal.reason });
}
