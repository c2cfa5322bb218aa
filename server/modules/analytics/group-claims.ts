import { inverse } from 'ml-matrix';
import { crossProductsOf } from './post-groups.ts';

/** At most this share of accounts without any effect see a claim. */
const FALSE_CLAIMS = 0.05;
/** More tell hardly more. */
const MAX_SHIFTS = 1_000;

/**
 * Which of the `candidates` (indices of `groups`, strongest evidence first) differ from the rest beyond chance. A group is
 * the indices of its outcomes; outcomes are centred on 0, in the order of posting. Nothing is claimed of fewer than 20.
 *
 * A candidate is claimed where its partial correlation with the outcomes, given the groups claimed before it, is larger
 * than the largest of all groups in all but 5 % of the shifts of the outcomes against the posts, in a circle. Of accounts
 * without any effect so at most 5 % see a claim, however many groups there are and however they overlap, and a group that
 * only comes along with a claimed one is not claimed for that.
 *
 * Shifts, and not any random order, keep what neighbouring posts have in common: tags come in runs, and so do good weeks.
 * They are exact for outcomes in random order, as shifts in a circle are a group, and nearly so for others.
 *
 * Sources: max-T, Westfall & Young 1993, Resampling-Based Multiple Testing; groups of transformations, Hemerik & Goeman
 * 2018, doi:10.1007/s11749-017-0571-1; shifts, Harris 2020, doi:10.1101/2020.11.29.402719; resampling what claimed
 * groups leave, Freedman & Lane 1983, doi:10.1080/07350015.1983.10509354.
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
  const largest = shiftsOf(residuals)
    .map((shifted) => statisticsOf(shifted).reduce((max, value) => Math.max(max, value), 0))
    .sort((a, b) => b - a);
  return {
    statistics: statisticsOf(residuals),
    critical: largest[Math.floor(FALSE_CLAIMS * (largest.length + 1)) - 1] ?? Infinity,
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

/** All of the values, begun at each other place than the first. */
function shiftsOf(values: readonly number[]): number[][] {
  const stride = Math.ceil(values.length / MAX_SHIFTS);
  const shifts: number[][] = [];
  for (let start = stride; start < values.length; start += stride)
    shifts.push([...values.slice(start), ...values.slice(0, start)]);
  return shifts;
}

function sumOver(members: readonly number[], values: readonly number[]): number {
  let sum = 0;
  for (const i of members) sum += values[i]!;
  return sum;
}
