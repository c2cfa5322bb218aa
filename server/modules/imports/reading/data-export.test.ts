import { describe, expect, test } from '@jest/globals';
import { ImportUnreadableError } from '../import.errors.ts';
import { readBytes, zipOf } from './reading-test-kit.ts';

const SECRETS = ['secret@example.com', '+15550100', 'a private message', '1999-09-09'];
const [EMAIL, PHONE, MESSAGE, BIRTHDAY] = SECRETS as [string, string, string, string];

const PROFILE_B = {
  bioDescription: 'bio',
  birthDate: BIRTHDAY,
  emailAddress: EMAIL,
  likesReceived: '16443',
  telephoneNumber: PHONE,
  userName: 'Some.Handle',
};
const PROFILE_C = { ...PROFILE_B, displayName: 'Some', followerCount: '1200', followingCount: 34 };
const MESSAGES = {
  'Chat History': { ChatHistory: { 'with a friend': [{ Date: '2026-01-01 10:00:00', Content: MESSAGE }] } },
};
const POST_A = { Date: '2025-10-08 02:39:00', Link: 'https://v16.tiktokcdn.com/x', Likes: '12' };
const POST_C = {
  ...POST_A,
  WhoCanView: 'Everyone',
  Title: 'A caption',
  Sound: 'x',
  NumberOfCollections: '3',
};
const PHOTOS = {
  ...POST_C,
  Date: '2025-11-22 01:22:00',
  Link: 'https://a https://b',
  Likes: '0',
  Title: 'N/A',
};

const GENERATIONS: [string, object, object][] = [
  [
    'data-export-a',
    {
      Activity: {
        'Follower List': { FansList: [{ Date: '2026-01-01 10:00:00', UserName: 'N/A' }] },
        'Like List': { ItemFavoriteList: null },
      },
      'Direct Messages': MESSAGES,
      Profile: { 'Profile Information': { ProfileMap: PROFILE_B } },
      Video: { Videos: { VideoList: [POST_A, { ...POST_A, Date: PHOTOS.Date, Likes: '0' }] } },
    },
    { userName: 'some.handle', followers: null, following: null, likes: 16_443 },
  ],
  [
    'data-export-b',
    {
      'Your Activity': {
        Follower: { FansList: [] },
        'Like List': { ItemFavoriteList: [{ date: 'x', link: 'y' }] },
      },
      'Direct Message': MESSAGES,
      Profile: { 'Profile Info': { ProfileMap: PROFILE_B } },
      Post: { Posts: { VideoList: [POST_A, PHOTOS] }, 'Recently Deleted Posts': { PostList: [POST_A] } },
    },
    { userName: 'some.handle', followers: null, following: null, likes: 16_443 },
  ],
  [
    'data-export-c',
    {
      'Direct Message': MESSAGES,
      'Likes and Favorites': { 'Like List': { ItemFavoriteList: {} } },
      Post: { Posts: { VideoList: [POST_C, PHOTOS] } },
      'Profile And Settings': {
        Follower: { FansList: [{ Date: 'x', UserName: 'y' }] },
        'Profile Info': { ProfileMap: PROFILE_C },
      },
      'Your Activity': {},
    },
    { userName: 'some.handle', followers: 1200, following: 34, likes: 16_443 },
  ],
];

describe('a data export', () => {
  test.each(GENERATIONS)('%s: profile and posts, and nothing else', async (format, content, profile) => {
    const json = JSON.stringify(content);
    const { records, files, videos, problems } = await readBytes('user_data_tiktok.json', json);
    expect(problems).toEqual([]);
    expect(files).toEqual([
      expect.objectContaining({ format, rows: 2, handle: 'some.handle', handleSource: 'PROFILE' }),
    ]);
    const place = { fileName: 'user_data_tiktok.json', row: null };
    expect(records[1]).toEqual({ kind: 'PROFILE', format, place, ...profile });
    expect(
      videos.map(({ tikTokId, postedAt, likes, views }) => [tikTokId, postedAt?.toISOString(), likes, views]),
    ).toEqual([
      [null, '2025-10-08T02:39:00.000Z', 12, null],
      [null, '2025-11-22T01:22:00.000Z', 0, null],
    ]);
    expect(videos.map(({ title }) => title)).toEqual(
      format === 'data-export-c' ? ['A caption', null] : [null, null],
    );
    for (const secret of SECRETS) {
      expect(json).toContain(secret);
      expect(JSON.stringify(records)).not.toContain(secret);
    }
  });

  test('is found in a ZIP by its name, beside whatever lies there, and dated by the ZIP', async () => {
    const zip = zipOf({
      'TikTok/Posts/Posts.txt': 'x',
      'TikTok/user_data_tiktok.json': '\uFEFF' + JSON.stringify(GENERATIONS[2]![1]),
      'Overview.csv': 'x',
    });
    const { files } = await readBytes('TikTok_Data_1767312000.zip', zip);
    expect(files).toEqual([
      expect.objectContaining({
        format: 'data-export-c',
        downloadedOn: '2026-01-02',
        downloadDaySource: 'FILE_NAME',
      }),
    ]);
  });

  test.each(['null', '[]', '{}'])('may have no posts: %s', async (empty) => {
    const { files, records } = await readBytes(
      'a.json',
      `{"Post":{"Posts":{"VideoList":${empty}}},"Your Activity":null}`,
    );
    expect(files).toEqual([
      expect.objectContaining({ format: 'data-export-b', rows: 0, handle: null, handleSource: null }),
    ]);
    expect(records).toHaveLength(1);
  });

  test('tells each post that cannot be read, and reads the others', async () => {
    const posts = [
      POST_A,
      { ...POST_A, Likes: '1,2' },
      { ...POST_A, Date: 'yesterday' },
      { ...POST_A, Date: '2025-02-30 10:00:00' },
      { ...POST_A, Date: '2031-01-01 10:00:00' },
      { Link: 'x' },
      'a string',
      [POST_A],
      { ...POST_A, Likes: { count: 7 } },
      { ...POST_A, Likes: null },
      { ...POST_A, Likes: 2 ** 53 },
      { ...POST_A, Title: 7 },
      { ...POST_A, Title: 'x'.repeat(5_001) },
    ];
    const { videos, problems } = await readBytes(
      'a.json',
      JSON.stringify({ Post: { Posts: { VideoList: posts } } }),
    );
    expect(videos.map(({ likes }) => likes)).toEqual([12, null]);
    expect(problems.map(({ scope, column, message }) => [scope, column, message.split(':')[0]])).toEqual([
      ['ROW', 'Likes', 'Post 2'],
      ['ROW', 'Date', 'Post 3'],
      ['ROW', 'Date', 'Post 4'],
      ['ROW', 'Date', 'Post 5'],
      ['ROW', 'Date', 'Post 6'],
      ['ROW', null, 'Post 7'],
      ['ROW', null, 'Post 8'],
      ['ROW', 'Likes', 'Post 9'],
      ['ROW', 'Likes', 'Post 11'],
      ['ROW', 'Title', 'Post 12'],
      ['ROW', 'Title', 'Post 13'],
    ]);
  });

  test('does not choose where a post says two things', async () => {
    const post = JSON.stringify(POST_C);
    const twice = post.replace('"Likes":"12"', '"Likes":"12","Likes":"13"');
    const again = post.replace('"Likes":"12"', '"Likes":"12","Likes":"12"');
    const { videos, problems } = await readBytes(
      'a.json',
      `{"Post":{"Posts":{"VideoList":[${twice},${again}]}}}`,
    );
    expect(problems).toEqual([
      expect.objectContaining({ column: 'Likes', message: expect.stringMatching(/^Post 1: /) }),
    ]);
    expect(videos).toEqual([expect.objectContaining({ likes: 12 })]);
  });

  test('gives no text that a database cannot take', async () => {
    const post = '{"Date":"2025-10-08 02:39:00","Likes":"12","Title":"a\\u0000b\\ud800c"}';
    const { videos } = await readBytes('a.json', `{"Post":{"Posts":{"VideoList":[${post}]}}}`);
    expect(videos).toEqual([expect.objectContaining({ title: 'ab\uFFFDc' })]);
  });

  test('tells a profile that cannot be read', async () => {
    const profile = { ...PROFILE_C, followerCount: '1.2K' };
    const { records, problems } = await readBytes(
      'a.json',
      JSON.stringify({ 'Profile And Settings': { 'Profile Info': { ProfileMap: profile } } }),
    );
    expect(records).toHaveLength(2);
    expect(problems).toEqual([
      expect.objectContaining({ column: 'followerCount', message: expect.stringContaining('Profile') }),
    ]);
  });
});

describe('a JSON is refused before the first record', () => {
  const whole = JSON.stringify(GENERATIONS[2]![1]);

  test.each<[string, string, string]>([
    ['something else', '{"posts":[1,2]}', 'none of the sections'],
    [
      'the names of built-in members',
      '{"constructor":1,"__proto__":{"VideoList":[1]}}',
      'none of the sections',
    ],
    ['cut off', whole.slice(0, -1), 'cut off'],
    ['cut off within a string', whole.slice(0, 300), 'cut off'],
    ['damaged', whole.replace('"Post":', '"Post"'), 'damaged'],
    ['more behind its end', `${whole}{}`, 'damaged'],
    ['a bomb of depth', `{"Post":${'['.repeat(2_000_000)}`, 'more than 32 levels'],
    ['a bomb of one string', `{"Post":"${'x'.repeat(3_000_000)}"}`, 'longer than any'],
    ['no UTF-8', '{"Post":"\u0000"}', 'damaged'],
  ])('%s', async (_, content, message) => {
    const reading = readBytes('a.json', content);
    await expect(reading).rejects.toThrow(ImportUnreadableError);
    await expect(reading).rejects.toThrow(message);
  });

  test('without quoting what stands in it', async () => {
    const damaged = whole.replace(`"${MESSAGE}"`, `"${MESSAGE}" "${EMAIL}"`);
    const error = await readBytes('a.json', damaged).then(
      () => null,
      (reason: unknown) => reason as ImportUnreadableError,
    );
    expect(error).toBeInstanceOf(ImportUnreadableError);
    for (const secret of SECRETS)
      expect(`${error!.message} ${String(error!.cause)} ${error!.stack ?? ''}`).not.toContain(secret);
  });
});
