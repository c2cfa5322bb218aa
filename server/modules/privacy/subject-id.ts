import { ValidationError } from '../../lib/errors.ts';
import { decodeGlobalId } from '../../lib/global-id.ts';
import type { Subject } from './erase-data.service.ts';

const KINDS: readonly string[] = ['TikTokConnection', 'Workspace', 'User'] satisfies Subject['kind'][];

/** @throws ValidationError where the id is malformed, or of something else. */
export function decodeSubject(globalId: string): Subject {
  const path = ['input', 'subjectId'];
  const { typename, id } = decodeGlobalId(globalId, path);
  if (!KINDS.includes(typename)) {
    const message = `is the id of a ${typename}; that of a connection, a workspace or yourself is needed`;
    throw new ValidationError([{ path, message }]);
  }
  return { kind: typename as Subject['kind'], id };
}
