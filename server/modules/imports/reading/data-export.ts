import { isDate } from '../../../lib/time.ts';
import type { ImportFormat, ImportRecord, ProfileRecord, RowPlace, VideoRecord } from '../import-record.ts';
import { isUnknown, readCount } from './cell.ts';
import { type JsonListener, walkJson, type Wanted } from './json-walk.ts';
import { READ_LIMITS } from './limits.ts';
import { FileProblem, RowProblem } from './problems.ts';

/** What the file says; `UNREADABLE` where it says two things, or one that is longer than it can be. */
type JsonValue = string | number | boolean | null | typeof UNREADABLE;
type PostField = 'Date' | 'Likes' | 'Title';
type ProfileField = 'userName' | 'followerCount' | 'followingCount' | 'likesReceived';

/** A data export that was read to its end. */
export interface DataExport {
  format: Extract<ImportFormat, `data-export-${string}`>;
  /** In lower case. */
  handle: string | null;
  posts: number;
  /** The profile, then the posts in the order of the file. */
  records: ImportRecord[];
}

const UNREADABLE = Symbol('unreadable');

const POSTS: Wanted = { VideoList: { '*': { Date: 'Date', Likes: 'Likes', Title: 'Title' } } };
const PROFILE: Wanted = {
  ProfileMap: {
    userName: 'userName',
    followerCount: 'followerCount',
    followingCount: 'followingCount',
    likesReceived: 'likesReceived',
  },
};

/** All that is read of the three generations. Messages, addresses, logins and everything else is passed over unseen. */
const WANTED: Wanted = {
  // A
  Video: { Videos: POSTS },
  // B, C
  Post: { Posts: POSTS },
  // A, B
  Profile: { 'Profile Information': PROFILE, 'Profile Info': PROFILE },
  // C
  'Profile And Settings': { 'Profile Info': PROFILE },
};

/** Sections that tell the generation; the first that is there decides. */
const GENERATIONS: [DataExport['format'], string[]][] = [
  ['data-export-c', ['Profile And Settings', 'Likes and Favorites']],
  ['data-export-b', ['Your Activity', 'Post']],
  ['data-export-a', ['Activity', 'Video', 'Profile']],
];

const SECTIONS = new Set(GENERATIONS.flatMap(([, names]) => names));

const TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?: UTC)?$/;
/** Videos of musical.ly kept their times. */
const FIRST_POST = Date.UTC(2014, 0);
const HANDLE = /^[\w.]{1,24}$/;
const DAY_MS = 86_400_000;

/**
 * Reads "Download your data" of TikTok in JSON: the profile's four public facts and the posts. Counts and times are strings
 * there, times in UTC. A post has no id, and of all counts only its likes.
 *
 * @throws FileProblem when it is damaged, cut off, something else, or has more posts than `READ_LIMITS.posts`.
 */
export async function readDataExport(
  pieces: AsyncIterable<Buffer>,
  context: { fileName: string; lastDay: string; signal?: AbortSignal | undefined },
): Promise<DataExport> {
  const { sections, profile, posts } = await collect(pieces, context.signal);
  const format = GENERATIONS.find(([, names]) => names.some((name) => sections.has(name)))?.[0];
  if (format === undefined)
    throw new FileProblem('The JSON has none of the sections of a data export of TikTok.');
  const from: Origin = { ...context, format, place: { fileName: context.fileName, row: null } };
  const records = posts.map((post, index) =>
    orProblem(from, `Post ${index + 1}: `, () => readPost(post, from)),
  );
  if (Object.keys(profile).length > 0) {
    records.unshift(orProblem(from, 'Profile: ', () => readProfile(profile, from)));
  }
  return { format, handle: readHandle(profile.userName), posts: posts.length, records };
}

interface Origin {
  format: DataExport['format'];
  place: RowPlace;
  lastDay: string;
}

type Post = Partial<Record<PostField, JsonValue>>;
type Profile = Partial<Record<ProfileField, JsonValue>>;

interface Collected {
  /** Keys of the root. */
  sections: Set<string>;
  profile: Profile;
  /** Null for an item that is no object. */
  posts: (Post | null)[];
}

async function collect(pieces: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<Collected> {
  const collected: Collected = { sections: new Set(), profile: {}, posts: [] };
  let post: Post = {};
  let titlesLength = 0;
  const addPost = (added: Post | null): void => {
    collected.posts.push(added);
    post = {};
    if (typeof added?.Title === 'string') titlesLength += added.Title.length;
    if (collected.posts.length > READ_LIMITS.posts || titlesLength > READ_LIMITS.titlesLength) {
      throw new FileProblem(`The file has more than ${READ_LIMITS.posts} posts, or longer titles than any.`);
    }
  };
  const listener: JsonListener = {
    onRootKey: (key) => {
      if (SECTIONS.has(key)) collected.sections.add(key);
    },
    onValue: (name, value) => {
      if (isPostField(name)) put(post, name, value);
      else put(collected.profile, name as ProfileField, value);
    },
    onOddValue: (name) => {
      if (isPostField(name)) post[name] = UNREADABLE;
      else collected.profile[name as ProfileField] = UNREADABLE;
    },
    onItem: () => {
      addPost(post);
    },
    onOddItem: () => {
      addPost(null);
    },
  };
  await walkJson(pieces, WANTED, listener, signal);
  return collected;
}

function put<Field extends string>(
  object: Partial<Record<Field, JsonValue>>,
  field: Field,
  value: JsonValue,
): void {
  const before = object[field];
  const isTooLong = typeof value === 'string' && value.length > READ_LIMITS.titleLength;
  object[field] = isTooLong || (before !== undefined && before !== value) ? UNREADABLE : value;
}

function isPostField(name: string): name is PostField {
  return name === 'Date' || name === 'Likes' || name === 'Title';
}

function readPost(post: Post | null, { format, place, lastDay }: Origin): VideoRecord {
  if (post === null) throw new RowProblem(null, 'it is no object.');
  return {
    kind: 'VIDEO',
    format,
    place,
    tikTokId: null,
    postedAt: readTime(post.Date ?? null, lastDay),
    title: readTitle(post.Title ?? null),
    views: null,
    likes: readJsonCount(post.Likes ?? null, 'Likes'),
    comments: null,
    shares: null,
  };
}

function readTitle(value: JsonValue): string | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw new RowProblem('Title', 'its title is no text, or longer than any.');
  // No database takes the character 0, nor half of one.
  const title = value.replaceAll('\0', '').toWellFormed();
  return isUnknown(title) ? null : title;
}

function readTime(value: JsonValue, lastDay: string): Date {
  const [text, date, time] = TIME.exec(String(value)) ?? [];
  const instant = date !== undefined && isDate(date) ? new Date(`${date}T${time!}Z`) : null;
  if (instant === null || Number.isNaN(instant.getTime())) {
    throw new RowProblem('Date', 'it has no time written as 2026-09-13 18:19:10.');
  }
  if (instant.getTime() < FIRST_POST) throw new RowProblem('Date', `${text!} is before TikTok.`);
  // A day of grace, since the day of the download may be one of the browser's.
  if (instant.getTime() >= Date.parse(lastDay) + 2 * DAY_MS) {
    throw new RowProblem('Date', `${text!} is after the day of the download, ${lastDay}.`);
  }
  return instant;
}

function readProfile(profile: Profile, { format, place }: Origin): ProfileRecord {
  return {
    kind: 'PROFILE',
    format,
    place,
    userName: readHandle(profile.userName),
    followers: readJsonCount(profile.followerCount ?? null, 'followerCount'),
    following: readJsonCount(profile.followingCount ?? null, 'followingCount'),
    likes: readJsonCount(profile.likesReceived ?? null, 'likesReceived'),
  };
}

function readHandle(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && HANDLE.test(value) ? value.toLowerCase() : null;
}

/** Written as a string by TikTok, so a number is as good where it is an exact one. */
function readJsonCount(value: JsonValue, column: string): number | null {
  if (value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new RowProblem(column, `its ${column} is no number, or two.`);
  }
  return readCount(String(value), column, false);
}

function orProblem(from: Origin, subject: string, read: () => ImportRecord): ImportRecord {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    const message = `${subject}${error.message}`;
    return { kind: 'PROBLEM', scope: 'ROW', place: from.place, column: error.column, message };
  }
}
