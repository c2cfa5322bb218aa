import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { DayRecord, FileRecord, ImportRecord, ProblemRecord, VideoRecord } from '../import-record.ts';
import { readImport, type ReadImportContext } from './read-import.ts';

/** A day long after every file of the tests. */
export const TODAY = '2026-11-22';

export interface ReadResult {
  records: ImportRecord[];
  files: FileRecord[];
  days: DayRecord[];
  videos: VideoRecord[];
  problems: ProblemRecord[];
}

/** Reads bytes as if they had been uploaded under `name`. */
export async function readBytes(
  name: string,
  content: string | Uint8Array,
  context: Partial<ReadImportContext> = {},
): Promise<ReadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    return await readPath(path, name, context);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a file that exists. */
export async function readPath(
  path: string,
  name: string,
  context: Partial<ReadImportContext> = {},
): Promise<ReadResult> {
  const records: ImportRecord[] = [];
  for await (const record of readImport({ path, name }, { downloadedOn: null, today: TODAY, ...context })) {
    records.push(record);
  }
  return {
    records,
    files: records.filter((record) => record.kind === 'FILE'),
    days: records.filter((record) => record.kind === 'DAY'),
    videos: records.filter((record) => record.kind === 'VIDEO'),
    problems: records.filter((record) => record.kind === 'PROBLEM'),
  };
}

/** A CSV file as TikTok Studio writes it: byte order mark, every field in quotes, no newline at its end. */
export function studioCsv(header: string[], rows: (string | number)[][]): string {
  return '\uFEFF' + [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
}

/** A ZIP of texts or bytes by name, packed at a time or without any. */
export function zipOf(
  entries: Record<string, string | Uint8Array>,
  options: { packedAt?: string; level?: 0 | 6 | 9 } = {},
): Uint8Array {
  const { packedAt = '1980-01-01T00:00:00Z', level = 6 } = options;
  const files: Zippable = {};
  for (const [name, content] of Object.entries(entries)) {
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  // fflate writes the local time of its date.
  const time = new Date(packedAt);
  const local = new Date(time.getTime() + time.getTimezoneOffset() * 60_000);
  return zipSync(files, { level, mtime: local });
}

export const OVERVIEW_HEADER = ['Date', 'Video Views', 'Profile Views', 'Likes', 'Comments', 'Shares'];
