import { describe, expect, test } from '@jest/globals';
import { zipOf } from '../../imports/reading/reading-test-kit.ts';
import {
  legacyAnswer,
  legacyCurve,
  legacyHashtag,
  legacySound,
  oneAnswer,
  oneHashtag,
  readTrends,
} from './trend-reading-test-kit.ts';

const json = (value: unknown) => JSON.stringify(value);
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('answers of the older pages', () => {
  test('say a hashtag with the counts of their window, which ends with the curve', async () => {
    const { lists, sightings, problems } = await readTrends(
      'a.json',
      json(legacyAnswer([legacyHashtag('Tag')])),
    );
    expect(problems).toEqual([]);
    expect(lists).toEqual([
      expect.objectContaining({ format: 'creative-center-legacy', fileName: 'a.json', takenOn: null }),
    ]);
    expect(sightings).toEqual([
      {
        kind: 'HASHTAG',
        name: 'Tag',
        tikTokId: '1000001',
        region: 'US',
        category: 'Games',
        capturedAt: day('2025-10-20'),
        rank: 1,
        views: 8_500_000n,
        posts: 12_000n,
        measure: 'WINDOW',
        curve: {
          unit: 'SHARE_OF_PEAK',
          points: [
            { at: Date.UTC(2025, 9, 18), value: 0.5 },
            { at: Date.UTC(2025, 9, 19), value: 1 },
            { at: Date.UTC(2025, 9, 20), value: 0.8 },
          ],
        },
      },
    ]);
  });

  test('say a sound by the id that its link has, with a place and no counts', async () => {
    const { sightings } = await readTrends('a.json', json(legacyAnswer([legacySound()], 'sound_list')));
    expect(sightings).toEqual([
      expect.objectContaining({
        kind: 'SOUND',
        name: 'A Song',
        tikTokId: '7000000000000000001',
        region: 'FR',
        rank: 3,
        views: null,
        posts: null,
      }),
    ]);
  });

  test('may lack what new entries lack', async () => {
    const bare = legacyHashtag('bare', {
      industry_info: undefined,
      rank: null,
      video_views: undefined,
      trend: null,
    });
    const { sightings } = await readTrends('a.json', json(legacyAnswer([legacyHashtag('Tag'), bare])));
    // The other item of the same answer tells when it was.
    expect(sightings[1]).toMatchObject({
      category: null,
      rank: null,
      views: null,
      curve: null,
      capturedAt: day('2025-10-20'),
    });
  });

  test('say in a detail the counts of the window, not of all time; ALL is the whole world', async () => {
    const info = legacyHashtag('Tag', {
      country_info: { id: 'ALL', value: 'ALL', label: 'ALL' },
      publish_cnt_all: 900_000,
      video_views_all: 99_000_000,
      related_hashtags: [{ hashtag_id: '2', hashtag_name: 'other' }],
      related_items: [{ item_id: 7_549_128_372, cover_uri: 'x' }],
    });
    const detail = { code: 0, msg: 'OK', data: { info } };
    const { sightings, problems } = await readTrends('a.json', json(detail), { region: 'US' });
    expect(problems).toEqual([]);
    expect(sightings).toEqual([expect.objectContaining({ name: 'Tag', region: null, views: 8_500_000n })]);
  });

  test('may be one, several pasted together, JSON Lines, an array, or their items alone', async () => {
    const [first, second] = [legacyHashtag('first'), legacyHashtag('second', { rank: 2 })];
    const [one, two] = [legacyAnswer([first]), legacyAnswer([second])];
    const texts = [
      json(legacyAnswer([first, second])),
      json(one) + json(two),
      `${json(one)}\n${json(two)}\n`,
      json([one, two]),
      json([first, second]),
      `\uFEFF${json({ page1: one, page2: { deep: two } })}`,
    ];
    for (const text of texts) {
      const { sightings, problems } = await readTrends('a.json', text);
      expect({ names: sightings.map(({ name }) => name), problems }).toEqual({
        names: ['first', 'second'],
        problems: [],
      });
    }
  });

  test('are each of their own time', async () => {
    const answers = ['2025-10-20', '2025-10-21'].map((last) =>
      legacyAnswer([legacyHashtag('tag', { trend: legacyCurve(last, [1]) })]),
    );
    const { sightings } = await readTrends('a.json', json(answers));
    expect(sightings.map(({ capturedAt }) => capturedAt)).toEqual([day('2025-10-20'), day('2025-10-21')]);
  });
});

describe('answers of TikTok One', () => {
  test('say numbers as texts or as numbers, and their curve in any order', async () => {
    const asNumbers = oneHashtag('two', {
      hashtagID: 0,
      industryIDs: [23000000000],
      publishCnt: 89781,
      rankIndex: 7,
      vv: 82270700,
    });
    // As a file has it: written by JavaScript it would be rounded.
    const text = json(oneAnswer([oneHashtag('one'), asNumbers])).replace(
      '"hashtagID":0',
      '"hashtagID":7553210639578172679',
    );
    const { lists, sightings, problems } = await readTrends('a.json', text, { region: 'DE' });
    expect(problems).toEqual([]);
    expect(lists).toMatchObject([{ format: 'creative-center-one' }]);
    const said = {
      kind: 'HASHTAG',
      region: 'DE',
      category: 'News & Entertainment',
      capturedAt: day('2026-10-03'),
      rank: 7,
      views: 82_270_700n,
      posts: 89_781n,
      measure: 'WINDOW',
    };
    expect(sightings).toMatchObject([
      { ...said, name: 'one', tikTokId: '1598391085330000' },
      { ...said, name: 'two', tikTokId: '7553210639578172679' },
    ]);
    expect(sightings[0]?.curve).toEqual({
      unit: 'INDEX',
      points: [
        { at: Date.UTC(2026, 9, 3), value: 100 },
        { at: Date.UTC(2026, 9, 1), value: 10.5 },
        { at: Date.UTC(2026, 9, 2), value: 40 },
      ],
    });
  });

  test('may stand in the state of a page', async () => {
    const state = {
      dehydratedState: {
        mutations: [],
        queries: [
          { state: { data: { pages: [{ data: [oneHashtag('one')] }, { data: [oneHashtag('two')] }] } } },
        ],
      },
    };
    const { sightings } = await readTrends('state.json', json(state));
    expect(sightings.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  test('with an industry that is not known have none, and say so once', async () => {
    const items = ['one', 'two'].map((name) => oneHashtag(name, { industryIDs: ['99000000000'] }));
    const { sightings, problems } = await readTrends('a.json', json(oneAnswer(items)), { region: 'US' });
    expect(sightings.map(({ category }) => category)).toEqual([null, null]);
    expect(problems).toEqual([
      {
        scope: 'FILE',
        row: null,
        column: null,
        message: 'The industry “99000000000” is not known and was left out.',
      },
    ]);
  });
});

describe('lists of the discover page', () => {
  const hashtag = { challengeId: '1609608533592069', name: 'puppies', stats: { views: 7_000_000_000 } };
  const sound = {
    musicId: '6795407744489752577',
    musicInfo: { title: 'A Cloud', author: 'Somebody' },
    stats: { posts: 400_900 },
  };
  const cards = [
    { id: '12', type: 3, title: '#tag', subTitle: '1.2M views', extraInfo: { views: 1_234_567 } },
    { id: '6795407744489752578', type: '1', title: 'Song', subTitle: '9K', extraInfo: { posts: '9012' } },
    { id: '3', type: 2, title: 'someone', extraInfo: { fans: 5 } },
  ];

  test('count all there ever were, on the day that one says, and have no places', async () => {
    const { lists, sightings } = await readTrends('a.json', json([hashtag, sound]), {
      capturedOn: '2022-03-24',
      region: 'US',
    });
    expect(lists.map(({ format, takenOn }) => ({ format, takenOn }))).toEqual([
      { format: 'discover-list', takenOn: '2022-03-24' },
      { format: 'discover-list', takenOn: '2022-03-24' },
    ]);
    const said = {
      capturedAt: day('2022-03-24'),
      measure: 'LIFETIME',
      rank: null,
      curve: null,
      region: 'US',
    };
    expect(sightings).toMatchObject([
      { ...said, kind: 'HASHTAG', name: 'puppies', tikTokId: '1609608533592069', views: 7_000_000_000n },
      { ...said, kind: 'SOUND', name: 'A Cloud', tikTokId: '6795407744489752577', posts: 400_900n },
    ]);
  });

  test('are read as the page was sent them, without their accounts', async () => {
    const { sightings, problems } = await readTrends('a.json', json({ body: cards }), { region: 'US' });
    expect(sightings).toMatchObject([
      { kind: 'HASHTAG', name: 'tag', tikTokId: '12', views: 1_234_567n, posts: null },
      { kind: 'SOUND', name: 'Song', tikTokId: '6795407744489752578', views: null, posts: 9_012n },
    ]);
    expect(problems).toEqual([
      {
        scope: 'ROW',
        row: null,
        column: 'type',
        message: 'Answer 1, item 3: It is neither a hashtag nor a sound.',
      },
    ]);
  });

  test('are of the day under which they were read before, else of the day of the import', async () => {
    const today = await readTrends('a.json', json([hashtag]));
    expect(today.sightings[0]?.capturedAt).toEqual(day('2026-11-22'));
    const again = await readTrends('a.json', json([hashtag]), {
      earlierDay: () => Promise.resolve('2026-11-01'),
    });
    expect(again.sightings[0]?.capturedAt).toEqual(day('2026-11-01'));
    // One says it on purpose: a list may be the same on two days.
    const told = await readTrends('a.json', json([hashtag]), {
      capturedOn: '2026-11-20',
      earlierDay: () => Promise.resolve('2026-11-01'),
    });
    expect(told.sightings[0]?.capturedAt).toEqual(day('2026-11-20'));
  });

  test('without a country are of the whole world, and say so once', async () => {
    const { sightings, problems } = await readTrends('a.json', json([hashtag, sound]));
    expect(sightings.map(({ region }) => region)).toEqual([null, null]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('whole world')]);
  });
});

describe('what says itself when it was', () => {
  test('is not overruled, and the person is told', async () => {
    const { sightings, problems } = await readTrends('a.json', json(legacyAnswer([legacyHashtag('tag')])), {
      capturedOn: '2025-10-25',
    });
    expect(sightings[0]?.capturedAt).toEqual(day('2025-10-20'));
    expect(problems).toEqual([
      expect.objectContaining({ scope: 'FILE', message: expect.stringContaining('capturedOn') }),
    ]);
  });
});

describe('a ZIP', () => {
  test('of answers is read file by file; one that cannot be read costs the others nothing', async () => {
    const content = zipOf({
      'page-1.json': json(legacyAnswer([legacyHashtag('one')])),
      'page-2.json': json({ code: 40101, msg: 'no permission' }),
      'list.csv': 'date,rank,hashtag,region\n2025-10-20,1,two,US',
    });
    const { sightings, problems } = await readTrends('lists.zip', content);
    expect(sightings.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(problems).toEqual([
      {
        scope: 'FILE',
        row: null,
        column: null,
        message: 'TikTok refused this answer: “40101” “no permission”. It holds no list.',
      },
    ]);
  });
});
