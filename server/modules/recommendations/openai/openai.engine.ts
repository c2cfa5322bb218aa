import { createJsonItemReader } from '../../../lib/json-deltas.ts';
import type { JsonItemEvent } from '../../../lib/json-deltas.ts';
import type { ModelPrice } from '../../../lib/model-price.ts';
import { AiAbortedError, AiError, AiOutputInvalidError } from '../../../vendors/openai/errors.ts';
import type { ModelUsage, TextModel } from '../../../vendors/openai/port.ts';
import { type EngineEvent, type EngineRequest, kindOf, type RecommendationEngine } from '../engine.ts';
import { ceilingOf } from './ceiling.ts';
import { isTextPath, toDraft } from './draft.ts';
import { createLeakGuard } from './leak-guard.ts';
import type { LeakGuard } from './leak-guard.ts';
import { PROMPT_VERSION, toPrompt } from './prompt.ts';

/** The engine that lets a model write: one request for all indices, passed on while it is written. */
export function createOpenAiEngine({
  model,
  price,
}: {
  model: TextModel;
  price: ModelPrice | null;
}): RecommendationEngine {
  return {
    name: 'OPENAI',
    model: model.model,
    promptVersion: PROMPT_VERSION,
    price,
    ceilingOf,

    async *generate(request, signal) {
      if (request.indices.length === 0) return;
      const giveUp = new AbortController();
      const reader = createJsonItemReader({ rootKey: 'recommendations' });
      const asked = toPrompt(request);
      const guard = createLeakGuard(asked.system);
      let usage: ModelUsage | null = null;
      let arrived = 0;
      try {
        const prompt = { ...asked, signal: AbortSignal.any([signal, giveUp.signal]) };
        for await (const event of model.streamJson(prompt)) {
          if (event.type === 'finished') {
            usage = event.usage;
            continue;
          }
          for (const itemEvent of reader.write(event.text)) {
            if (itemEvent.type === 'completed') arrived = itemEvent.index + 1;
            yield* toEngineEvents(itemEvent, request, guard);
          }
          // Unreadable from here on: stop the model from writing, and the bill with it. The next turn throws.
          if (reader.problem !== null) giveUp.abort();
        }
        if (!reader.isClosed) throw unreadable(usage);
        yield* dropMissing(request, arrived);
      } catch (error) {
        usage ??= usageOf(error);
        if (usage !== null) yield { type: 'usage', usage };
        throw error instanceof AiAbortedError && !signal.aborted ? unreadable(usage, error) : error;
      }
      if (usage !== null) yield { type: 'usage', usage };
    },
  };
}

/** The n-th item of the answer is the n-th index asked for; items beyond are the model's exuberance. */
function* toEngineEvents(
  event: JsonItemEvent,
  request: EngineRequest,
  guard: LeakGuard,
): Generator<EngineEvent> {
  const index = request.indices[event.index];
  if (index === undefined) return;
  const kind = kindOf(request, index);
  switch (event.type) {
    case 'started':
      // The kind that was asked for; an item of another kind is dropped at its end.
      yield { type: 'started', index, kind };
      return;
    case 'delta':
      if (
        isTextPath(event.path, kind) &&
        guard.mayPass(index, event.offset === 0 ? ` ${event.text}` : event.text)
      ) {
        yield { type: 'delta', index, path: event.path, offset: event.offset, text: event.text };
      }
      return;
    case 'completed': {
      const draft = toDraft(event.value, kind, request.evidence);
      if (draft === null) {
        yield dropped(index, 'The model wrote something else than asked.');
        return;
      }
      if (guard.hasLeaked(index, draft)) yield dropped(index, 'The model repeated its instructions.');
      else yield { type: 'completed', index, draft };
    }
  }
}

function* dropMissing(request: EngineRequest, arrived: number): Generator<EngineEvent> {
  for (const index of request.indices.slice(arrived)) {
    yield dropped(index, 'The model wrote fewer recommendations than asked.');
  }
}

function dropped(index: number, message: string): EngineEvent {
  return {
    type: 'dropped',
    index,
    error: { code: 'AI_OUTPUT_INVALID', message, retryable: true, vendorCode: null },
  };
}

function unreadable(usage: ModelUsage | null, cause?: Error): AiOutputInvalidError {
  const facts = { retryable: true, vendorCode: null, usage };
  return new AiOutputInvalidError(
    'The answer is not the JSON that was asked for.',
    facts,
    cause && { cause },
  );
}

function usageOf(error: unknown): ModelUsage | null {
  return error instanceof AiError || error instanceof AiAbortedError ? error.usage : null;
}
