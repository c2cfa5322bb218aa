// Counters are bigint in the database and numbers everywhere else; null is unknown, never 0.

/** A counter of the database. Exact up to 2^53 − 1, which is all that TikTok's wire lets in. */
export function toNumber(counter: bigint | null): number | null {
  return counter === null ? null : Number(counter);
}

/** A whole number as the database keeps it. */
export function toBigInt(counter: number | null): bigint | null {
  return counter === null ? null : BigInt(counter);
}
