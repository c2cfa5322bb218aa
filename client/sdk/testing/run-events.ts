import type { RunEvent } from '../client.ts';

type Numbered<Event> = Event extends RunEvent ? Omit<Event, 'sequence' | 'at' | 'runId'> : never;

/** Numbers a story from 1, as the server's log does. */
export function tellRun(story: readonly Numbered<RunEvent>[]): RunEvent[] {
  return story.map((event, position) => ({
    ...event,
    sequence: position + 1,
    at: '2026-11-22T08:00:00.000Z',
    runId: 'run-1',
  }));
}

/** Deltas that write a text into a path, cut into the given pieces. */
export function writeText(index: number, path: string, pieces: readonly string[]) {
  let offset = 0;
  return pieces.map((text) => {
    const delta = { __typename: 'RecommendationDelta' as const, index, path, offset, text };
    offset += text.length;
    return delta;
  });
}

/** Joins neighbouring deltas of one path, as a server does that compacts its log; `joins(i)` decides for each. */
export function mergeDeltas(events: readonly RunEvent[], joins: (position: number) => boolean): RunEvent[] {
  const merged: RunEvent[] = [];
  events.forEach((event, position) => {
    const last = merged.at(-1);
    if (
      event.__typename === 'RecommendationDelta' &&
      last?.__typename === 'RecommendationDelta' &&
      last.index === event.index &&
      last.path === event.path &&
      joins(position)
    )
      merged[merged.length - 1] = { ...event, offset: last.offset, text: last.text + event.text };
    else merged.push(event);
  });
  return merged;
}

/** A run with a lost worker, a text taken back, one given up, and characters beyond the Basic Multilingual Plane. */
export const EVENTFUL_RUN = tellRun([
  { __typename: 'RunStarted', engine: 'STATISTICAL', model: null, attempt: 1 },
  {
    __typename: 'EvidenceGathered',
    evidence: [
      {
        __typename: 'StatisticEvidence',
        id: 'evidence-1',
        key: 'E1',
        summary: 'Posts at 18 h get 1.4 times the views.',
        capturedAt: '2026-11-22T07:00:00.000Z',
        topic: 'POSTING_TIME',
        subject: '18',
        verdict: 'HIGHER',
        estimate: {
          value: 1.4,
          definition: 'views, times the account’s median',
          sampleSize: 31,
          interval: { lower: 1.1, upper: 1.8, level: 0.9, method: 'posterior' },
        },
      },
    ],
  },
  { __typename: 'RecommendationStarted', index: 0, kind: 'IDEA', attempt: 1 },
  ...writeText(0, 'title', ['Cook', ' at ', 'six 🍳', '!']),
  ...writeText(0, 'hook', ['You have', ' been late.']),
  { __typename: 'RecommendationCompleted', index: 0, recommendation: null },
  { __typename: 'RecommendationStarted', index: 1, kind: 'SCRIPT', attempt: 1 },
  ...writeText(1, 'title', ['Never', ' finished']),
  { __typename: 'RunStarted', engine: 'STATISTICAL', model: null, attempt: 2 },
  { __typename: 'RecommendationStarted', index: 1, kind: 'SCRIPT', attempt: 1 },
  ...writeText(1, 'title', ['An invented', ' figure']),
  { __typename: 'RecommendationStarted', index: 1, kind: 'SCRIPT', attempt: 2 },
  ...writeText(1, 'title', ['A ', 'checked ', 'figure']),
  ...writeText(1, 'script[0].line', ['Look', ' at', ' this 👀']),
  { __typename: 'RecommendationStarted', index: 2, kind: 'IDEA', attempt: 1 },
  ...writeText(2, 'title', ['Nonsense']),
  {
    __typename: 'RecommendationDropped',
    index: 2,
    error: { code: 'UNGROUNDED', message: 'Twice.', retryable: true, vendorCode: null },
  },
  { __typename: 'RecommendationCompleted', index: 1, recommendation: null },
  { __typename: 'RunCompleted', completed: 2, dropped: 1, usage: null },
]);
