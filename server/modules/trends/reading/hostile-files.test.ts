import { describe, expect, test } from '@jest/globals';
import { ImportUnreadableError } from '../../imports/import.errors.ts';
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
const MEGABYTE = 1024 * 1024;

describe('a file that holds nothing to read', () => {
  test.each([
    ['no permission', json({ code: 40101, msg: 'no permission' }), '40101'],
    ['a refusal as text', json({ code: '40101', msg: 'no permission' }), '40101'],
    [
      'a list that was given up',
      json({ code: 0, msg: 'deprecated', data: { sound_list: null } }),
      'deprecated',
    ],
    [
      'no sign-in',
      json({ BaseResp: { StatusCode: '38001001', StatusMessage: 'InvalidLogin' } }),
      'InvalidLogin',
    ],
    ['an empty list', json(legacyAnswer([])), 'no list of hashtags or sounds'],
    ['creators', json(legacyAnswer([{ tcm_id: '1', follower_cnt: 5 }], 'creators')), 'holds creators'],
    [
      'accounts of the discover page',
      json([{ id: '1', verified: true, stats: { followers: 5 } }]),
      'holds creators',
    ],
    ['videos', json(legacyAnswer([{ item_id: '1', item_url: 'https://x' }], 'videos')), 'holds videos'],
    ['videos of TikTok One', json({ entityInfos: [{ itemInfo: { itemID: 1 } }] }), 'holds videos'],
    ['a page', '<!doctype html><html><body>{"code":0}</body></html>', 'is a page'],
    ['another JSON', json({ a: [1, 2, { b: null }] }), 'no list of hashtags or sounds'],
    ['numbers', '[1, 2, 3]', 'no list of hashtags or sounds'],
    ['an empty array', '[]', 'holds nothing'],
    ['a deep array', '['.repeat(MEGABYTE), 'more than 32 levels'],
    ['a deep object', '{"a":'.repeat(MEGABYTE), 'more than 32 levels'],
    ['a string without end', `{"a":"${'x'.repeat(9 * MEGABYTE)}`, 'more than 8 MB'],
    ['a large answer', `{"list":[${`"${'x'.repeat(MEGABYTE)}",`.repeat(9)}1]}`, 'more than 8 MB'],
    ['NaN', '{"code":0,"data":{"list":[{"hashtag_name":"a","video_views":NaN}]}}', 'damaged'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'neither a table'],
    ['a bomb', zipOf({ 'a.json': new Uint8Array(20 * MEGABYTE) }, { level: 9 }), 'times its size'],
    ['a ZIP in a ZIP', zipOf({ 'a.zip': zipOf({ 'a.json': '{}' }) }), 'workbook or a ZIP'],
  ])('is refused: %s', async (_name, content, message) => {
    const reading = readTrends('upload', content);
    await expect(reading).rejects.toThrow(ImportUnreadableError);
    await expect(reading).rejects.toThrow(message);
  });

  test('wherever it was cut off', async () => {
    const whole = json(legacyAnswer([legacyHashtag('one'), legacyHashtag('two')]));
    for (let length = 0; length < whole.length; length += 11) {
      await expect(readTrends('a.json', whole.slice(0, length))).rejects.toThrow(ImportUnreadableError);
    }
  });

  test('even where all answers but the last are good', async () => {
    const answer = json(legacyAnswer([legacyHashtag('one')]));
    await expect(readTrends('a.json', `${answer}\n${answer}\n{"code":0`)).rejects.toThrow('cut off');
  });
});

describe('an item that says nonsense', () => {
  const points = (value: unknown) => [{ time: 1_760_000_000, value }];
  const long = Array.from({ length: 401 }, () => 0.5);

  test.each([
    ['a text for a number', { video_views: 'many' }, 'video_views'],
    ['a negative count', { video_views: -1 }, 'video_views'],
    ['half a view', { video_views: 0.5 }, 'video_views'],
    ['an object for a number', { publish_cnt: {} }, 'publish_cnt'],
    ['a truth for a number', { publish_cnt: true }, 'publish_cnt'],
    ['no place of a list', { rank: 0 }, 'rank'],
    ['no name', { hashtag_name: '' }, 'hashtag_name'],
    ['a name that is none', { hashtag_name: ['a'] }, 'hashtag_name'],
    ['a name without end', { hashtag_name: 'x'.repeat(MEGABYTE) }, 'hashtag_name'],
    ['an id that is none', { hashtag_id: '12x' }, 'hashtag_id'],
    ['a country that is none', { country_info: { id: 'XX' } }, 'country_info'],
    ['a curve that is no list', { trend: 5 }, 'trend'],
    ['a curve without end', { trend: legacyCurve('2026-10-20', long) }, 'trend'],
    ['a curve above its peak', { trend: points(7) }, 'trend'],
    ['a curve below nothing', { trend: points(-0.1) }, 'trend'],
    ['a curve of no numbers', { trend: points('1e400') }, 'trend'],
    ['a curve into the future', { trend: [{ time: 1_999_999_999, value: 1 }] }, 'trend'],
    ['a curve in milliseconds', { trend: [{ time: 1_760_000_000_000, value: 1 }] }, 'trend'],
    ['a curve before TikTok', { trend: [{ time: 999_999_999, value: 1 }] }, 'trend'],
  ])('is left out, and the others are read: %s', async (_name, given, column) => {
    const list = legacyAnswer([legacyHashtag('bad', given), legacyHashtag('good')]);
    const { sightings, problems } = await readTrends('a.json', json(list));
    expect(sightings.map(({ name }) => name)).toEqual(['good']);
    expect(problems).toEqual([
      { scope: 'ROW', row: null, column, message: expect.stringMatching(/^Answer 1, item 1: .{1,200}$/) },
    ]);
  });

  test('is left out: a number that is none', async () => {
    const text = json(legacyAnswer([legacyHashtag('bad', { video_views: 0 }), legacyHashtag('good')]));
    const { sightings, problems } = await readTrends(
      'a.json',
      text.replace('"video_views":0', '"video_views":1e400'),
    );
    expect(sightings.map(({ name }) => name)).toEqual(['good']);
    expect(problems).toMatchObject([{ scope: 'ROW', column: 'video_views' }]);
  });

  test('is left out: what is no object, and a sound without its id', async () => {
    const list = legacyAnswer([legacySound(), null, 'x', [], legacySound({ clip_id: '' })], 'sound_list');
    const { sightings, problems } = await readTrends('a.json', json(list));
    expect(sightings).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      'Answer 1, item 2: It is no object.',
      'Answer 1, item 3: It is no object.',
      'Answer 1, item 4: It is no object.',
      'Answer 1, item 5: There is no id of the sound.',
    ]);
  });

  test('changes nothing of objects where it names their built-in members', async () => {
    const text = json(oneAnswer([oneHashtag('tag')])).replace(
      '"topCreators"',
      '"__proto__":{"polluted":1,"countryCode":"FR"},"constructor":{"prototype":{"polluted":1}},"topCreators"',
    );
    const { sightings } = await readTrends('a.json', text, { region: 'US' });
    expect(sightings).toMatchObject([{ name: 'tag', region: 'US' }]);
    expect('polluted' in {}).toBe(false);
  });

  test('has no character that a database does not take', async () => {
    const list = legacyAnswer([legacySound({ title: 'A\0B\uD800C' })], 'sound_list');
    const { sightings } = await readTrends('a.json', json(list));
    expect(sightings[0]?.name).toBe('AB\uFFFDC');
  });
});
