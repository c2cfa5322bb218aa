import { ComplexityErrorKind, type ComplexityResult } from '@pothos/plugin-complexity';
import { QueryTooComplexError } from '../lib/errors.ts';
import { assertPage, type PageArguments } from './page-arguments.ts';
import type { GraphQLField } from 'graphql';

/** Depth counts `edges` and `node` as levels; the deepest useful operation has about 11. */
const MAX_DEPTH = 18;
/** Fields in the whole operation, fragments spread out. */
const MAX_BREADTH = 400;
/** A page of 100 connections with 20 videos each and their metrics costs about 28,000. */
const MAX_COMPLEXITY = 50_000;

const UNITS = {
  [ComplexityErrorKind.Depth]: { name: 'depth', unit: 'depth' },
  [ComplexityErrorKind.Breadth]: { name: 'breadth', unit: 'breadth' },
  [ComplexityErrorKind.Complexity]: { name: 'cost', unit: 'complexity' },
} as const;

/**
 * A field costs 1 and its selection once a row: the page size for a connection, the number of ids for `nodes`, and
 * nothing extra for the `edges` inside a page, which the plugin would otherwise count again as a list of ten.
 *
 * The plugin reads every field's arguments before the first resolver runs, so this is also where page
 * arguments are refused: a nested page that is too large never reaches the database.
 */
export const complexityOptions = {
  limit: { complexity: MAX_COMPLEXITY, depth: MAX_DEPTH, breadth: MAX_BREADTH },
  defaultListMultiplier: 1,
  fieldComplexity: (
    args: PageArguments & { ids?: readonly unknown[] },
    _context: object,
    field: GraphQLField<unknown, never>,
  ) => {
    const isPage = field.args.some(({ name }) => name === 'first');
    // Without a page, `nodes` is the list whose length a caller chooses.
    return { field: 1, multiplier: isPage ? assertPage(args) : Math.max(1, args.ids?.length ?? 1) };
  },
  complexityError: (kind: ComplexityErrorKind, result: ComplexityResult) => tooMuch(kind, result),
};

type Reckoned = Pick<ComplexityResult, 'depth' | 'breadth' | 'complexity'>;

/** @throws QueryTooComplexError when an operation is above one of the limits. */
export function assertAffordable(reckoned: Reckoned): void {
  const { depth, breadth, complexity } = complexityOptions.limit;
  if (reckoned.depth > depth) throw tooMuch(ComplexityErrorKind.Depth, reckoned);
  if (reckoned.breadth > breadth) throw tooMuch(ComplexityErrorKind.Breadth, reckoned);
  if (reckoned.complexity > complexity) throw tooMuch(ComplexityErrorKind.Complexity, reckoned);
}

function tooMuch(kind: ComplexityErrorKind, reckoned: Reckoned): QueryTooComplexError {
  const { name, unit } = UNITS[kind];
  return new QueryTooComplexError(
    name,
    `This operation has a ${name} of ${String(reckoned[unit])}; at most ${String(complexityOptions.limit[unit])} is accepted. Ask for less at once.`,
  );
}
