import { DomainError } from '../lib/errors.ts';

/** Depth, breadth or cost of an operation above the limit. */
export class QueryTooComplexError extends DomainError {
  readonly code = 'QUERY_TOO_COMPLEX';
}
