import { AiError } from '../../../vendors/openai/errors.ts';
import { addUsage } from '../../../vendors/openai/port.ts';
import type { ModelUsage } from '../../../vendors/openai/port.ts';
import type { EngineEvent, EngineRequest, RecommendationEngine, Revision } from '../engine.ts';
import { ground } from './grounding.ts';

type Dropped = Extract<EngineEvent, { type: 'dropped' }>;
type Index = number;

/** What became of an index that is to be written once more. */
interface Failed {
  dropped: Dropped;
  revision: Revision;
}

/**
 * The engine's recommendations, of which only those that rest on the evidence are completed. What fails the check, or is
 * not usable, is asked for once more, all of it together and each with its flaws; what fails again is dropped. An
 * engine without a model would write the same again and is not asked. `usage` is that of both requests.
 *
 * Where the second request itself fails, its indices are dropped for the flaws they had: what is completed is kept.
 */
export async function* generateGrounded(
  engine: RecommendationEngine,
  request: EngineRequest,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const failed = new Map<Index, Failed>();
  const mayRevise = engine.model !== null;
  let spent: ModelUsage | null = null;
  for await (const event of check(engine.generate(request, signal), request)) {
    if (event.type === 'usage') {
      spent = event.usage;
      yield event;
    } else if (event.type !== 'failed') yield event;
    else if (mayRevise) failed.set(event.dropped.index, event);
    else yield event.dropped;
  }
  if (failed.size === 0) return;

  const indices = [...failed.keys()].sort((a, b) => a - b);
  const revisions = new Map([...failed].map(([index, { revision }]) => [index, revision]));
  const again = engine.generate({ ...request, indices, revisions }, signal);
  try {
    for await (const event of check(again, request)) {
      if (event.type === 'usage') {
        yield { type: 'usage', usage: addUsage(spent, event.usage) ?? event.usage };
        continue;
      }
      const told = event.type === 'failed' ? event.dropped : event;
      if (told.type === 'completed' || told.type === 'dropped') failed.delete(told.index);
      yield told;
    }
  } catch (error) {
    // An abort is no AiError, and ends the run as it would have in the first request.
    if (!(error instanceof AiError)) throw error;
    for (const { dropped } of failed.values()) yield unrevised(dropped, error);
  }
}

function unrevised(dropped: Dropped, { message, vendorCode, retryable }: AiError): Dropped {
  const error = { ...dropped.error, vendorCode, retryable };
  return {
    ...dropped,
    error: { ...error, message: `${error.message} It could not be written anew: ${message}` },
  };
}

type Checked = Exclude<EngineEvent, Dropped> | ({ type: 'failed' } & Failed);

async function* check(events: AsyncIterable<EngineEvent>, request: EngineRequest): AsyncGenerator<Checked> {
  for await (const event of events) {
    if (event.type === 'dropped') {
      yield { type: 'failed', dropped: event, revision: { flaws: [event.error.message], draft: null } };
    } else if (event.type === 'completed') {
      const { draft, flaws } = ground(event.draft, request);
      if (flaws.length === 0) yield { ...event, draft };
      else yield failedBy(event.index, flaws, event.draft);
    } else {
      yield event;
    }
  }
}

function failedBy(index: Index, flaws: string[], draft: Revision['draft']): { type: 'failed' } & Failed {
  const [first = '', ...more] = flaws;
  const message = more.length === 0 ? first : `${first} ${String(more.length)} more did not hold.`;
  const error = { code: 'UNGROUNDED', message, retryable: true, vendorCode: null } as const;
  return { type: 'failed', dropped: { type: 'dropped', index, error }, revision: { flaws, draft } };
}
