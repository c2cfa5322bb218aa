import type { DataExport } from '../../data/generated/prisma/client.ts';

/** Where the file store has the ZIP of an export. */
export function exportKeyOf({ subjectId, id }: Pick<DataExport, 'subjectId' | 'id'>): string {
  return `${exportsPrefix(subjectId)}${id}.zip`;
}

/** Where it has all of a subject. */
export function exportsPrefix(subjectId: string): string {
  return `exports/${subjectId}/`;
}
