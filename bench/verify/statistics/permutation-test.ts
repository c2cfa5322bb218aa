import { createRandom, shuffled } from '../../../server/lib/random.ts';

const PERMUTATIONS = 999;

export interface GroupTest {
  /** Of the group alone, two-sided. */
  p: number;
  /** Of the group among all: against the largest of all (max-T, one step). */
  adjusted: number;
}

/**
 * What other procedures would make of the plain means: permutation tests of each group's mean against the rest's. Groups are
 * indices of outcomes.
 */
export function permutationTests(
  outcomes: readonly number[],
  groups: readonly (readonly number[])[],
): GroupTest[] {
  const count = outcomes.length;
  const mean = outcomes.reduce((sum, value) => sum + value, 0) / count;
  const statistics = (values: readonly number[]) =>
    groups.map((members) => {
      const sum = members.reduce((total, i) => total + values[i]! - mean, 0);
      return Math.abs(sum) / Math.sqrt(members.length * (1 - members.length / count));
    });
  const observed = statistics(outcomes);
  const beaten = observed.map(() => ({ alone: 1, byAny: 1 }));
  const random = createRandom('permutation-test');
  for (let turn = 0; turn < PERMUTATIONS; turn++) {
    const assigned = statistics(shuffled(outcomes, random));
    const largest = Math.max(...assigned);
    for (const [j, value] of observed.entries()) {
      if (assigned[j]! >= value) beaten[j]!.alone++;
      if (largest >= value) beaten[j]!.byAny++;
    }
  }
  return beaten.map(({ alone, byAny }) => ({
    p: alone / (PERMUTATIONS + 1),
    adjusted: byAny / (PERMUTATIONS + 1),
  }));
}

/** Which are discoveries at a false-discovery rate of `level` (Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x). */
export function benjaminiHochberg(ps: readonly number[], level: number): boolean[] {
  const sorted = [...ps].sort((a, b) => a - b);
  const threshold = sorted.findLast((p, i) => p <= (level * (i + 1)) / sorted.length) ?? -1;
  return ps.map((p) => p <= threshold);
}
