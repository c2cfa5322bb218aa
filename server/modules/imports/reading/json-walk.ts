import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { READ_LIMITS } from './limits.ts';
import { FileProblem } from './problems.ts';

/**
 * What of a JSON text is wanted: by key, what is wanted below it. `*` stands for every item of an array. A string is the name
 * under which a value (a string, number, boolean or null) is given out.
 */
export interface Wanted {
  [key: string]: Wanted | string;
}

export interface JsonListener {
  /** A key of the root object, before its value. */
  onRootKey: (key: string) => void;
  /** A value that is wanted. */
  onValue: (wanted: string, value: string | number | boolean | null) => void;
  /** An object or array where such a value is wanted. */
  onOddValue: (wanted: string) => void;
  /** The end of an object that is an item of a wanted array; its values came since the end of the one before. */
  onItem: () => void;
  /** An item of a wanted array of objects that is none. */
  onOddItem: () => void;
}

/** An object or array that is being read. */
interface Level {
  wanted: Wanted | null;
  isArray: boolean;
  /** Of an object: the key whose value comes next, null while a key is expected. */
  key: string | null;
  isItem: boolean;
}

/**
 * Reads a JSON text of any size and gives out what is wanted, in its order. Nothing else is kept: memory is that of the longest
 * single string. All of the text is checked.
 *
 * @throws FileProblem when it is damaged, cut off, deeper than `READ_LIMITS.jsonDepth` or has a longer string or number
 *   than `READ_LIMITS.jsonTokenBytes`.
 */
export async function walkJson(
  pieces: AsyncIterable<Buffer>,
  wanted: Wanted,
  listener: JsonListener,
  signal?: AbortSignal,
): Promise<void> {
  const tokenizer = new Tokenizer();
  // It checks the grammar. Without paths it keeps nothing but the way to where it is.
  const grammar = new TokenParser({ paths: [], keepStack: false });
  const walk = createWalk(wanted, listener);
  let failure: unknown = null;
  let bytes = 0;
  let bytesOfToken = 0;

  // Kept and thrown below, since the tokenizer catches what its callbacks throw.
  const fail = (reason: unknown): void => {
    failure ??= reason;
  };
  // Its own words quote the text, which is private.
  tokenizer.onError = grammar.onError = () => {
    fail(new FileProblem(`The JSON is damaged, within 64 KB of byte ${bytes}.`));
  };
  tokenizer.onEnd = grammar.onEnd = () => undefined;
  tokenizer.onToken = (token) => {
    bytesOfToken = 0;
    if (failure !== null) return;
    grammar.write(token);
    if (hasFailed()) return;
    try {
      if (walk(token.token, token.value) > READ_LIMITS.jsonDepth) {
        fail(new FileProblem(`The JSON has more than ${READ_LIMITS.jsonDepth} levels.`));
      }
    } catch (error) {
      fail(error);
    }
  };
  // A function, since narrowing does not see that callbacks assign.
  const hasFailed = (): boolean => failure !== null;

  for await (const piece of pieces) {
    signal?.throwIfAborted();
    bytesOfToken += piece.length;
    tokenizer.write(piece);
    bytes += piece.length;
    if (bytesOfToken > READ_LIMITS.jsonTokenBytes + piece.length) {
      fail(new FileProblem('The JSON has a string that is longer than any of TikTok.'));
    }
    if (hasFailed()) throw failure;
  }
  // The parser takes a text that is cut off for fine.
  if (!grammar.isEnded) throw new FileProblem('The JSON is cut off.');
}

/** Follows the tokens of a grammatical text; gives the number of open objects and arrays. */
function createWalk(root: Wanted, listener: JsonListener): (token: TokenType, value: unknown) => number {
  const levels: Level[] = [];

  function open(isArray: boolean): void {
    const above = levels.at(-1);
    const below = above === undefined ? root : wantedBelow(above);
    const wanted = typeof below === 'string' ? null : below;
    levels.push({
      wanted,
      isArray,
      key: null,
      isItem: above?.isArray === true && wanted !== null && !isArray,
    });
    if (above?.isArray === true && wanted !== null && isArray) listener.onOddItem();
    if (typeof below === 'string') listener.onOddValue(below);
  }

  function close(): void {
    if (levels.pop()!.isItem) listener.onItem();
    endValue();
  }

  function endValue(): void {
    const level = levels.at(-1);
    if (level !== undefined) level.key = null;
  }

  function give(value: string | number | boolean | null): void {
    const level = levels.at(-1);
    if (level === undefined) return;
    const below = wantedBelow(level);
    if (typeof below === 'string') listener.onValue(below, value);
    else if (below !== null && level.isArray) listener.onOddItem();
    endValue();
  }

  return (token, value) => {
    const level = levels.at(-1);
    switch (token) {
      case TokenType.LEFT_BRACE:
        open(false);
        break;
      case TokenType.LEFT_BRACKET:
        open(true);
        break;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        close();
        break;
      case TokenType.STRING:
        if (level?.isArray === false && level.key === null) {
          level.key = value as string;
          if (levels.length === 1) listener.onRootKey(level.key);
        } else {
          give(value as string);
        }
        break;
      case TokenType.NUMBER:
      case TokenType.TRUE:
      case TokenType.FALSE:
      case TokenType.NULL:
        give(value as number | boolean | null);
        break;
      default:
        break;
    }
    return levels.length;
  };
}

function wantedBelow({ wanted, isArray, key }: Level): Wanted | string | null {
  const step = isArray ? '*' : key;
  // The key is the file's word and may be the name of a built-in member.
  if (wanted === null || step === null || (step === '*' && !isArray) || !Object.hasOwn(wanted, step))
    return null;
  return wanted[step]!;
}
