import type { RunEvent, StoredRecommendation } from './runs.ts';

/** Of one recommendation, by the path of a delta: `title`, `script[1].line`. */
export type Texts = Map<string, string>;

/** What a reader of these events has on the screen at their end, by the index of the recommendation. */
export function fold(events: readonly RunEvent[]): Map<number, Texts> {
  const texts = new Map<number, Texts>();
  const completed = new Set<number>();
  for (const { __typename, index = -1, attempt = 1, path = '', offset = 0, text = '' } of events) {
    switch (__typename) {
      case 'RunStarted':
        if (attempt > 1) {
          for (const started of [...texts.keys()]) if (!completed.has(started)) texts.delete(started);
        }
        break;
      case 'RecommendationStarted':
        texts.set(index, new Map());
        break;
      case 'RecommendationDelta': {
        const fields = texts.get(index) ?? new Map<string, string>();
        texts.set(index, fields.set(path, (fields.get(path) ?? '').slice(0, offset) + text));
        break;
      }
      case 'RecommendationCompleted':
        completed.add(index);
        break;
      case 'RecommendationDropped':
        texts.delete(index);
    }
  }
  return texts;
}

export function textsOf(recommendation: StoredRecommendation): Texts {
  const { title, idea, hook, callToAction, caption, script } = recommendation;
  const entries: [path: string, text: string | null][] = [
    ['title', title],
    ['idea', idea],
    ['hook', hook],
    ['callToAction', callToAction],
    ['caption', caption],
    ...script.flatMap(({ line, visual }, beat): [string, string | null][] => [
      [`script[${String(beat)}].line`, line],
      [`script[${String(beat)}].visual`, visual],
    ]),
  ];
  return new Map(entries.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''));
}

/** One string that is equal exactly where all texts are. */
export function fingerprint(texts: ReadonlyMap<number, Texts>): string {
  const sorted = [...texts]
    .sort(([a], [b]) => a - b)
    .map(([index, fields]) => [index, [...fields].sort(([a], [b]) => (a < b ? -1 : 1))]);
  return JSON.stringify(sorted);
}

/** Null where the sequences are 1, 2, 3, … from `first`; else the first one that is not. */
export function gapIn(events: readonly { sequence: number }[], first = 1): string | null {
  const wrong = events.findIndex(({ sequence }, position) => sequence !== first + position);
  if (wrong === -1) return null;
  return `sequence ${String(events[wrong]!.sequence)} in the place of ${String(first + wrong)}`;
}
