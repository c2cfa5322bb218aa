/** @jest-environment node */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunEvent } from './client.ts';
import { INITIAL_RUN_STATE, foldRunEvents, isFinished } from './run-text.ts';
import { EVENTFUL_RUN, mergeDeltas, tellRun, writeText } from './testing/run-events.ts';

const fold = (events: readonly RunEvent[]) => events.reduce(foldRunEvents, INITIAL_RUN_STATE);

/** Any text in pieces; some pieces are the halves of a surrogate pair. */
const pieces = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

/** One try at a recommendation: texts for some paths, and how it ended. */
const draft = fc.record({
  texts: fc.uniqueArray(
    fc.record({ path: fc.constantFrom('title', 'hook', 'script[0].line', 'script[1].line'), pieces }),
    { selector: ({ path }) => path, maxLength: 4 },
  ),
  end: fc.constantFrom('complete', 'drop', 'retry', 'lose'),
});

const legalRun = fc.array(draft, { maxLength: 5 }).map((drafts) => {
  let runAttempt = 1;
  const start = () => ({
    __typename: 'RunStarted' as const,
    engine: 'STATISTICAL' as const,
    model: null,
    attempt: runAttempt,
  });
  const story: Parameters<typeof tellRun>[0][number][] = [start()];
  drafts.forEach(({ texts, end }, index) => {
    const write = (attempt: number): void => {
      story.push({ __typename: 'RecommendationStarted', index, kind: 'IDEA', attempt });
      for (const { path, pieces } of texts) story.push(...writeText(index, path, pieces));
    };
    write(1);
    if (end === 'retry') write(2);
    if (end === 'lose') {
      runAttempt += 1;
      story.push(start());
      write(1);
    }
    if (end === 'drop')
      story.push({
        __typename: 'RecommendationDropped',
        index,
        error: { code: 'UNGROUNDED', message: '', retryable: true, vendorCode: null },
      });
    else story.push({ __typename: 'RecommendationCompleted', index, recommendation: null });
  });
  story.push({ __typename: 'RunCompleted', completed: 0, dropped: 0, usage: null });
  return tellRun(story);
});

describe('foldRunEvents', () => {
  test('gives the same state for any cuts, repeats and merges of a legal stream', () => {
    const visit = fc.record({
      /** How far back the server begins, in events already seen. */
      overlap: fc.nat({ max: 8 }),
      /** How many events come before the next cut. */
      length: fc.nat({ max: 12 }),
      joins: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    });
    fc.assert(
      fc.property(legalRun, fc.array(visit, { maxLength: 12 }), (events, visits) => {
        let state = INITIAL_RUN_STATE;
        for (const { overlap, length, joins } of [
          ...visits,
          { overlap: 3, length: Infinity, joins: [true] },
        ]) {
          const merged = mergeDeltas(events, (position) => joins[position % joins.length] ?? false);
          const from = merged.findIndex(({ sequence }) => sequence > state.lastSequence);
          if (from === -1) break;
          const begin = Math.max(0, from - overlap);
          state = merged.slice(begin, from + length).reduce(foldRunEvents, state);
        }
        expect(state).toEqual(fold(events));
      }),
      { numRuns: 300 },
    );
  });

  test('takes back what a lost worker or a second try had written, and removes what was given up', () => {
    const { recommendations, droppedCount, attempt, status } = fold(EVENTFUL_RUN);
    expect(recommendations.map(({ index, texts }) => ({ index, texts }))).toEqual([
      { index: 0, texts: { title: 'Cook at six 🍳!', hook: 'You have been late.' } },
      { index: 1, texts: { title: 'A checked figure', 'script[0].line': 'Look at this 👀' } },
    ]);
    expect({ droppedCount, attempt, status }).toEqual({ droppedCount: 1, attempt: 2, status: 'COMPLETED' });
  });

  test('keeps evidence once, in the order of its first mention', () => {
    const [, gathered] = EVENTFUL_RUN;
    const again = { ...gathered, sequence: 1000 } as RunEvent;
    expect(fold([...EVENTFUL_RUN, again]).evidence.map(({ key }) => key)).toEqual(['E1']);
  });

  test('counts an event of a kind it does not know, and changes nothing else', () => {
    const unknown = { __typename: 'RunPaused', sequence: 7, at: '', runId: '' } as unknown as RunEvent;
    expect(foldRunEvents(INITIAL_RUN_STATE, unknown)).toEqual({ ...INITIAL_RUN_STATE, lastSequence: 7 });
  });

  test.each(['RunCompleted', 'RunFailed', 'RunCancelled'])('is finished after %s', (__typename) => {
    const terminal = { __typename, sequence: 1, usage: null, error: null } as unknown as RunEvent;
    expect(isFinished(foldRunEvents(INITIAL_RUN_STATE, terminal))).toBe(true);
  });
});
