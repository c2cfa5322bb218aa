import { ValidationError } from '../lib/errors.ts';
import { decodeIdOf } from '../lib/global-id.ts';

const MAX_IDS = 100;

/**
 * The row ids behind a list of global ids of one type; null stays null.
 *
 * @throws ValidationError for more than 100 ids and for each that is malformed or of another type.
 */
export function idListOf(
  typename: string,
  globalIds: readonly string[] | null | undefined,
  argument: string,
): string[] | null {
  if (globalIds == null) return null;
  if (globalIds.length > MAX_IDS) {
    throw new ValidationError([
      {
        path: [argument],
        message: `has ${String(globalIds.length)} ids; at most ${String(MAX_IDS)} are accepted`,
      },
    ]);
  }
  return globalIds.map((globalId, position) => decodeIdOf(typename, globalId, [argument, String(position)]));
}
