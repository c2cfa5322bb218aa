import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { costOf, parseModelPrice } from './model-price.ts';
import { formatUsd, parseUsd } from './usd.ts';

describe('an amount in dollars', () => {
  it.each([
    ['0', 0n],
    ['2', 2_000_000_000_000n],
    ['0.25', 250_000_000_000n],
    ['0.000000000001', 1n],
  ])('%s is read and written exactly', (text, amount) => {
    expect(parseUsd(text)).toBe(amount);
    expect(formatUsd(amount)).toBe(text);
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (amount) => {
        expect(parseUsd(formatUsd(amount))).toBe(amount);
      }),
    );
  });

  it.each(['', '.5', '1.', '-1', '1e3', '0.0000000000001', '1,5', ' 1'])('%j is none', (text) => {
    expect(parseUsd(text)).toBeNull();
  });
});

describe('the price of a model', () => {
  it('is read for a million tokens, whatever the model is called', () => {
    const price = { input: 250_000n, cachedInput: 25_000n, output: 2_000_000n };
    expect(parseModelPrice('gpt-5-mini=0.25/0.025/2')).toEqual(['gpt-5-mini', price]);
    expect(parseModelPrice('meta/llama3:8b=x=0.25/0.025/2')).toEqual(['meta/llama3:8b=x', price]);
  });

  it.each(['gpt-5-mini', 'gpt-5-mini=1/2', '=1/2/3', 'a=1/2/x', 'a=1/2/3/4 5', 'a=0.0000001/1/1', 'a=1/2/3'])(
    '%s is none',
    (entry) => {
      expect(parseModelPrice(entry)).toBeNull();
    },
  );

  it('counts what was cached at its own price, once', () => {
    const price = { input: 250_000n, cachedInput: 25_000n, output: 2_000_000n };
    const cost = (inputTokens: number, cachedInputTokens: number, outputTokens: number) =>
      formatUsd(costOf({ inputTokens, cachedInputTokens, outputTokens }, price));
    expect(cost(1_000_000, 0, 0)).toBe('0.25');
    expect(cost(1_000_000, 400_000, 1_000)).toBe('0.162');
    // A vendor that counts more cached tokens than tokens.
    expect(cost(10, 20, 0)).toBe('0.00000025');
  });
});
