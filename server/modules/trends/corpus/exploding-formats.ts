import { setImmediate } from 'node:timers/promises';
import { createRandom } from '../../../lib/random.ts';
import { rearranged } from '../../analytics/lift/group-claims.ts';
import { type Combination, combinationsOf } from './feature-combinations.ts';
import { StratifiedTest, type Stratum } from './stratified-test.ts';

/** A post is an outlier from here on: see docs/STATISTICS.md, "Outliers". */
export const OUTLIER_Z = 2;
/** Outliers that a format must have. */
const LEAST_OUTLIERS = 3;
/** So many corpora without any format that explodes may be told of one. */
const FALSE_CLAIMS = 0.05;
const REARRANGEMENTS = 999;
/** Between which others have their turn: some ten milliseconds of the largest corpora. */
const REARRANGEMENTS_AT_ONCE = 10;
const TESTS_AT_ONCE = 100;
const MOST_FORMATS = 20;

/** A recent post that has an outlier score. */
export interface ScoredPost {
  accountId: string;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  isOutlier: boolean;
  /** By `featuresOf`. */
  features: readonly string[];
}

export interface ExplodingFormat {
  features: readonly string[];
  /** Of the posts that no format before it has. */
  outliers: number;
  posts: number;
  /** Of the same, by `StratifiedTest`. */
  pValue: number;
}

/**
 * The formats that outliers have more often than other posts of the same accounts beyond chance, strongest evidence
 * first: combinations of two to four features with at least three outliers.
 *
 * - Each combination has the p-value of an exact test within accounts. It is claimed where that is smaller than the
 *   smallest of all combinations in all but 5 % of rearrangements of the outliers within each account (min-P: Westfall &
 *   Young 1993). So of corpora without any such format at most 5 % are told of one, however many combinations there are.
 * - Rearranged are runs of neighbouring posts, since both formats and good weeks come in runs.
 * - After a claim its posts are taken out, and the others are tested on what is left, by the same threshold: what only
 *   overlaps with a claimed format is not claimed for that, and of formats within each other the strongest stands.
 *
 * What it finds, and how often it is wrong: docs/STATISTICS.md, "Formats that explode". The same posts always give the same.
 */
export async function explodingFormats(
  unordered: readonly ScoredPost[],
  signal?: AbortSignal,
): Promise<ExplodingFormat[]> {
  const accounts = accountsOf(unordered);
  const posts = accounts.flat();
  const outliers = posts.map(({ isOutlier }) => (isOutlier ? 1 : 0));
  const combinations = combinationsOf(posts.map(({ features }) => features));
  if (combinations.length === 0) return [];
  const tests = await testsOf(combinations, new Strata(accounts), signal);
  const critical = await criticalOf(tests, accounts, signal);
  const found: ExplodingFormat[] = [];
  const isTaken = posts.map(() => false);
  let candidates = tests
    .filter((each) => pValueOf(each, outliers) < critical)
    .map(({ combination }) => combination);
  while (found.length < MOST_FORMATS) {
    const strata = new Strata(accounts, isTaken);
    const tested = candidates
      .map((combination) => testedOn(strata, combination, isTaken, outliers))
      .filter(({ pValue }) => pValue < critical)
      .toSorted(strongestFirst);
    const [best] = tested;
    if (best === undefined) break;
    found.push({
      features: best.combination.features,
      outliers: best.outliers,
      posts: best.posts,
      pValue: best.pValue,
    });
    for (const post of best.combination.posts) isTaken[post] = true;
    candidates = tested.slice(1).map(({ combination }) => combination);
  }
  return found;
}

/** Each in the order of posting; without those of which all posts are outliers or none is, which tell nothing. */
function accountsOf(posts: readonly ScoredPost[]): ScoredPost[][] {
  return [...Map.groupBy(posts, ({ accountId }) => accountId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => own.toSorted((a, b) => a.postedAt - b.postedAt))
    .filter((own) => own.some(({ isOutlier }) => isOutlier) && own.some(({ isOutlier }) => !isOutlier));
}

interface CombinationTest {
  combination: Combination;
  test: StratifiedTest;
}

async function testsOf(
  combinations: readonly Combination[],
  strata: Strata,
  signal: AbortSignal | undefined,
): Promise<CombinationTest[]> {
  const tests: CombinationTest[] = [];
  for (const [index, combination] of combinations.entries()) {
    if (index % TESTS_AT_ONCE === 0) await giveWay(signal);
    tests.push({ combination, test: new StratifiedTest(strata.of(combination.posts)) });
  }
  return tests;
}

function pValueOf({ combination, test }: CombinationTest, isOutlier: ArrayLike<number>): number {
  const outliers = countOf(combination.posts, isOutlier);
  return outliers < LEAST_OUTLIERS ? 1 : test.pValue(outliers);
}

/** What a p-value must be below: 5 % of rearrangements have a smallest one below it. */
async function criticalOf(
  tests: readonly CombinationTest[],
  accounts: readonly (readonly ScoredPost[])[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const random = createRandom('min-p');
  const smallest: number[] = [];
  for (let turn = 0; turn < REARRANGEMENTS; turn++) {
    if (turn % REARRANGEMENTS_AT_ONCE === 0) await giveWay(signal);
    const outliers = Uint8Array.from(
      accounts.flatMap((own) =>
        rearranged(
          own.map(({ isOutlier }) => (isOutlier ? 1 : 0)),
          random,
        ),
      ),
    );
    smallest.push(tests.reduce((least, each) => Math.min(least, pValueOf(each, outliers)), 1));
  }
  return smallest.sort((a, b) => a - b)[Math.floor(FALSE_CLAIMS * (REARRANGEMENTS + 1)) - 1]!;
}

/** Lets others have their turn. */
async function giveWay(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await setImmediate();
}

interface TestedCombination {
  combination: Combination;
  outliers: number;
  posts: number;
  pValue: number;
}

/** By the posts that are not taken. */
function testedOn(
  strata: Strata,
  combination: Combination,
  isTaken: readonly boolean[],
  isOutlier: readonly number[],
): TestedCombination {
  const left = combination.posts.filter((post) => !isTaken[post]);
  const outliers = countOf(left, isOutlier);
  const pValue = outliers < LEAST_OUTLIERS ? 1 : new StratifiedTest(strata.of(left)).pValue(outliers);
  return { combination, outliers, posts: left.length, pValue };
}

/** Of equal evidence the one with more outliers, then the more specific. */
function strongestFirst(a: TestedCombination, b: TestedCombination): number {
  return (
    a.pValue - b.pValue ||
    b.outliers - a.outliers ||
    b.combination.features.length - a.combination.features.length ||
    (a.combination.features.join() < b.combination.features.join() ? -1 : 1)
  );
}

/** The posts of each account that are not taken, and how many of them are outliers. */
class Strata {
  readonly #accountOf: readonly number[];
  readonly #all: readonly { size: number; outliers: number }[];

  constructor(accounts: readonly (readonly ScoredPost[])[], isTaken: readonly boolean[] = []) {
    this.#accountOf = accounts.flatMap((own, account) => own.map(() => account));
    let post = 0;
    this.#all = accounts.map((own) => {
      const left = own.filter(() => isTaken[post++] !== true);
      return { size: left.length, outliers: left.filter(({ isOutlier }) => isOutlier).length };
    });
  }

  /** With the members of a combination. */
  of(posts: readonly number[]): Stratum[] {
    const members = this.#all.map(() => 0);
    for (const post of posts) members[this.#accountOf[post]!]!++;
    return this.#all.map((account, index) => ({ ...account, members: members[index]! }));
  }
}

function countOf(posts: readonly number[], outliers: ArrayLike<number>): number {
  let count = 0;
  for (const post of posts) count += outliers[post]!;
  return count;
}
