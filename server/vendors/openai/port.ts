/** One question to a text model, to be answered in JSON. */
export interface TextModelRequest {
  /** Our instructions. */
  system: string;
  /** The data to work on. */
  user: string;
  /** 1 to 64 of `A-Z a-z 0-9 _ -`. */
  schemaName: string;
  /** Strict JSON schema: every property required, `additionalProperties: false` on every object. */
  schema: Record<string, unknown>;
  /** Ceiling for the answer, reasoning included, in tokens. @default the model's own */
  maxOutputTokens?: number;
  /** Stops the vendor's work: the connection is closed at once. */
  signal: AbortSignal;
}

/** Pieces of the answer in order, then one `finished`, which comes only after a whole answer. */
export type TextModelEvent = { type: 'text'; text: string } | { type: 'finished'; usage: ModelUsage };

/** What a call cost, in tokens. Retries are included. */
export interface ModelUsage {
  inputTokens: number;
  /** Part of `inputTokens` that the vendor had cached. */
  cachedInputTokens: number;
  outputTokens: number;
  /** Part of `outputTokens` spent on reasoning. */
  reasoningTokens: number;
  /** ESTIMATED: the vendor did not tell (all of) it; counted by `estimateTokens`. */
  accuracy: 'REPORTED' | 'ESTIMATED';
}

/** How often a call that broke off before its first piece of text is made once more. */
export const MAX_RETRIES = 2;

/** UTF-16 code units that make about one token. */
const CHARACTERS_PER_TOKEN = 4;

/** What a text of so many UTF-16 code units comes to where the vendor does not tell. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** Both together; estimated as soon as a part is. Null only where both are. */
export function addUsage(a: ModelUsage | null, b: ModelUsage | null): ModelUsage | null {
  if (a === null || b === null) return a ?? b;
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    accuracy: a.accuracy === 'REPORTED' && b.accuracy === 'REPORTED' ? 'REPORTED' : 'ESTIMATED',
  };
}

/** A model that streams JSON text. */
export interface TextModel {
  /** As the vendor names it. */
  readonly model: string;
  /**
   * Streams one answer. Retries by itself, but only until the first piece of text; leaving the loop early
   * closes the connection.
   *
   * @throws {AiUnavailableError | AiRefusedError | AiOutputInvalidError} carrying what was spent.
   * @throws {AiAbortedError} when `request.signal` aborts, carrying what was spent.
   */
  streamJson(request: TextModelRequest): AsyncIterable<TextModelEvent>;
}
