import { newIdempotencyKey } from '../operation.ts';

/** Adds a key where the caller gave none, so that a lost answer is asked for again instead of doing it twice. */
export function keyed<Input extends object>(
  input: Input & { readonly idempotencyKey?: string | null | undefined },
) {
  return { ...input, idempotencyKey: input.idempotencyKey ?? newIdempotencyKey() };
}
