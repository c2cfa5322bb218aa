/** Decimals of a PicoUsd. */
const DECIMALS = 12;

/** US dollars, exactly: a whole number of 10^-12. */
export type PicoUsd = bigint;

/** Reads a decimal such as `0.25`; null where it is none, or finer than 10^-12. */
export function parseUsd(text: string): PicoUsd | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  return whole === undefined ? null : BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** As a decimal without needless zeros: `0.25`. */
export function formatUsd(amount: PicoUsd): string {
  const digits = amount.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return digits.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`);
}
