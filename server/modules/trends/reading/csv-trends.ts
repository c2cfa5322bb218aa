import { isUnknown, quote } from '../../imports/reading/cell.ts';
import { READ_LIMITS } from '../../imports/reading/limits.ts';
import { FileProblem } from '../../imports/reading/problems.ts';
import type { Table } from '../../imports/reading/table.ts';
import { industryOf } from './industries.ts';
import { soundOf } from './list-forms.ts';
import type { ItemReading } from './trend-record.ts';
import { readBigCount, readHashtag, readInstant, readRank, readRegion, readId } from './trend-values.ts';

/** What a column is, by its name: in lower case, with `_` between words. */
const COLUMNS = {
  date: ['date', 'day', 'captured', 'captured_at', 'captured_on'],
  rank: ['rank', 'rank_index', 'rankindex', 'position'],
  hashtag: ['hashtag', 'hashtag_name', 'hashtagname', 'name'],
  sound: ['title', 'sound', 'sound_title', 'song', 'song_title', 'music', 'music_title'],
  hashtagId: ['hashtag_id', 'hashtagid', 'challenge_id', 'challengeid'],
  soundId: ['sound_id', 'music_id', 'musicid', 'clip_id'],
  id: ['id'],
  region: ['region', 'country', 'country_code'],
  category: ['category', 'industry'],
  views: ['views', 'video_views', 'vv', 'total_views'],
  posts: ['posts', 'publish_cnt', 'publishcnt', 'total_posts'],
} as const;
type Column = keyof typeof COLUMNS;

/** Names of counts, and of ids of lists that have these, of all time. All others count the days of Creative Center's period. */
const OF_ALL_TIME = new Set([
  'total_views',
  'total_posts',
  'challenge_id',
  'challengeid',
  'music_id',
  'musicid',
]);
/** Names of what is no trend. */
const OF_OTHERS: readonly [string, readonly string[]][] = [
  ['creators', ['creator', 'nick_name', 'followers', 'follower_cnt', 'handle', 'username']],
  ['videos', ['video_id', 'item_id', 'item_url', 'caption']],
];

/** A table whose header is known. */
export interface TrendTable {
  /** Whether its rows say of when they are. */
  isDated: boolean;
  /** Columns that are not known, as the file writes them. */
  unknown: string[];
  /** @throws RowProblem */
  readRow: (cells: readonly string[], now: Date) => ItemReading;
}

/**
 * Recognises a list of hashtags or sounds by its header.
 *
 * @throws FileProblem when it is none.
 */
export function recogniseTrends({ rows }: Table): TrendTable {
  const header = rows[0]?.cells;
  if (header === undefined) throw new FileProblem('The file is empty.');
  if (header.length > READ_LIMITS.tableColumns) {
    throw new FileProblem(`The file has more than ${String(READ_LIMITS.tableColumns)} columns.`);
  }
  const names = header.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const at = placesOf(names, header);
  const isSound = at.soundId !== undefined || (at.sound !== undefined && at.hashtag === undefined);
  assertTrends(names, at, isSound);
  const measure = names.some((name) => OF_ALL_TIME.has(name)) ? 'LIFETIME' : 'WINDOW';

  return {
    isDated: at.date !== undefined,
    unknown: header.filter((_cell, index) => !Object.values(at).includes(index)),
    readRow(cells, now) {
      const cell = (column: Column): string => (at[column] === undefined ? '' : (cells[at[column]] ?? ''));
      const named = (column: Column): string => header[at[column] ?? -1] ?? column;
      const industry = categoryOf(cell('category'));
      return {
        sighting: {
          ...(isSound ? soundIn(cell, named) : hashtagIn(cell, named)),
          category: industry.category,
          rank: readRank(cell('rank'), named('rank')),
          views: readBigCount(cell('views'), named('views')),
          posts: readBigCount(cell('posts'), named('posts')),
          measure,
          curve: null,
        },
        region: readRegion(cell('region'), named('region')),
        capturedAt: at.date === undefined ? null : readInstant(cell('date'), named('date'), now),
        unknownIndustry: industry.unknownIndustry,
      };
    },
  };
}

type Places = Partial<Record<Column, number>>;
/** The text of a cell, empty where the column is not there; and what the file calls the column. */
type Lookup = (column: Column) => string;

function placesOf(names: readonly string[], header: readonly string[]): Places {
  const places: Places = {};
  names.forEach((name, index) => {
    const column = (Object.keys(COLUMNS) as Column[]).find((each) =>
      (COLUMNS[each] as readonly string[]).includes(name),
    );
    if (column === undefined) return;
    const before = places[column];
    if (before !== undefined) {
      throw new FileProblem(
        `The columns ${quote(header[before]!)} and ${quote(header[index]!)} say the same; leave one out.`,
      );
    }
    places[column] = index;
  });
  return places;
}

function assertTrends(names: readonly string[], at: Places, isSound: boolean): void {
  if (at.hashtag !== undefined && names[at.hashtag] !== 'name') return;
  const others = OF_OTHERS.find((entry) => entry[1].some((name) => names.includes(name)));
  if (others !== undefined) {
    throw new FileProblem(`The file holds ${others[0]}; only hashtags and sounds are read.`);
  }
  if (at.hashtag === undefined && at.sound === undefined) {
    throw new FileProblem(
      'The file is no table of hashtags or sounds: its first row has to name a column hashtag, or title with an id.',
    );
  }
  if (isSound && at.soundId === undefined && at.id === undefined) {
    throw new FileProblem('The file lists sounds without their ids, by which alone they can be told apart.');
  }
}

function hashtagIn(cell: Lookup, named: Lookup): Pick<ItemReading['sighting'], 'kind' | 'name' | 'tikTokId'> {
  const idColumn = cell('hashtagId') === '' ? 'id' : 'hashtagId';
  return {
    kind: 'HASHTAG',
    name: readHashtag(cell('hashtag'), named('hashtag')),
    tikTokId: readId(cell(idColumn), named(idColumn)),
  };
}

function soundIn(cell: Lookup, named: Lookup): Pick<ItemReading['sighting'], 'kind' | 'name' | 'tikTokId'> {
  const idColumn = cell('soundId') === '' ? 'id' : 'soundId';
  const titleColumn = cell('sound') === '' ? 'hashtag' : 'sound';
  return soundOf(cell(idColumn), named(idColumn), cell(titleColumn), named(titleColumn));
}

/** The name of an industry, or its id at Creative Center. */
function categoryOf(text: string): ReturnType<typeof industryOf> {
  const name = text.replaceAll('\0', '').toWellFormed().trim().slice(0, 100);
  if (/^\d+$/.test(name)) return industryOf([name]);
  return { category: isUnknown(name) ? null : name, unknownIndustry: null };
}
