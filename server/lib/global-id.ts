import { Buffer } from 'node:buffer';
import { isId } from './ids.ts';
import { ValidationError } from './errors.ts';

/** Opaque and globally unique: the type's name and the row's uuid, in base64url. */
export function encodeGlobalId(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${String(id)}`).toString('base64url');
}

/** @throws ValidationError when the text is no global id of ours. */
export function decodeGlobalId(globalId: string, path: string[] = ['id']): { typename: string; id: string } {
  const [typename, id, ...rest] = Buffer.from(globalId, 'base64url').toString('utf8').split(':');
  if (!typename || id === undefined || rest.length > 0 || !isId(id)) {
    throw new ValidationError([{ path, message: `"${globalId.slice(0, 100)}" is not an id of this API` }]);
  }
  return { typename, id };
}

/**
 * The row id behind a global id of the given type.
 *
 * @throws ValidationError when it is malformed or of another type.
 */
export function decodeIdOf(typename: string, globalId: string, path: string[]): string {
  const decoded = decodeGlobalId(globalId, path);
  if (decoded.typename !== typename) {
    throw new ValidationError([
      { path, message: `is the id of a ${decoded.typename}; that of a ${typename} is needed` },
    ]);
  }
  return decoded.id;
}
