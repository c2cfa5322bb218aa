/** A piece of text: `value(path) = value(path).slice(0, offset) + text`, offset in UTF-16 code units. */
export interface Delta {
  index: number;
  /** `title`, `hook`, `script[1].line`, … */
  path: string;
  offset: number;
  text: string;
}

/**
 * Collects deltas between two flushes, one per path as long as each continues the one before: a model's
 * stream of word pieces becomes a few rows of the log instead of hundreds.
 */
export interface DeltaBuffer {
  readonly isEmpty: boolean;
  add(delta: Delta): void;
  /** All deltas since the last call, in an order that folds to the same text as the order they came in. */
  take(): Delta[];
}

export function createDeltaBuffer(): DeltaBuffer {
  let deltas: Delta[] = [];
  // The newest delta of each path. Paths fold independently, so growing an older entry is safe.
  let newest = new Map<string, Delta>();
  return {
    get isEmpty() {
      return deltas.length === 0;
    },
    add({ index, path, offset, text }) {
      const key = `${String(index)} ${path}`;
      const last = newest.get(key);
      if (last !== undefined && last.offset + last.text.length === offset) {
        last.text += text;
        return;
      }
      const delta = { index, path, offset, text };
      deltas.push(delta);
      newest.set(key, delta);
    },
    take() {
      const taken = deltas;
      deltas = [];
      newest = new Map();
      return taken;
    },
  };
}

/**
 * The text as PostgreSQL can store it in JSON and text columns: NUL and lone surrogates, which a model may write
 * as escapes, become U+FFFD. Its length in UTF-16 code units stays, so offsets do too.
 */
export function toStorableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
