import { parseError } from '../../../sdk/index.ts';
import type { ImportFieldsFragment } from '../../../sdk/index.ts';
import { formatWhole } from '../../lib/format.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Bytes that the server takes. */
export const MAX_FILE_BYTES = 200_000_000;

const FORMATS: Readonly<Record<string, string>> = {
  'studio-overview': 'Studio overview',
  'studio-content': 'Studio content',
  'studio-viewers': 'Studio viewers',
  'studio-follower-history': 'Studio follower history',
  'studio-follower-activity': 'Studio follower activity',
  'studio-follower-gender': 'Studio follower gender',
  'studio-follower-territories': 'Studio follower territories',
  'business-suite-overview': 'Business Suite overview',
  'business-suite-followers': 'Business Suite followers',
  'business-suite-content': 'Business Suite content',
  'data-export-a': 'TikTok data export',
  'data-export-b': 'TikTok data export',
  'data-export-c': 'TikTok data export',
};

/** What kind of file it is, for people; a format that is newer than this page keeps its name. */
export function describeFormat(format: string | null): string | null {
  if (format === null || format === '') return null;
  return format
    .split(', ')
    .map((name) => FORMATS[name] ?? name)
    .join(', ');
}

export function isUnderWay({ status }: Pick<ImportFieldsFragment, 'status'>): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}

/** Why an import failed. What is wrong with a file only the server can say. */
export function describeFailure({ error }: Pick<ImportFieldsFragment, 'error'>): string {
  if (error === null) return 'It failed.';
  const isOfFile = error.code === 'IMPORT_UNREADABLE' || error.code === 'BAD_USER_INPUT';
  return isOfFile ? error.message : toPlainWords(parseError(error));
}

/** Where a problem is: Overview.csv, row 3, Video Views. */
export function describePlace(problem: ImportFieldsFragment['problems'][number]): string {
  const { fileName, row, column } = problem;
  return [fileName, row === null ? null : `row ${formatWhole(row)}`, column]
    .filter((part) => part !== null)
    .join(', ');
}
