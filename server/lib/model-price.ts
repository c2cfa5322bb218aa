import { parseUsd, type PicoUsd } from './usd.ts';

/** What one token of a model costs. */
export interface ModelPrice {
  readonly input: PicoUsd;
  /** Of an input token that the vendor had cached. */
  readonly cachedInput: PicoUsd;
  /** Reasoning included. */
  readonly output: PicoUsd;
}

/** Prices are told for this many tokens. */
const MILLION = 1_000_000n;

/**
 * Reads `model=input/cached input/output` in US dollars for a million tokens, such as `gpt-5-mini=0.25/0.025/2`.
 * Null where it is not that; prices have six decimals at most, and what was cached costs no more than what was not.
 */
export function parseModelPrice(entry: string): [model: string, price: ModelPrice] | null {
  // Names of models may have any of `/`, `:` and `=` in them.
  const [, model, ...prices] = /^(\S+)=([\d.]+)\/([\d.]+)\/([\d.]+)$/.exec(entry) ?? [];
  if (model === undefined) return null;
  const [input, cachedInput, output] = prices.map(perToken);
  if (input == null || cachedInput == null || output == null || cachedInput > input) return null;
  return [model, { input, cachedInput, output }];
}

function perToken(usdPerMillion: string): PicoUsd | null {
  const amount = parseUsd(usdPerMillion);
  return amount === null || amount % MILLION !== 0n ? null : amount / MILLION;
}

/** What tokens cost. Output tokens include those of reasoning. */
export function costOf(
  usage: { inputTokens: number; cachedInputTokens: number; outputTokens: number },
  price: ModelPrice,
): PicoUsd {
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  return (
    BigInt(usage.inputTokens - cached) * price.input +
    BigInt(cached) * price.cachedInput +
    BigInt(usage.outputTokens) * price.output
  );
}
