import { Buffer } from 'node:buffer';
import { ValidationError } from './errors.ts';
import { isId } from './ids.ts';

/**
 * Where a row stood in a list when it was read: what the list is sorted by, the row's value of it as JSON holds it, and its
 * id, by which ties are broken. Unlike a row's id alone it still tells where to go on when the row has changed since, fits the
 * filter no more or is gone.
 */
export interface Place {
  sortedBy: string;
  value: string | number | null;
  id: string;
}

/** Which rows a page wants: those beyond a place, nearest first; null is from the list's own end. */
export interface PlacedQuery {
  after: Place | null;
  before: Place | null;
  /** Rows; negative counts from the end. */
  take: number;
}

export function cursorAt({ sortedBy, value, id }: Place): string {
  return Buffer.from(JSON.stringify([sortedBy, value, id])).toString('base64url');
}

/** Null where the text is no cursor of this kind. */
export function placeAt(cursor: string): Place | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [sortedBy, value, id] = parts as unknown[];
  const isValue = value === null || typeof value === 'string' || typeof value === 'number';
  if (typeof sortedBy !== 'string' || !isValue || typeof id !== 'string' || !isId(id)) return null;
  return { sortedBy, value, id };
}

/** The error for a cursor that is of another list, or of the same in another order. */
export function foreignCursor(name: 'after' | 'before'): ValidationError {
  return new ValidationError([
    { path: [name], message: 'is a cursor of another list, or of this one in another order' },
  ]);
}
