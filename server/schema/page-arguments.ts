import { Buffer } from 'node:buffer';
import { isId } from '../lib/ids.ts';
import { type InputIssue, ValidationError } from '../lib/errors.ts';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Relay's arguments; `after` is a number where a log is paged by its sequence. */
export interface PageArguments {
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | number | null | undefined;
  before?: string | number | null | undefined;
}

/** How Pothos writes a cursor over a string column. */
const CURSOR = /^GPC:S:(?<id>.+)$/;

/**
 * The number of rows a page asks for.
 *
 * @throws ValidationError for a size outside 1–100, for cursors that are not ours, and for pairs that would
 * page in two directions at once. Never a silent clamp.
 *
 * @param isOurs whether a text is a cursor of this list; most lists page by their rows' ids.
 */
export function assertPage(
  { first, last, after, before }: PageArguments,
  isOurs: (cursor: string) => boolean = isCursor,
): number {
  const issues: InputIssue[] = [];
  for (const [name, size] of Object.entries({ first, last })) {
    if (size != null && (size < 1 || size > MAX_PAGE_SIZE)) {
      issues.push({
        path: [name],
        message: `must be between 1 and ${String(MAX_PAGE_SIZE)}, but is ${String(size)}`,
      });
    }
  }
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (typeof cursor === 'string' && !isOurs(cursor)) {
      issues.push({ path: [name], message: 'is not a cursor of this API; pass pageInfo.endCursor as it is' });
    }
  }
  const forward = first != null || (after != null && typeof after === 'string');
  const backward = last != null || before != null;
  if (forward && backward) {
    issues.push({
      path: ['last'],
      message: 'page forward (first, after) or backward (last, before), not both',
    });
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return first ?? last ?? DEFAULT_PAGE_SIZE;
}

function isCursor(cursor: string): boolean {
  const id = CURSOR.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.groups?.['id'];
  return id !== undefined && isId(id);
}
