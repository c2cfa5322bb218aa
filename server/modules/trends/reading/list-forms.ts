import { RowProblem } from '../../imports/reading/problems.ts';
import type { TrendCurveSighting } from '../trend-sighting.ts';
import { industryOf } from './industries.ts';
import { curveOf, isObject, type JsonObject, memberOf, objectOf, textOf } from './json-item.ts';
import type { ItemReading, TrendFormat } from './trend-record.ts';
import { readBigCount, readHashtag, readId, readRank, readRegion, readTitle } from './trend-values.ts';

/** What the items of a list look like, and how they are read. */
export type ListForm = { marks: readonly string[] } & (
  | { format: TrendFormat; read: (item: JsonObject, now: Date) => ItemReading }
  /** What it is a list of, where that is not read. */
  | { holds: string }
);

/** Told by members that no other form has; the first that fits. */
const FORMS: readonly ListForm[] = [
  { marks: ['hashtag_name'], format: 'creative-center-legacy', read: readLegacyHashtag },
  { marks: ['clip_id', 'title'], format: 'creative-center-legacy', read: readLegacySound },
  { marks: ['hashtagName'], format: 'creative-center-one', read: readOneHashtag },
  { marks: ['challengeId', 'name'], format: 'discover-list', read: readDiscoverHashtag },
  { marks: ['musicId', 'musicInfo'], format: 'discover-list', read: readDiscoverSound },
  { marks: ['extraInfo', 'type', 'title'], format: 'discover-list', read: readDiscoverCard },
  { marks: ['tcm_id'], holds: 'creators' },
  { marks: ['follower_cnt'], holds: 'creators' },
  { marks: ['verified', 'stats'], holds: 'creators' },
  { marks: ['item_url'], holds: 'videos' },
  { marks: ['itemInfo'], holds: 'videos' },
];

/** The form of an item; null where it is none. */
export function formOf(item: JsonObject): ListForm | null {
  return FORMS.find(({ marks }) => marks.every((mark) => Object.hasOwn(item, mark))) ?? null;
}

/** Counts are those of the period that was asked for, 7 to 120 days. A detail has those of all time besides. */
function readLegacyHashtag(item: JsonObject, now: Date): ItemReading {
  const industry = legacyIndustryOf(item);
  return {
    sighting: {
      kind: 'HASHTAG',
      name: readHashtag(textOf(item, 'hashtag_name'), 'hashtag_name'),
      tikTokId: readId(textOf(item, 'hashtag_id'), 'hashtag_id'),
      category: industry.category,
      rank: readRank(textOf(item, 'rank'), 'rank'),
      views: readBigCount(textOf(item, 'video_views'), 'video_views'),
      posts: readBigCount(textOf(item, 'publish_cnt'), 'publish_cnt'),
      measure: 'WINDOW',
      curve: legacyCurveOf(item, now),
    },
    region: readRegion(textOf(objectOf(item, 'country_info'), 'id'), 'country_info'),
    capturedAt: null,
    unknownIndustry: industry.unknownIndustry,
  };
}

/** It has a place and a curve, and no counts. `song_id` is another song catalogue's; links go by `clip_id`. */
function readLegacySound(item: JsonObject, now: Date): ItemReading {
  return {
    sighting: {
      ...soundOf(textOf(item, 'clip_id'), 'clip_id', textOf(item, 'title'), 'title'),
      rank: readRank(textOf(item, 'rank'), 'rank'),
      views: null,
      posts: null,
      measure: 'WINDOW',
      curve: legacyCurveOf(item, now),
    },
    region: readRegion(textOf(item, 'country_code'), 'country_code'),
    capturedAt: null,
    unknownIndustry: null,
  };
}

function readOneHashtag(item: JsonObject, now: Date): ItemReading {
  const industry = industryOf(idsOf(item, 'industryIDs'));
  return {
    sighting: {
      kind: 'HASHTAG',
      name: readHashtag(textOf(item, 'hashtagName'), 'hashtagName'),
      tikTokId: readId(textOf(item, 'hashtagID'), 'hashtagID'),
      category: industry.category,
      rank: readRank(textOf(item, 'rankIndex'), 'rankIndex'),
      views: readBigCount(textOf(item, 'vv'), 'vv'),
      posts: readBigCount(textOf(item, 'publishCnt'), 'publishCnt'),
      measure: 'WINDOW',
      curve: curveOf(
        item,
        { list: 'popularityCurve', time: 'timestamp', value: 'value' },
        { unit: 'INDEX', top: 100 },
        now,
      ),
    },
    region: readRegion(textOf(item, 'countryCode'), 'countryCode'),
    capturedAt: null,
    unknownIndustry: industry.unknownIndustry,
  };
}

/** Its counts are of all time. The order of such a list means nothing that TikTok says, so it is no rank. */
function readDiscoverHashtag(item: JsonObject): ItemReading {
  const stats = objectOf(item, 'stats');
  return lifetime({
    kind: 'HASHTAG',
    name: readHashtag(textOf(item, 'name'), 'name'),
    tikTokId: readId(textOf(item, 'challengeId'), 'challengeId'),
    category: null,
    views: readBigCount(textOf(stats, 'views'), 'views'),
    posts: readBigCount(textOf(stats, 'posts'), 'posts'),
  });
}

function readDiscoverSound(item: JsonObject): ItemReading {
  const stats = objectOf(item, 'stats');
  return lifetime({
    ...soundOf(textOf(item, 'musicId'), 'musicId', textOf(objectOf(item, 'musicInfo'), 'title'), 'title'),
    views: readBigCount(textOf(stats, 'views'), 'views'),
    posts: readBigCount(textOf(stats, 'posts'), 'posts'),
  });
}

const CARD_OF_A_SOUND = '1';
const CARD_OF_A_HASHTAG = '3';

/** A card as the page itself was sent it; `subTitle` has the same counts, abbreviated. */
function readDiscoverCard(item: JsonObject): ItemReading {
  const type = textOf(item, 'type');
  const extra = objectOf(item, 'extraInfo');
  const counts = {
    views: readBigCount(textOf(extra, 'views'), 'views'),
    posts: readBigCount(textOf(extra, 'posts'), 'posts'),
  };
  if (type === CARD_OF_A_SOUND) {
    return lifetime({ ...soundOf(textOf(item, 'id'), 'id', textOf(item, 'title'), 'title'), ...counts });
  }
  if (type === CARD_OF_A_HASHTAG) {
    return lifetime({
      kind: 'HASHTAG',
      name: readHashtag(textOf(item, 'title'), 'title'),
      tikTokId: readId(textOf(item, 'id'), 'id'),
      category: null,
      ...counts,
    });
  }
  throw new RowProblem('type', 'It is neither a hashtag nor a sound.');
}

function lifetime(
  said: Pick<ItemReading['sighting'], 'kind' | 'name' | 'tikTokId' | 'category' | 'views' | 'posts'>,
): ItemReading {
  return {
    sighting: { ...said, rank: null, measure: 'LIFETIME', curve: null },
    region: undefined,
    capturedAt: null,
    unknownIndustry: null,
  };
}

/** A sound, which is known by its id alone: many have one title. */
export function soundOf(
  id: string,
  idColumn: string,
  title: string,
  titleColumn: string,
): Pick<ItemReading['sighting'], 'kind' | 'name' | 'tikTokId' | 'category'> {
  const tikTokId = readId(id, idColumn);
  if (tikTokId === null) throw new RowProblem(idColumn, 'There is no id of the sound.');
  return { kind: 'SOUND', name: readTitle(title, titleColumn), tikTokId, category: null };
}

function legacyCurveOf(item: JsonObject, now: Date): TrendCurveSighting | null {
  const keys = { list: 'trend', time: 'time', value: 'value' };
  return curveOf(item, keys, { unit: 'SHARE_OF_PEAK', top: 1 }, now);
}

/** Its name stands beside its id. */
function legacyIndustryOf(
  item: JsonObject,
): Pick<ItemReading, 'unknownIndustry'> & { category: string | null } {
  const info = objectOf(item, 'industry_info');
  const name = textOf(info, 'value').trim().slice(0, 100);
  if (name !== '') return { category: name, unknownIndustry: null };
  const id = textOf(info, 'id');
  return industryOf(id === '' ? [] : [id]);
}

function idsOf(item: JsonObject, key: string): string[] {
  const list = memberOf(item, key) ?? [];
  if (!Array.isArray(list) || list.some((id: JsonObject[string]) => isObject(id) || Array.isArray(id))) {
    throw new RowProblem(key, `Its ${key} is no list of ids.`);
  }
  return list.map(String);
}
