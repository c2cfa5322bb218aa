import { describe, expect, test } from '@jest/globals';
import { describeFailure, describeFormat, describePlace } from './import-words.ts';

test('names kinds of files as people do, and keeps the name of one it does not know', () => {
  expect(describeFormat(null)).toBeNull();
  expect(describeFormat('')).toBeNull();
  expect(describeFormat('studio-overview, studio-podcasts')).toBe('Studio overview, studio-podcasts');
});

test('says where a problem is, as far as that is known', () => {
  const problem = { fileName: 'Overview.csv', row: 1003, column: 'Video Views', message: '' };
  expect(describePlace(problem)).toBe('Overview.csv, row 1,003, Video Views');
  expect(describePlace({ ...problem, row: null, column: null })).toBe('Overview.csv');
});

describe('a failure', () => {
  test('of the file is told in the words of the server, which alone knows them', () => {
    const message = 'The ZIP is damaged.';
    expect(describeFailure({ error: { code: 'IMPORT_UNREADABLE', message, retryable: false } })).toBe(
      message,
    );
  });

  test('of ours is not', () => {
    const error = { code: 'RETRIES_EXHAUSTED', message: 'Internal words.', retryable: true } as const;
    expect(describeFailure({ error })).toBe('It did not work after several tries.');
  });
});
