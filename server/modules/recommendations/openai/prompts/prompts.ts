import first from './2026-11-1.ts';
import second from './2026-11-2.ts';
import third from './2026-11-3.ts';

/**
 * The instructions of every prompt version that runs were written with, so that what an old run was told can be read.
 * A version that has been used is never edited: a change of wording is a new file.
 */
export const INSTRUCTIONS = { '2026-11-1': first, '2026-11-2': second, '2026-11-3': third };
