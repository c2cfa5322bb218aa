import type { AccountCapture, MetricSource, VideoCapture } from './captures.ts';

// Captures of one owner as one text: `at,counters…,source`, apart by semicolons, null written as nothing. The driver's cost a
// row was most of the time of reading them one by one; and not JSON, since PostgreSQL's functions for it take three
// times as long.

export function packVideoCaptures(captures: readonly VideoCapture[]): string {
  return captures
    .map(({ at, views, likes, comments, shares, source }) =>
      [at, views ?? '', likes ?? '', comments ?? '', shares ?? '', source].join(','),
    )
    .join(';');
}

export function unpackVideoCaptures(text: string | null | undefined): VideoCapture[] {
  return tuplesOf(text).map(toVideoCapture);
}

export function toVideoCapture([
  at,
  views,
  likes,
  comments,
  shares,
  source,
]: readonly string[]): VideoCapture {
  return {
    at: Number(at),
    views: toCounter(views),
    likes: toCounter(likes),
    comments: toCounter(comments),
    shares: toCounter(shares),
    source: source as MetricSource,
  };
}

export function packAccountCaptures(captures: readonly AccountCapture[]): string {
  return captures.map(({ at, followers, source }) => [at, followers ?? '', source].join(',')).join(';');
}

export function unpackAccountCaptures(text: string | null | undefined): AccountCapture[] {
  return tuplesOf(text).map(([at, followers, source]) => ({
    at: Number(at),
    followers: toCounter(followers),
    source: source as MetricSource,
  }));
}

export function tuplesOf(text: string | null | undefined): string[][] {
  return text === null || text === undefined ? [] : text.split(';').map((tuple) => tuple.split(','));
}

/** SQL's concat writes nothing for null. */
export function toCounter(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}
