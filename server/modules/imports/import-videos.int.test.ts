import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DOWNLOADED, startImportKit } from './imports-test-kit.ts';
import type { ImportKit, PickedFile } from './imports-test-kit.ts';
import { OVERVIEW_HEADER, studioCsv, workbookOf, zipOf } from './reading/reading-test-kit.ts';

let kit: ImportKit;
beforeAll(async () => {
  kit = await startImportKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => kit.clear());

const prisma = () => kit.server.runtime.services.database.prisma;

describe('counters of videos', () => {
  const HEADER = [
    'Time',
    'Video title',
    'Video link',
    'Post time',
    'Total likes',
    'Total comments',
    'Total shares',
    'Total views',
  ];
  const content = (...rows: [tikTokId: string, views: number][]): PickedFile => ({
    name: `Content_${kit.username}.zip`,
    content: zipOf({
      'Content.csv': studioCsv(
        HEADER,
        rows.map(([id, views]) => [
          'January 31',
          'A title',
          `https://www.tiktok.com/@${kit.username}/video/${id}`,
          'January 1',
          7,
          2,
          1,
          views,
        ]),
      ),
    }),
  });
  const firstVideo = () =>
    prisma().tikTokVideo.findFirstOrThrow({ where: { connectionId: kit.rowId }, orderBy: { id: 'asc' } });

  it('become snapshots of the videos that are known, and of no others', async () => {
    const video = await firstVideo();
    const done = await kit.imported(content([video.tikTokId, 5], ['7000000000000000001', 9]), DOWNLOADED);
    expect(done).toMatchObject({ format: 'studio-content', rowsRead: 2, rowsStored: 1, rowsRefused: 1 });
    expect(done.problems).toMatchObject([{ fileName: 'Content.csv', row: 3 }]);
    const stored = await prisma().tikTokAnalytics.findMany({ where: { source: 'STUDIO_EXPORT' } });
    expect(stored).toMatchObject([
      { videoId: video.id, views: 5n, likes: 7n, comments: 2n, shares: 1n, followers: null },
    ]);
    expect(stored[0]!.capturedAt).toEqual(new Date('2025-02-01T12:00:00Z'));
    // The row shows the newest, which this is not.
    expect(await firstVideo()).toEqual(video);
    expect(await kit.imported(content([video.tikTokId, 5]), DOWNLOADED)).toMatchObject({
      rowsStored: 0,
      rowsUnchanged: 1,
    });
  });

  it('are shown by the row when no capture is newer', async () => {
    const video = await firstVideo();
    const stale = { metricsCapturedAt: new Date('2025-01-15T10:00:00Z') };
    await prisma().tikTokVideo.update({ where: { id: video.id }, data: stale });
    await kit.imported(content([video.tikTokId, 50]), DOWNLOADED);
    expect(await firstVideo()).toMatchObject({
      views: 50n,
      likes: 7n,
      engagementByViews: 0.2,
      followersAtCapture: null,
      metricsSource: 'STUDIO_EXPORT',
      metricsCapturedAt: new Date('2025-02-01T12:00:00Z'),
    });
    const { outlier: _outlier, ...columns } = video;
    await prisma().tikTokVideo.update({ where: { id: video.id }, data: columns });
  });
});

describe('a data export', () => {
  const MINUTE_MS = 60_000;
  const printed = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
  const post = (instant: number, likes: number, title = 'A caption') => ({
    Date: printed(instant),
    Link: 'https://v16.tiktokcdn.com/x',
    Likes: String(likes),
    Title: title,
  });
  const dataExport = (posts: object[], profile: object = {}): PickedFile => ({
    name: 'user_data.zip',
    content: zipOf({
      'user_data_tiktok.json': JSON.stringify({
        Post: { Posts: { VideoList: posts } },
        'Profile And Settings': {
          'Profile Info': { ProfileMap: { userName: kit.username.toUpperCase(), ...profile } },
        },
      }),
    }),
  });
  /** Videos that no other comes near, oldest first. */
  const lonelyVideos = async () => {
    const videos = await prisma().tikTokVideo.findMany({
      where: { connectionId: kit.rowId },
      orderBy: { postedAt: 'asc' },
    });
    const isNear = (a: Date, b: Date) => Math.abs(a.getTime() - b.getTime()) <= 10 * MINUTE_MS;
    return videos.filter((video) =>
      videos.every((other) => other === video || !isNear(video.postedAt, other.postedAt)),
    );
  };

  it('tells likes of the videos that its posts must be, and names the posts that it cannot tell apart', async () => {
    const [first, second, third] = await lonelyVideos();
    const at = (video: { postedAt: Date } | undefined, minutes: number) =>
      video!.postedAt.getTime() + minutes * MINUTE_MS;
    const file = dataExport([
      post(at(first, 2.5), 11),
      post(at(second, 0), 12, 'Twin'),
      post(at(second, 1), 13, 'N/A'),
      post(at(third, 4), 14, 'Too late'),
    ]);
    const before = await prisma().tikTokVideo.findMany({ orderBy: { id: 'asc' } });
    const done = await kit.imported(file);
    expect(done).toMatchObject({ status: 'COMPLETED', format: 'data-export-c', rowsRead: 5, rowsRefused: 3 });
    expect(done.problems.map(({ row, message }) => [row, message.includes('cannot be told')])).toEqual(
      Array(3).fill([null, true]),
    );
    expect(done.problems[0]!.message).toContain('"Twin"');
    expect(await prisma().tikTokAnalytics.findMany({ where: { source: 'DATA_EXPORT' } })).toMatchObject([
      { videoId: first!.id, views: null, likes: 11n, comments: null, shares: null },
    ]);
    // Likes alone are no reason to forget the views.
    expect(await prisma().tikTokVideo.findMany({ orderBy: { id: 'asc' } })).toEqual(before);

    const stored = await kit.everything();
    expect(await kit.imported(file, {})).toMatchObject({ rowsStored: 0, rowsRefused: 3 });
    expect(await kit.everything()).toEqual(stored);
  });

  it('is a snapshot of the account on the day of its download', async () => {
    const profile = { followerCount: '1200', followingCount: 34, likesReceived: '16443' };
    expect(await kit.imported(dataExport([], profile), DOWNLOADED)).toMatchObject({
      rowsRead: 1,
      rowsStored: 1,
      from: '2025-02-01',
      to: '2025-02-01',
    });
    expect(
      await prisma().tikTokAccountAnalytics.findMany({ where: { source: 'DATA_EXPORT' } }),
    ).toMatchObject([
      {
        followers: 1200n,
        following: 34n,
        likes: 16443n,
        videos: null,
        capturedAt: new Date('2025-02-01T12:00:00Z'),
      },
    ]);
    const { metricsSource } = await prisma().tikTokConnection.findUniqueOrThrow({ where: { id: kit.rowId } });
    expect(metricsSource).toBe('DISPLAY_API');
    expect(await kit.imported(dataExport([], profile), DOWNLOADED)).toMatchObject({
      rowsStored: 0,
      rowsUnchanged: 1,
    });
  });

  it('of another account is refused', async () => {
    expect(await kit.bring(dataExport([], { userName: 'somebody' }), DOWNLOADED)).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', 'file'], message: expect.stringMatching(/@somebody.*@/) }],
    });
  });
});

describe('every kind of file', () => {
  const link = async () => {
    const video = await prisma().tikTokVideo.findFirstOrThrow({ where: { connectionId: kit.rowId } });
    return `https://www.tiktok.com/@${kit.username}/video/${video.tikTokId}`;
  };
  const files: [string, (link: string) => PickedFile][] = [
    [
      'studio-viewers',
      () => table(['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'], ['January 1', 9, 4, 5]),
    ],
    [
      'studio-follower-history',
      () => table(['Date', 'Followers', 'Difference in followers from previous day'], ['January 1', 9, 1]),
    ],
    ['studio-follower-gender', () => table(['Gender', 'Distribution'], ['Female', '61%'])],
    ['studio-follower-territories', () => table(['Top territories', 'Distribution'], ['FR', 0.4])],
    ['studio-follower-activity', () => table(['Date', 'Hour', 'Active followers'], ['January 1', 23, 4])],
    [
      'business-suite-overview',
      () =>
        table(
          [
            'Date',
            'Video views',
            'Reached audience',
            'Profile views',
            'Likes',
            'Shares',
            'Comments',
            'Net growth',
          ],
          ['2025/01/01', 9, 8, 7, 6, 5, 4, -3],
        ),
    ],
    [
      'business-suite-followers',
      () =>
        table(
          ['Date', 'New followers', 'Total followers', 'Reached audience', 'Engaged audience'],
          ['2025/01/01', 9, 8, 'NAN', '--'],
        ),
    ],
    [
      'business-suite-content',
      (url) =>
        table(
          [
            'Video title',
            'Video link',
            'Post time',
            'Video views',
            'Likes',
            'Comments',
            'Shares',
            'Add to Favorites',
          ],
          ['A title', url, '2025/01/01 10:00:00', 9, 8, 7, 6, 5],
        ),
    ],
    [
      'studio-overview',
      () => ({
        name: 'Overview.xlsx',
        content: workbookOf({ Overview: [OVERVIEW_HEADER, ['January 1', '5', '4', '3', '2', '1']] }),
      }),
    ],
    [
      'studio-overview, studio-viewers',
      () => ({
        name: 'both.xlsx',
        content: workbookOf({
          Overview: [OVERVIEW_HEADER, ['January 1', '5', '4', '3', '2', '1']],
          Viewers: [
            ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'],
            ['January 1', '9', '4', '5'],
          ],
        }),
      }),
    ],
  ];

  function table(header: string[], row: (string | number)[]): PickedFile {
    return { name: 'table.csv', content: studioCsv(header, [row]) };
  }

  it.each(files)('%s is stored once', async (format, make) => {
    const file = make(await link());
    const rows = format.includes(',') ? 2 : 1;
    expect(await kit.imported(file, DOWNLOADED)).toMatchObject({
      status: 'COMPLETED',
      format,
      rowsRead: rows,
      rowsStored: rows,
      problems: [],
    });
    const stored = await kit.everything();
    expect(await kit.imported(file)).toMatchObject({
      status: 'COMPLETED',
      rowsStored: 0,
      rowsUnchanged: rows,
    });
    expect(await kit.everything()).toEqual(stored);
  });
});
