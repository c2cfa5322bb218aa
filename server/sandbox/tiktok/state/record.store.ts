import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

/** Rewritten into one file after so many changes. */
const JOURNAL_LINES = 10_000;

export interface Records<T> {
  all(): IterableIterator<T>;
  get(id: string): T | undefined;
  /** Known after a crash once it returns. */
  put(record: T): void;
  remove(id: string): void;
}

type Schemas = Record<string, z.ZodType<{ id: string }>>;
export type RecordSets<S extends Schemas> = { [Name in keyof S]: Records<z.infer<S[Name]>> };

/**
 * Sets of records in `file` (JSON, mode 0600) and, beside it, a journal with one line a change: what a change costs
 * does not grow with what is stored. Throws where a file exists and is not readable as `schemas` say.
 */
export function openRecords<S extends Schemas>(
  file: string,
  schemas: S,
  head: object,
): { sets: RecordSets<S>; close(): void } {
  const journalFile = `${file}.journal`;
  const maps = new Map<string, Map<string, { id: string }>>();
  const stored = JSON.parse(readText(file) ?? '{}') as Record<string, unknown>;
  for (const [name, schema] of Object.entries(schemas)) {
    const records = z.array(schema).parse(stored[name] ?? []);
    maps.set(name, new Map(records.map((record) => [record.id, record])));
  }
  // Each line says how a record is from then on, so lines that the file holds already do no harm.
  for (const line of (readText(journalFile) ?? '').split('\n').slice(0, -1)) {
    const [name, id, value] = z.tuple([z.string(), z.string(), z.unknown()]).parse(JSON.parse(line));
    const [map, schema] = [maps.get(name), schemas[name]];
    if (map === undefined || schema === undefined) throw new Error(`There are no records named ${name}.`);
    if (value === null) map.delete(id);
    else map.set(id, schema.parse(value));
  }

  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let journal = compact();
  let lines = 0;

  /** Writes everything to `file` and starts an empty journal. */
  function compact(): number {
    const sets = Object.fromEntries([...maps].map(([name, map]) => [name, [...map.values()]]));
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify({ ...head, ...sets }), { mode: 0o600 });
    renameSync(draft, file);
    return openSync(journalFile, 'w', 0o600);
  }

  function write(name: string, id: string, value: object | null): void {
    writeSync(journal, `${JSON.stringify([name, id, value])}\n`);
    lines += 1;
    if (lines < JOURNAL_LINES) return;
    closeSync(journal);
    journal = compact();
    lines = 0;
  }

  const sets = Object.fromEntries(
    [...maps].map(([name, map]) => {
      const records: Records<{ id: string }> = {
        all: () => map.values(),
        get: (id) => map.get(id),
        put(record) {
          map.set(record.id, record);
          write(name, record.id, record);
        },
        remove(id) {
          if (map.delete(id)) write(name, id, null);
        },
      };
      return [name, records];
    }),
  ) as RecordSets<S>;
  return {
    sets,
    close() {
      closeSync(journal);
    },
  };
}

/** undefined where there is no such file. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
