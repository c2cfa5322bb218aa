import type { Delta } from './delta-buffer.ts';
import type { RunEvent } from './run.events.ts';

/** What becomes of the deltas of a run's log once they are folded. Every other event stays as it is. */
export interface FoldedLog {
  /** The one delta of each path that is still shown, under the last sequence of those that it replaces. */
  kept: { sequence: number; payload: Delta }[];
  /** Sequences of what the kept ones replace, and of text that was taken back. */
  removed: number[];
}

interface FoldedText {
  text: string;
  sequences: number[];
}

/**
 * One delta a path. Whoever has any of the former events, and reads the folded log from there on, ends with the text
 * that the former log gives: a kept delta holds its path's whole text, so what it meets there does not matter, and
 * whatever takes text back stays in the log. Folding a folded log changes nothing.
 *
 * @param events The whole log of a run that has ended.
 */
export function foldLog(events: readonly RunEvent[]): FoldedLog {
  const shown = new Map<number, Map<string, FoldedText>>();
  const completed = new Set<number>();
  const removed: number[] = [];
  const takeBack = (index: number): void => {
    for (const { sequences } of shown.get(index)?.values() ?? []) removed.push(...sequences);
    shown.delete(index);
  };
  for (const { sequence, type, payload } of events) {
    switch (type) {
      case 'RunStarted':
        for (const index of [...shown.keys()]) if (!completed.has(index)) takeBack(index);
        break;
      case 'RecommendationStarted':
      case 'RecommendationDropped':
        takeBack(payload.index);
        break;
      case 'RecommendationDelta': {
        const texts = shown.get(payload.index) ?? new Map<string, FoldedText>();
        const { text, sequences } = texts.get(payload.path) ?? { text: '', sequences: [] };
        texts.set(payload.path, {
          text: text.slice(0, payload.offset) + payload.text,
          sequences: [...sequences, sequence],
        });
        shown.set(payload.index, texts);
        break;
      }
      case 'RecommendationCompleted':
        completed.add(payload.index);
        break;
      case 'EvidenceGathered':
      case 'RunCompleted':
      case 'RunFailed':
      case 'RunCancelled':
        break;
    }
  }
  const kept: FoldedLog['kept'] = [];
  for (const [index, texts] of shown) {
    for (const [path, { text, sequences }] of texts) {
      const sequence = sequences.pop();
      if (sequence !== undefined) kept.push({ sequence, payload: { index, path, offset: 0, text } });
      removed.push(...sequences);
    }
  }
  return { kept, removed };
}
