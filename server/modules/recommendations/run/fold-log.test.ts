import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldLog } from './fold-log.ts';
import { foldText } from './run-test-kit.ts';
import type { NewRunEvent, RunEvent } from './run.events.ts';

const AT = new Date('2026-11-22T12:00:00Z');
const PATHS = ['title', 'idea', 'script[0].line'];

/** What happens next, where the run allows it. */
type Step =
  | { kind: 'write'; index: number; path: number; text: string; back: number }
  | { kind: 'begin' | 'complete' | 'drop'; index: number }
  | { kind: 'restart' };

const index = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      index,
      path: fc.integer({ min: 0, max: PATHS.length - 1 }),
      text: fc.string({ unit: 'binary', maxLength: 6 }),
      // Words are said again, or unsaid, from so far before the end.
      back: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('begin', 'complete', 'drop'), index }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

/** A log as a run writes it, whatever became of its workers and its recommendations. */
function logOf(steps: readonly Step[]): RunEvent[] {
  const events: NewRunEvent[] = [];
  const texts = new Map<number, Map<string, string>>();
  const settled = new Set<number>();
  const starts = new Map<number, number>();
  let attempt = 0;
  const start = (): void => {
    attempt += 1;
    texts.clear();
    events.push({ type: 'RunStarted', payload: { engine: 'OPENAI', model: 'm', attempt } });
  };
  start();
  for (const next of steps) {
    if (next.kind === 'restart') {
      start();
      continue;
    }
    const { index: place } = next;
    const written = texts.get(place);
    if (settled.has(place)) continue;
    if (next.kind === 'begin') {
      const again = (starts.get(place) ?? 0) + 1;
      starts.set(place, again);
      texts.set(place, new Map());
      events.push({ type: 'RecommendationStarted', payload: { index: place, kind: 'IDEA', attempt: again } });
    } else if (next.kind === 'drop') {
      settled.add(place);
      const error = { code: 'UNGROUNDED', message: '', retryable: true, vendorCode: null } as const;
      events.push({ type: 'RecommendationDropped', payload: { index: place, error } });
    } else if (written !== undefined && next.kind === 'complete') {
      settled.add(place);
      events.push({ type: 'RecommendationCompleted', payload: { index: place, recommendationId: 'r' } });
    } else if (written !== undefined && next.kind === 'write') {
      const path = PATHS[next.path] ?? '';
      const before = written.get(path) ?? '';
      const offset = Math.max(0, before.length - next.back);
      written.set(path, before.slice(0, offset) + next.text);
      events.push({
        type: 'RecommendationDelta',
        payload: { index: place, path, offset, text: next.text },
      });
    }
  }
  events.push({ type: 'RunFailed', payload: { error: UNAVAILABLE, usage: null } });
  return events.map((event, place) => ({ ...event, sequence: place + 1, at: AT }));
}

const UNAVAILABLE = { code: 'AI_UNAVAILABLE', message: '', retryable: true, vendorCode: null } as const;

function folded(events: readonly RunEvent[]): RunEvent[] {
  const { kept, removed } = foldLog(events);
  const payloads = new Map(kept.map(({ sequence, payload }) => [sequence, payload]));
  return events
    .filter(({ sequence }) => !removed.includes(sequence))
    .map((event) => ({ ...event, payload: payloads.get(event.sequence) ?? event.payload }) as RunEvent);
}

const after = (events: readonly RunEvent[], sequence: number) =>
  events.filter((event) => event.sequence > sequence);
const through = (events: readonly RunEvent[], sequence: number) =>
  events.filter((event) => event.sequence <= sequence);

const logs = fc.array(step, { maxLength: 60 }).map(logOf);

describe('a folded log', () => {
  it('gives the text of the former one to whoever resumes, wherever he left', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const text = foldText(log);
        const short = folded(log);
        for (let last = 0; last <= log.length; last += 1) {
          expect(foldText([...through(log, last), ...after(short, last)])).toEqual(text);
        }
      }),
    );
  });

  it('has one delta a path, nothing that was taken back, and every other event as it was', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const short = folded(log);
        const isDelta = ({ type }: RunEvent) => type === 'RecommendationDelta';
        expect(short.filter((event) => !isDelta(event))).toEqual(log.filter((event) => !isDelta(event)));
        const paths = [...foldText(log)].flatMap(([place, texts]) =>
          Object.keys(texts).map((path) => `${String(place)} ${path}`),
        );
        const deltas = short.flatMap((event) =>
          event.type === 'RecommendationDelta' ? [event.payload] : [],
        );
        const places = deltas.map(({ index: place, path }) => `${String(place)} ${path}`);
        expect(places.sort()).toEqual(paths.sort());
        expect(short.at(-1)?.sequence).toBe(log.length);
      }),
    );
  });

  it('is folded already', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const short = folded(log);
        expect(folded(short)).toEqual(short);
      }),
    );
  });

  it('may be read half before and half after it was folded, from any of its own events too', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), (log, one, two) => {
        const short = folded(log);
        const [first, second] = [one % (log.length + 1), two % (log.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        // Resumes at `first` by the folded log, repeats what it had from there, and resumes again.
        const seen = [
          ...through(log, first),
          ...through(after(short, first), second),
          ...after(short, first),
        ];
        expect(foldText(seen)).toEqual(foldText(log));
      }),
    );
  });
});
