import type { Log } from '../lib/log.ts';

const ignore = (): void => undefined;

/** Says nothing. */
export const SILENT_LOG: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => SILENT_LOG,
};
