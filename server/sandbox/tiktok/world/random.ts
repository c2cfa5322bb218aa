import { createHash } from 'node:crypto';

/** Numbers in [0, 1), the same sequence for the same seed. */
export type Random = () => number;

/**
 * A generator seeded by `parts` (sfc32 over the first 128 bits of their SHA-256). Each thing of a world has a
 * generator of its own, so that adding a draw to one does not move the others.
 */
export function createRandom(...parts: (string | number)[]): Random {
  const seed = createHash('sha256').update(parts.join('|')).digest();
  let a = seed.readInt32LE(0);
  let b = seed.readInt32LE(4);
  let c = seed.readInt32LE(8);
  let counter = seed.readInt32LE(12);
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}

/** A standard normal draw (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Poisson draw; `mean` is small here, so multiplying uniforms is enough. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

export function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random();
}

/** One of `items`, which must not be empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** An index of `weights`, drawn in proportion to them. */
export function pickWeighted(random: Random, weights: readonly number[]): number {
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}
