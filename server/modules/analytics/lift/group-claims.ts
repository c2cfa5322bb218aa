import { inverse } from 'ml-matrix';
import { createRandom, shuffled, type Random } from '../../../lib/random.ts';
import { crossProductsOf } from './post-groups.ts';

/** So many accounts without any effect may see a claim. */
const FALSE_CLAIMS = 0.05;
const REARRANGEMENTS = 999;
/** Mean length of the runs of posts that stay together, in posts. */
const RUN = 10;

/**
 * Which of the `candidates` (indices of `groups`, strongest evidence first) differ from the rest beyond chance. A group is
 * the indices of its outcomes; outcomes are centred on 0, in the order of posting.
 *
 * A candidate is claimed where its partial correlation with the outcomes, given the groups claimed before it, is larger
 * than the largest of all groups in all but 5 % of rearrangements of the outcomes. So of accounts without any effect about
 * 5 % see a claim, however many groups there are and however they overlap, and a group that only comes along with a
 * claimed one is not claimed for that.
 *
 * Outcomes are rearranged in runs of neighbours and not one by one: tags come in runs, and so do good weeks, which makes
 * chance resemblances larger. The runs' lengths are random, so that what comes every second or seventh post is torn apart.
 *
 * Sources: max-T, Westfall & Young 1993, Resampling-Based Multiple Testing; runs of geometric lengths, from the stationary
 * bootstrap of Politis & Romano 1994, doi:10.1080/01621459.1994.10476870; resampling what claimed groups leave, Freedman &
 * Lane 1983, doi:10.1080/07350015.1983.10509354.
 */
export function claimedGroups(
  outcomes: readonly number[],
  groups: readonly (readonly number[])[],
  candidates: readonly number[],
): ReadonlySet<number> {
  const claimed = new Set<number>();
  let test: MaxTest | null = null;
  for (const candidate of candidates) {
    test ??= maxTestGiven([...claimed], outcomes, groups);
    if (test.statistics[candidate]! <= test.critical) continue;
    claimed.add(candidate);
    test = null;
  }
  return claimed;
}

interface MaxTest {
  /** Of each group its partial correlation with the outcomes, without sign and up to a factor that all share. */
  statistics: readonly number[];
  /** What a claim must be above. */
  critical: number;
}

function maxTestGiven(
  claimed: readonly number[],
  outcomes: readonly number[],
  groups: readonly (readonly number[])[],
): MaxTest {
  const adjusted = adjustmentFor(claimed, outcomes.length, groups);
  const statisticsOf = (values: readonly number[]) =>
    adjusted
      .sums(groups.map((members) => sumOver(members, values)))
      .map((sum, j) => Math.abs(sum) / adjusted.lengths[j]!);
  const residuals = adjusted.residuals(outcomes);
  // The same posts must always give the same claims.
  const random = createRandom('max-t');
  const largest = Array.from({ length: REARRANGEMENTS }, () =>
    statisticsOf(rearranged(residuals, random)).reduce((max, value) => Math.max(max, value), 0),
  ).sort((a, b) => b - a);
  return {
    statistics: statisticsOf(residuals),
    critical: largest[Math.floor(FALSE_CLAIMS * (REARRANGEMENTS + 1)) - 1]!,
  };
}

/** Takes out what the claimed groups explain. */
interface Adjustment {
  /** Of the outcomes. */
  residuals: (outcomes: readonly number[]) => readonly number[];
  /** Of the sums of outcomes over each group. */
  sums: (sums: readonly number[]) => readonly number[];
  /** Of each group's column (1 for its posts, else 0, centred on 0) the length that is left; infinite where none is. */
  lengths: readonly number[];
}

function adjustmentFor(
  claimed: readonly number[],
  count: number,
  groups: readonly (readonly number[])[],
): Adjustment {
  const crossProducts = crossProductsOf(groups, count, 'CENTRED');
  const squares = crossProducts.diagonal();
  if (claimed.length === 0)
    return { residuals: (outcomes) => outcomes, sums: (sums) => sums, lengths: squares.map(Math.sqrt) };

  const columns = [...claimed];
  const amongClaimed = inverse(crossProducts.selection(columns, columns));
  // Of each group's column on those of the claimed.
  const slopes = crossProducts.selection([...groups.keys()], columns).mmul(amongClaimed);
  return {
    sums: (sums) =>
      sums.map((sum, j) => claimed.reduce((rest, c, at) => rest - slopes.get(j, at) * sums[c]!, sum)),
    lengths: squares.map((square, j) => {
      const left = claimed.reduce(
        (rest, c, at) => rest - slopes.get(j, at) * crossProducts.get(j, c),
        square,
      );
      // Of a claimed group nothing but rounding is left.
      return left > 1e-9 * square ? Math.sqrt(left) : Infinity;
    }),
    residuals: (outcomes) => {
      const sums = claimed.map((c) => sumOver(groups[c]!, outcomes));
      const rest = [...outcomes];
      for (const [at, c] of claimed.entries()) {
        const members = groups[c]!;
        const effect = sums.reduce((sum, value, k) => sum + amongClaimed.get(at, k) * value, 0);
        for (const i of rest.keys()) rest[i]! += (effect * members.length) / count;
        for (const i of members) rest[i]! -= effect;
      }
      return rest;
    },
  };
}

/**
 * The values as on a circle, cut at random into runs of random lengths, ten on average, and these in random order.
 *
 * @param values in the order of posting.
 */
export function rearranged(values: readonly number[], random: Random): number[] {
  const count = values.length;
  const offset = Math.floor(random() * count);
  const runs: { start: number; end: number }[] = [];
  for (let start = 0; start < count;) {
    const length = 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / RUN));
    const end = Math.min(count, start + length);
    runs.push({ start, end });
    start = end;
  }
  const order: number[] = [];
  for (const { start, end } of shuffled(runs, random)) {
    for (let i = start; i < end; i++) order.push(values[(i + offset) % count]!);
  }
  return order;
}

function sumOver(members: readonly number[], values: readonly number[]): number {
  let sum = 0;
  for (const i of members) sum += values[i]!;
  return sum;
}
