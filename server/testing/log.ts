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

export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  facts: Record<string, unknown>;
}

/** Keeps what was logged, oldest first, and prints nothing. */
export function createRecordingLog(): { log: Log; entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const logOf = (known: object): Log => {
    const record = (level: LogEntry['level']) => (facts: object, message: string) => {
      entries.push({ level, message, facts: { ...known, ...facts } });
    };
    return {
      debug: record('debug'),
      info: record('info'),
      warn: record('warn'),
      error: record('error'),
      child: (facts) => logOf({ ...known, ...facts }),
    };
  };
  return { log: logOf({}), entries };
}
