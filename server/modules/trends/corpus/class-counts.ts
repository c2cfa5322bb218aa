import { startOfUtcDay } from '../../../lib/time.ts';
import { type Knot, spreadGains } from '../../analytics/series/gains.ts';
import { type CountedAccounts, DAY_MS, WINDOW_DAYS } from './corpus-accounts.ts';

/** Examples that are shown of a trend. */
const MOST_EXAMPLES = 10;

/** A public post of a counted account; instants in milliseconds since 1970 (UTC). */
export interface CorpusPost {
  id: string;
  accountId: string;
  postedAt: number;
  /** Newest; null is unknown. */
  views: number | null;
  hashtags: readonly string[];
  /** By `featuresOf`. */
  features: readonly string[];
  /** Null without a score. */
  outlierZ: number | null;
  /** The counter of views over time, from 0 at the post where the account was observed by then. */
  knots: readonly Knot[];
}

/** A set of posts that is counted: those with a hashtag, or of a format. */
export interface PostClass {
  has: (post: CorpusPost) => boolean;
  /** How well a post shows it, the higher the better; null where it does not. */
  showsBy: (post: CorpusPost) => number | null;
}

/** What the counted accounts know of a class. */
export interface ClassCount {
  /** Of the last 28 days. */
  posts: number;
  /** That posted these. */
  accounts: number;
  /** Of these posts, all of which they had in these 28 days; null where one is unknown. */
  views: number | null;
  /** Views gained on each day of the curve, by posts of at most 28 days; the oldest first. */
  daily: readonly number[];
  /** Ids of posts of the last 28 days, best first. */
  examples: readonly string[];
  /** Newest post; null without one. */
  lastPostedAt: number | null;
}

/** Counts classes over posts that are given one by one, so that not all have to be held at a time. */
export class ClassCounts<Class extends PostClass> {
  readonly #window: Pick<CountedAccounts, 'start' | 'end'>;
  readonly #tallies: ReadonlyMap<Class, Tally>;

  constructor(window: Pick<CountedAccounts, 'start' | 'end'>, classes: readonly Class[]) {
    const days = Math.round((window.end - window.start) / DAY_MS);
    this.#window = window;
    this.#tallies = new Map(
      classes.map((each) => [
        each,
        {
          posts: 0,
          accounts: new Set(),
          views: 0,
          daily: new Array<number>(days).fill(0),
          examples: [],
          lastPostedAt: null,
        },
      ]),
    );
  }

  add(post: CorpusPost): void {
    const { end } = this.#window;
    if (post.postedAt >= end) return;
    const isRecent = post.postedAt >= end - WINDOW_DAYS * DAY_MS;
    let gains: readonly Gain[] | undefined;
    for (const [each, tally] of this.#tallies) {
      if (!each.has(post)) continue;
      gains ??= dailyGains(post, this.#window);
      for (const { day, gained } of gains) tally.daily[day]! += gained;
      tally.lastPostedAt = Math.max(tally.lastPostedAt ?? -Infinity, post.postedAt);
      if (!isRecent) continue;
      tally.posts++;
      tally.accounts.add(post.accountId);
      tally.views = tally.views === null || post.views === null ? null : tally.views + post.views;
      const score = each.showsBy(post);
      if (score !== null) addExample(tally.examples, { id: post.id, score });
    }
  }

  of(counted: Class): ClassCount {
    const { examples, daily, accounts, ...tally } = this.#tallies.get(counted)!;
    // A net fall of views is a correction of TikTok's, and no count of a day.
    return {
      ...tally,
      accounts: accounts.size,
      daily: daily.map((gained) => Math.max(0, gained)),
      examples: examples.map(({ id }) => id),
    };
  }
}

interface Example {
  id: string;
  score: number;
}

interface Tally {
  posts: number;
  accounts: Set<string>;
  views: number | null;
  daily: number[];
  examples: Example[];
  lastPostedAt: number | null;
}

/** Gained on a day of the curve, counted from 0. */
interface Gain {
  day: number;
  gained: number;
}

/**
 * What a post gained on each day of the curve that it was young on: the day of the post and the 27 after it, in which it is
 * captured at least daily. Older posts are captured weekly, so the newest days would never know what they gain.
 *
 * None of a post whose views are not known throughout these days: a part would look like a rise or a fall.
 */
function dailyGains(
  { postedAt, knots }: CorpusPost,
  { start, end }: Pick<CountedAccounts, 'start' | 'end'>,
): Gain[] {
  const from = Math.max(startOfUtcDay(postedAt), start);
  const until = Math.min(startOfUtcDay(postedAt) + WINDOW_DAYS * DAY_MS, end);
  const [first, last] = [knots[0], knots.at(-1)];
  if (first === undefined || last === undefined || first.at > Math.max(from, postedAt) || last.at < until)
    return [];
  const days: { start: number; end: number }[] = [];
  for (let at = from; at < until; at += DAY_MS) days.push({ start: at, end: at + DAY_MS });
  const gains: Gain[] = [];
  spreadGains(knots, days, (index, { gained }) => {
    gains.push({ day: Math.round((from - start) / DAY_MS) + index, gained });
  });
  return gains;
}

/** Keeps the best, best first. */
function addExample(examples: Example[], example: Example): void {
  const place = examples.findIndex(
    ({ id, score }) => score < example.score || (score === example.score && id > example.id),
  );
  if (place === -1) examples.push(example);
  else examples.splice(place, 0, example);
  examples.length = Math.min(examples.length, MOST_EXAMPLES);
}
