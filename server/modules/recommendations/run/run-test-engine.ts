import { textsOf as draftTexts } from '../grounding/draft-texts.ts';
import type {
  EngineEvent,
  EngineRequest,
  RecommendationDraft,
  RecommendationEngine,
  UsageCeiling,
} from '../engine.ts';

export type Script = (request: EngineRequest, signal: AbortSignal) => AsyncIterable<EngineEvent>;

/** An engine that follows a script: engines are a port, so what the life of a run meets can be staged. */
export function scriptedEngine(
  script: Script,
  name: RecommendationEngine['name'] = 'OPENAI',
  price: RecommendationEngine['price'] = null,
): RecommendationEngine {
  return {
    name,
    model: name === 'OPENAI' ? 'scripted-1' : null,
    promptVersion: name === 'OPENAI' ? '1' : null,
    price,
    ceilingOf: () => (name === 'OPENAI' ? CEILING : null),
    generate: script,
  };
}

/** What the scripted engines write for an index. */
export function draftOf(index: number, request: EngineRequest): RecommendationDraft {
  const kind = request.kinds[index % request.kinds.length] ?? 'IDEA';
  // A letter, since a number would have to be a figure of the evidence.
  const letter = String.fromCodePoint(65 + index);
  return {
    kind,
    title: `Idea ${letter}: the knot nobody ties 🪢`,
    idea: `Show why knot ${letter} holds. Then show where it slips, and let people guess which one it was.`,
    hook: 'You tie this wrong.',
    callToAction: null,
    caption: `Knot ${letter} of seven`,
    script:
      kind === 'SCRIPT'
        ? [
            { startSecond: 0, endSecond: 3, line: 'You tie this wrong.', visual: null },
            { startSecond: 3, endSecond: 20, line: `Here is knot ${letter}, slowly.`, visual: 'Hands' },
          ]
        : [],
    hashtags: [{ hashtag: 'knots', basis: 'OWN_WINNER' }],
    soundId: null,
    postAt: [],
    citations: [{ path: 'idea', quote: 'knot', evidenceKey: 'E1', figure: null, basis: 'STORED' }],
  };
}

/** Each text of a draft by its path. */
export function textsOf(draft: Parameters<typeof draftTexts>[0]): Record<string, string> {
  return Object.fromEntries(draftTexts(draft).map(({ path, text }) => [path, text]));
}

/** The events of one index: its start, its texts word by word, its end. */
export function* tell(index: number, request: EngineRequest): Generator<EngineEvent> {
  const draft = draftOf(index, request);
  yield { type: 'started', index, kind: draft.kind };
  for (const [path, text] of Object.entries(textsOf(draft))) {
    let offset = 0;
    for (const word of text.split(/(?<= )/)) {
      yield { type: 'delta', index, path, offset, text: word };
      offset += word.length;
    }
  }
  yield { type: 'completed', index, draft };
}

export const USAGE = {
  inputTokens: 900,
  cachedInputTokens: 0,
  outputTokens: 300,
  reasoningTokens: 0,
  accuracy: 'REPORTED',
} as const;

/** What the scripted engines may use. */
export const CEILING: UsageCeiling = {
  promptTokens: 800,
  most: { inputTokens: 4_000, cachedInputTokens: 0, outputTokens: 8_000 },
};

/** Writes everything that is asked for. */
export async function* tellAll(request: EngineRequest): AsyncGenerator<EngineEvent> {
  for (const index of request.indices) {
    for (const event of tell(index, request)) {
      await Promise.resolve();
      yield event;
    }
  }
  yield { type: 'usage', usage: USAGE };
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}

/** Starts, writes a little, and goes on only when told to stop. */
export function stuckScript(): { script: Script; reached: Promise<void>; wasStopped: () => boolean } {
  const { promise: reached, resolve } = Promise.withResolvers<undefined>();
  let isStopped = false;
  return {
    reached,
    wasStopped: () => isStopped,
    async *script(request, signal): AsyncGenerator<EngineEvent> {
      yield* [...tell(0, request)].slice(0, 5);
      resolve(undefined);
      await aborted(signal);
      isStopped = true;
      yield { type: 'usage', usage: { ...USAGE, accuracy: 'ESTIMATED' } };
      throw signal.reason;
    },
  };
}
