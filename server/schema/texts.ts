import { z } from 'zod';

const PRINTABLE = /^[^\p{C}\p{Z}]([^\p{C}]*[^\p{C}\p{Z}])?$/u;

/** One line of text that people and logs can read. */
export function printable(maxLength: number): z.ZodString {
  return z
    .string()
    .max(maxLength, `must have at most ${String(maxLength)} characters`)
    .regex(PRINTABLE, 'must be printable characters, without spaces at its ends');
}

/** Text of any kind; NUL is what no database can look for. */
export function atMost(length: number): z.ZodString {
  return z
    .string()
    .max(length, `must have at most ${String(length)} characters`)
    .regex(/^[^\0]*$/, 'must not hold NUL characters');
}
