import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { READ_LIMITS } from './limits.ts';
import { FileProblem } from './problems.ts';

/** A whole number that a JavaScript number cannot hold exactly is the text of its digits: ids of TikTok are such numbers. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Reads the JSON values that stand one after another in a text of any size: one, several that were pasted together, or JSON
 * Lines. Of an array each item is given by itself. Memory is that of the largest of them, and all of the text is checked.
 *
 * @throws FileProblem when it is damaged, cut off, deeper than `READ_LIMITS.jsonDepth` or has a larger value than
 *   `READ_LIMITS.jsonValueBytes`.
 */
export async function* readJsonValues(
  pieces: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): AsyncGenerator<JsonValue, void, undefined> {
  const tokenizer = new ExactTokenizer();
  // One checks the whole text and keeps nothing of it; the other is not shown the array around the values.
  const grammar = new TokenParser({ paths: [], keepStack: false, separator: '' });
  const builder = new TokenParser({ paths: ['$'], separator: '' });
  const values: JsonValue[] = [];
  let failure: FileProblem | null = null;
  let bytes = 0;
  let bytesOfValue = 0;
  let depth = 0;
  let isInList = false;

  // Kept and thrown below, since the tokenizer catches what its callbacks throw.
  const fail = (message: string): void => {
    failure ??= new FileProblem(message);
  };
  // A function, since narrowing does not see that callbacks assign.
  const hasFailed = (): boolean => failure !== null;
  const throwFailure = (): void => {
    if (failure !== null) throw failure;
  };
  tokenizer.onError = grammar.onError = () => {
    fail(`The JSON is damaged, within 64 KB of byte ${bytes}.`);
  };
  tokenizer.onEnd = grammar.onEnd = () => undefined;
  builder.onValue = ({ value }) => {
    values.push(value as JsonValue);
    bytesOfValue = 0;
  };
  tokenizer.onToken = (parsed) => {
    if (hasFailed()) return;
    grammar.write(parsed);
    const { token } = parsed;
    if (token === TokenType.LEFT_BRACKET && depth === 0) isInList = true;
    if (CLOSING.has(token)) depth -= 1;
    const isOfList = isInList && (depth === 0 || (depth === 1 && token === TokenType.COMMA));
    if (OPENING.has(token)) depth += 1;
    if (depth > READ_LIMITS.jsonDepth) fail(`The JSON has more than ${READ_LIMITS.jsonDepth} levels.`);
    else if (!hasFailed() && !isOfList) builder.write(parsed);
    if (depth === 0) isInList = false;
  };

  for await (const piece of pieces) {
    signal?.throwIfAborted();
    bytesOfValue += piece.length;
    tokenizer.write(piece);
    bytes += piece.length;
    if (bytesOfValue > READ_LIMITS.jsonValueBytes + piece.length) {
      fail(`The JSON has a value of more than ${READ_LIMITS.jsonValueBytes / 1024 / 1024} MB.`);
    }
    throwFailure();
    yield* values.splice(0);
  }
  tokenizer.end();
  throwFailure();
  yield* values.splice(0);
  if (depth > 0) throw new FileProblem('The JSON is cut off.');
}

const OPENING: ReadonlySet<TokenType> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSING: ReadonlySet<TokenType> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);

class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    const value = super.parseNumber(text);
    const isExact = Number.isSafeInteger(value) || !/^-?\d+$/.test(text);
    // The parser hands on whatever this gives.
    return isExact ? value : (text as unknown as number);
  }
}
