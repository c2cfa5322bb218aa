import { ValidationError } from '../../lib/errors.ts';
import type { FileRecord, ImportRecord } from './import-record.ts';

/** What is known of an upload before any of it is stored. */
export interface ImportSurvey {
  files: FileRecord[];
  /** When each post of a data export was posted, milliseconds since 1970. */
  posts: number[];
}

/**
 * Reads through an upload.
 *
 * @param username of the connection; null while TikTok has not told it.
 * @throws ImportUnreadableError where it cannot be read; ValidationError where it is another account's.
 */
export async function surveyImport(
  records: AsyncIterable<ImportRecord>,
  username: string | null,
): Promise<ImportSurvey> {
  const survey: ImportSurvey = { files: [], posts: [] };
  for await (const record of records) {
    if (record.kind === 'FILE') {
      assertOwn(record, username);
      survey.files.push(record);
    } else if (record.kind === 'VIDEO' && record.tikTokId === null && record.postedAt !== null) {
      survey.posts.push(record.postedAt.getTime());
    }
  }
  return survey;
}

function assertOwn({ fileName, handle }: FileRecord, username: string | null): void {
  if (handle === null || username === null) return;
  if (handle.toLowerCase() === username.toLowerCase()) return;
  throw new ValidationError([
    { path: ['input', 'file'], message: `${fileName} is of @${handle}, and the connection is @${username}` },
  ]);
}
