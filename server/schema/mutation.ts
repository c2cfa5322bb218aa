import { z } from 'zod';
import type { RequestContext } from '../app/context.ts';
import type { Remember, Remembered } from '../data/idempotency.ts';
import { NotFoundError } from '../lib/errors.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';
import type { SchemaTypes } from './builder.ts';
import { decodeGlobalId } from '../lib/global-id.ts';
import { viewerOf } from './viewer-of.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;

const PRINTABLE = /^[^\p{C}\p{Z}]([^\p{C}]*[^\p{C}\p{Z}])?$/u;

/** The field that every mutation's input has. */
export function idempotencyKeyField(t: InputFields) {
  return t.string({
    description:
      '1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered.',
    validate: z
      .string()
      .max(200, 'must have at most 200 characters')
      .regex(PRINTABLE, 'must be printable characters, without spaces at its ends'),
  });
}

/**
 * Runs a mutation once per caller and idempotency key, and lets a NotFoundError name the id that the caller
 * sent rather than the row behind it.
 *
 * @param first has the effect; it passes `remember` on to the transaction that stores it.
 * @param replay turns the remembered result back into what `first` gave.
 */
export async function runMutation<T>(
  context: RequestContext,
  mutation: string,
  input: { idempotencyKey?: string | null | undefined },
  first: (viewer: Viewer, remember: Remember) => Promise<T>,
  replay: (remembered: Remembered) => Promise<T>,
): Promise<T> {
  const viewer = viewerOf(context);
  const { idempotencyKey: key, ...rest } = input;
  try {
    return await context.services.idempotency.once(
      { callerKey: viewer.callerKey, mutation, key, input: rest },
      (remember) => first(viewer, remember),
      replay,
    );
  } catch (error) {
    throw error instanceof NotFoundError ? withGlobalId(error, input) : error;
  }
}

function withGlobalId(error: NotFoundError, input: object): NotFoundError {
  const sent = Object.values(input).find(
    (value): value is string => typeof value === 'string' && rowIdOf(value) === error.resourceId,
  );
  return new NotFoundError(error.message, sent ?? null, { cause: error });
}

function rowIdOf(value: string): string | undefined {
  try {
    return decodeGlobalId(value).id;
  } catch {
    return undefined; // Not an id: some other text of the input.
  }
}
