import type { AccountHistory, AccountKnots, CapturedPast } from './account-history.ts';
import { GAP_MS } from './captures.ts';
import type { AccountCapture, Counter } from './captures.ts';
import type { Knot } from './gains.ts';
import { hasCounters, hasFollowers, isCapturedThroughout, withFollowerGains } from './imported-days.ts';
import type { ImportedDay } from './imported-days.ts';
import { areGainsInterpolated, gainsOfVideos } from './piece-gains.ts';
import type { VideoKnots } from './piece-gains.ts';

/** The knots that `accountSeries` and `periodSums` read, of captures and imported days. */
export function toAccountKnots(history: AccountHistory): AccountKnots {
  const videos = history.videos.map((video) => toVideoKnots(video, history.observedSince));
  const views = videos.map((video) => video.views);
  return withImportedDays(
    {
      followers: toFollowerKnots(history.account),
      posts: videos.map(({ postedAt }) => postedAt),
      viewsSince: views.reduce((since, knots) => Math.min(since, knots[0]?.at ?? Infinity), Infinity),
      viewsUntil: views.reduce((until, knots) => Math.max(until, knots.at(-1)?.at ?? -Infinity), -Infinity),
      gainsIn: (stretches) => gainsOfVideos(videos, stretches),
      videos,
    },
    history.imported,
  );
}

/**
 * Decides which days are read from exports; see the rules of `accountSeries`.
 *
 * Of each day two groups of figures, views with likes, comments and shares, and followers, are each read from one
 * source and never added up: Studio counts deleted videos too. Captures come first where they tell of the whole day and
 * none of it is interpolated; then an export that knows the group; then whatever the captures tell.
 */
export function withImportedDays(captured: CapturedPast, days: readonly ImportedDay[]): AccountKnots {
  const imported = withFollowerGains(days).filter(({ start, end }) => start < end);
  const isWhole = wholeDays(captured, imported);
  return {
    ...captured,
    imported,
    importedCounters: new Set(imported.filter((day, index) => hasCounters(day) && !isWhole[index])),
    importedFollowers: new Set(
      imported.filter((day) => hasFollowers(day) && !isCapturedThroughout(captured.followers, day, GAP_MS)),
    ),
  };
}

/** Of which days captures tell the views throughout, without interpolation. */
function wholeDays(captured: CapturedPast, days: readonly ImportedDay[]): boolean[] {
  const { viewsSince, viewsUntil } = captured;
  return captured.gainsIn(days).map((gains, index) => {
    const { start, end } = days[index]!;
    return viewsSince <= start && end <= viewsUntil && gains.views !== null && !areGainsInterpolated(gains);
  });
}

export function toFollowerKnots(captures: readonly AccountCapture[]): Knot[] {
  return lastOfEachInstant(
    captures.flatMap(({ at, followers: value, source }) => (value === null ? [] : [{ at, value, source }])),
  );
}

export function toVideoKnots(
  video: AccountHistory['videos'][number],
  observedSince: number | null,
): VideoKnots {
  return {
    postedAt: video.postedAt,
    views: knotsOf(video, 'views', observedSince),
    likes: knotsOf(video, 'likes', observedSince),
    comments: knotsOf(video, 'comments', observedSince),
    shares: knotsOf(video, 'shares', observedSince),
  };
}

/** Captures that know the counter, after the post itself where it fell into the observed time: 0 at posting. */
export function knotsOf(
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
