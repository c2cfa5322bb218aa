import type { AccountHistory, AccountKnots } from './account-history.ts';
import { areGainsInterpolated, tally } from './account-tally.ts';
import { GAP_MS } from './captures.ts';
import type { Counter } from './captures.ts';
import type { Knot } from './gains.ts';
import { hasCounters, hasFollowers, isCapturedThroughout, withFollowerGains } from './imported-days.ts';
import type { ImportedDay } from './imported-days.ts';

/**
 * The knots that `accountSeries` and `periodSums` read, and which days they read from exports; see the rules there.
 *
 * Of each day two groups of figures, views with likes, comments and shares, and followers, are each read from one
 * source and never added up: Studio counts deleted videos too. Captures come first where they tell of the whole day and
 * none of it is interpolated; then an export that knows the group; then whatever the captures tell.
 */
export function toAccountKnots(history: AccountHistory): AccountKnots {
  const followers = lastOfEachInstant(
    history.account.flatMap(({ at, followers: value, source }) =>
      value === null ? [] : [{ at, value, source }],
    ),
  );
  const videos = history.videos.map((video) => ({
    postedAt: video.postedAt,
    views: knotsOf(video, 'views', history.observedSince),
    likes: knotsOf(video, 'likes', history.observedSince),
    comments: knotsOf(video, 'comments', history.observedSince),
    shares: knotsOf(video, 'shares', history.observedSince),
  }));
  const imported = withFollowerGains(history.imported).filter(({ start, end }) => start < end);
  const captured = {
    followers,
    videos,
    imported: [],
    importedCounters: new Set<never>(),
    importedFollowers: new Set<never>(),
  };
  const isWhole = wholeDays(captured, imported);
  return {
    ...captured,
    imported,
    importedCounters: new Set(imported.filter((day, index) => hasCounters(day) && !isWhole[index])),
    importedFollowers: new Set(
      imported.filter((day) => hasFollowers(day) && !isCapturedThroughout(followers, day, GAP_MS)),
    ),
  };
}

/** Of which days captures tell the views throughout, without interpolation. */
function wholeDays(captured: AccountKnots, days: readonly ImportedDay[]): boolean[] {
  if (days.length === 0) return [];
  let since = Infinity;
  let until = -Infinity;
  for (const { views } of captured.videos) {
    since = Math.min(since, views[0]?.at ?? Infinity);
    until = Math.max(until, views.at(-1)?.at ?? -Infinity);
  }
  return tally(captured, days).map((bucket, index) => {
    const { start, end } = days[index]!;
    return since <= start && end <= until && bucket.views !== null && !areGainsInterpolated(bucket);
  });
}

/** Captures that know the counter, after the post itself where it fell into the observed time: 0 at posting. */
function knotsOf(
  video: AccountHistory['videos'][number],
  counter: Counter,
  observedSince: number | null,
): Knot[] {
  const knots: Knot[] = [];
  for (const capture of video.captures) {
    const value = capture[counter];
    if (value !== null) knots.push({ at: capture.at, value, source: capture.source });
  }
  const first = knots[0];
  if (
    first !== undefined &&
    observedSince !== null &&
    observedSince <= video.postedAt &&
    video.postedAt < first.at
  ) {
    knots.unshift({ at: video.postedAt, value: 0, source: null });
  }
  return lastOfEachInstant(knots);
}

function lastOfEachInstant(knots: Knot[]): Knot[] {
  return knots.filter((knot, index) => knots[index + 1]?.at !== knot.at);
}
