import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';

/**
 * What became known of the items of `{"<rootKey>": [{…}, {…}]}`. Per index: `started`, `delta`s, `completed`.
 *
 * - `started`: its kind is known, or a first text arrived before a kind did (`kind` null).
 * - `delta`: more characters of the string at `path` (`title`, `script[1].line`). `offset` is where they
 *   start in that string, in UTF-16 code units. Folded, they are exactly the string; none ends within an
 *   escape or a surrogate pair. Empty strings have no delta.
 * - `completed`: the item closed; `value` is all of it.
 */
export type JsonItemEvent =
  | { type: 'started'; index: number; kind: string | null }
  | { type: 'delta'; index: number; path: string; offset: number; text: string }
  | { type: 'completed'; index: number; value: unknown };

/** Why reading stopped for good. */
export type JsonProblem = 'MALFORMED' | 'TOO_DEEP' | 'TOO_LONG';

export interface JsonItemReader {
  /**
   * Reads on. The chunks may be cut anywhere; how they are cut changes how deltas are divided and nothing
   * else. Text after the root's end, and all text after a problem, is ignored.
   */
  write(chunk: string): JsonItemEvent[];
  /** Set once the text cannot be read any further; events up to there were given. */
  readonly problem: JsonProblem | null;
  /** Whether the root closed. The parser takes a truncated text for fine, so ask this at the end. */
  readonly isClosed: boolean;
}

export interface JsonItemReaderOptions {
  /** The root's property whose items are read; strings elsewhere are passed over. */
  rootKey: string;
  /** The item's property that says what it is. @default 'kind' */
  kindKey?: string;
  /** Open brackets and braces: a run of `[` would otherwise take hundreds of times its size. @default 32 */
  maxDepth?: number;
  /** UTF-16 code units in all. @default 1,000,000 */
  maxLength?: number;
}

type Step = string | number | undefined;

/** Reads streamed JSON text and tells each string of each item while it grows. */
export function createJsonItemReader(options: JsonItemReaderOptions): JsonItemReader {
  const { rootKey, kindKey = 'kind', maxDepth = 32, maxLength = 1_000_000 } = options;
  const tokenizer = new Tokenizer({ emitPartialTokens: true });
  const parser = new TokenParser({ emitPartialValues: true });
  let events: JsonItemEvent[] = [];
  let problem: JsonProblem | null = null;
  let length = 0;
  let depth = 0;
  let startedItems = 0;
  /** Code units already told of the string being read; strings come one after another, so one count does. */
  let told = 0;

  tokenizer.onToken = (token) => {
    if (problem !== null || parser.isEnded) return;
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth += 1;
    if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth -= 1;
    if (depth > maxDepth) problem = 'TOO_DEEP';
    else parser.write(token);
  };
  // Not thrown on: the events before the flaw are good, and the parser's words quote the text itself.
  tokenizer.onError = parser.onError = () => {
    if (!parser.isEnded) problem ??= 'MALFORMED';
  };
  parser.onEnd = () => undefined;

  parser.onValue = ({ value, key, stack, partial }) => {
    // Outermost first: the root's own (empty) step, rootKey, the item's index, then the way within the item.
    const steps: Step[] = [...stack.map((element) => element.key), key];
    const [, property, index, ...way] = steps;
    if (property !== rootKey || typeof index !== 'number') return;
    if (way.length === 0) {
      if (partial !== true) completeItem(index, value);
    } else if (typeof value === 'string') {
      growString(index, way, value, partial === true);
    }
  };

  function startItem(index: number, kind: string | null): void {
    if (index < startedItems) return;
    startedItems = index + 1;
    events.push({ type: 'started', index, kind });
  }

  function completeItem(index: number, value: unknown): void {
    startItem(index, null);
    events.push({ type: 'completed', index, value });
  }

  function growString(index: number, way: Step[], value: string, isPartial: boolean): void {
    if (way.length === 1 && way[0] === kindKey) {
      // Half a kind says nothing; it waits for its end.
      if (isPartial) return;
      startItem(index, value);
    }
    if (value.length > told) {
      startItem(index, null);
      events.push({ type: 'delta', index, path: toPath(way), offset: told, text: value.slice(told) });
    }
    told = isPartial ? value.length : 0;
  }

  return {
    write(chunk) {
      events = [];
      if (problem !== null || parser.isEnded || chunk === '') return events;
      const room = maxLength - length;
      length += chunk.length;
      tokenizer.write(chunk.length > room ? chunk.slice(0, room) : chunk);
      // Writing may have ended the parser, which narrowing does not see.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (chunk.length > room && !parser.isEnded) problem ??= 'TOO_LONG';
      return events;
    },
    get problem() {
      return problem;
    },
    get isClosed() {
      return parser.isEnded && problem === null;
    },
  };
}

/** `['script', 1, 'line']` → `script[1].line`; names that are no identifiers are quoted: `["a.b"]`. */
function toPath(way: Step[]): string {
  return way
    .map((step, position) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      const name = step ?? '';
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `[${JSON.stringify(name)}]`;
      return position === 0 ? name : `.${name}`;
    })
    .join('');
}
