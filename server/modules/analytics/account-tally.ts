import type { AccountKnots } from './account-history.ts';
import { COUNTERS, GAP_MS } from './captures.ts';
import type { Counter, MetricSource } from './captures.ts';
import { add, spreadGains, valueAmong, valueAt } from './gains.ts';
import type { Knot, Stretch } from './gains.ts';
import { piecesOf } from './imported-days.ts';
import type { ImportedDay, Piece } from './imported-days.ts';
import type { PointQuality } from './video-series.ts';

/** More of a bucket's gains than this from interpolation makes the bucket INTERPOLATED. */
const INTERPOLATED_SHARE = 0.1;

/** Of a day that an export tells. */
const EXPORT_SOURCE: MetricSource = 'STUDIO_EXPORT';

/** What is known of a bucket; null is unknown. */
export interface Tally extends Record<Counter | 'followersGained', number | null> {
  followers: number | null;
  /** The instant that `followers` speaks of. */
  followersAt: number;
  profileViews: number | null;
  viewers: number | null;
  absolute: number;
  absoluteAcrossGaps: number;
  parts: number;
  partsAcrossGaps: number;
  areFollowersAcrossGap: boolean;
  importedDays: number;
  sources: Set<MetricSource>;
}

/** One tally a bucket, by the rules of `accountSeries`. */
export function tally(account: AccountKnots, buckets: readonly Stretch[]): Tally[] {
  const tallies = buckets.map(emptyTally);
  const pieces = piecesOf(buckets, account.imported, account.importedCounters, account.importedFollowers);
  const counted = pieces.filter((piece) => piece.counters);
  for (const video of account.videos) {
    for (const counter of COUNTERS) {
      spreadGains(video[counter], counted, (index, { from, to, gained }) => {
        const piece = counted[index]!;
        const bucket = tallies[piece.bucket]!;
        bucket[counter] = (bucket[counter] ?? 0) + gained;
        bucket.absolute += Math.abs(gained);
        bucket.parts++;
        noteSources(bucket, from, to);
        if (isAcrossGap(piece, from, to)) {
          bucket.absoluteAcrossGaps += Math.abs(gained);
          bucket.partsAcrossGaps++;
        }
      });
    }
  }
  tallyFollowers(account.followers, pieces, tallies);
  tallyImported(account, buckets, tallies);
  return tallies;
}

function tallyFollowers(knots: readonly Knot[], pieces: readonly Piece[], tallies: readonly Tally[]): void {
  const read = pieces.filter((piece) => piece.followers);
  spreadGains(knots, read, (index, { from, to, gained }) => {
    const piece = read[index]!;
    const bucket = tallies[piece.bucket]!;
    bucket.followersGained = (bucket.followersGained ?? 0) + gained;
    bucket.followers = valueAt(from, to, piece.end);
    bucket.followersAt = Math.min(to.at, piece.end);
    // Of a day whose views an export tells, the line between two captures is still the best that is known.
    bucket.areFollowersAcrossGap ||= piece.counters && isAcrossGap(piece, from, to);
    noteSources(bucket, from, to);
  });
  // The last capture of all begins no increment, and a capture at the first instant of a bucket ends none in it.
  const last = knots.at(-1);
  const piece =
    last === undefined ? undefined : read.find(({ start, end }) => start <= last.at && last.at < end);
  if (last === undefined || piece === undefined) return;
  const bucket = tallies[piece.bucket]!;
  bucket.followers = last.value;
  bucket.followersAt = last.at;
  noteSources(bucket, last, last);
}

/** After the captures, since it knows what they left open. */
function tallyImported(account: AccountKnots, buckets: readonly Stretch[], tallies: readonly Tally[]): void {
  let index = 0;
  for (const day of account.imported) {
    while (index < buckets.length && buckets[index]!.end <= day.start) index++;
    const stretch = buckets[index];
    const bucket = tallies[index];
    if (stretch === undefined || bucket === undefined) return;
    if (day.start < stretch.start) continue;
    const isDay = day.start === stretch.start && day.end === stretch.end;
    const viewers = isDay ? day.viewers : null;
    bucket.profileViews = add(bucket.profileViews, day.profileViews);
    bucket.viewers = add(bucket.viewers, viewers);
    const isOfCounters = account.importedCounters.has(day);
    const isOfFollowers = account.importedFollowers.has(day);
    if (isOfCounters) tallyImportedCounters(bucket, day);
    if (isOfFollowers) tallyImportedFollowers(bucket, day, account.followers);
    if (isOfCounters || isOfFollowers) bucket.importedDays++;
    if (isOfCounters || isOfFollowers || day.profileViews !== null || viewers !== null) {
      bucket.sources.add(EXPORT_SOURCE);
    }
  }
}

function tallyImportedCounters(bucket: Tally, day: ImportedDay): void {
  for (const counter of COUNTERS) {
    const gained = day[counter];
    if (gained === null) continue;
    bucket[counter] = (bucket[counter] ?? 0) + gained;
    bucket.absolute += Math.abs(gained);
    bucket.parts++;
  }
}

function tallyImportedFollowers(bucket: Tally, day: ImportedDay, captured: readonly Knot[]): void {
  bucket.followersGained = add(bucket.followersGained, day.followersGained);
  const followers = day.followers ?? valueAmong(captured, day.end);
  if (followers === null || day.end < bucket.followersAt) return;
  bucket.followers = followers;
  bucket.followersAt = day.end;
}

function emptyTally(): Tally {
  return {
    views: null,
    likes: null,
    comments: null,
    shares: null,
    followersGained: null,
    followers: null,
    followersAt: -Infinity,
    profileViews: null,
    viewers: null,
    absolute: 0,
    absoluteAcrossGaps: 0,
    parts: 0,
    partsAcrossGaps: 0,
    areFollowersAcrossGap: false,
    importedDays: 0,
    sources: new Set(),
  };
}

export function qualityOf(bucket: Tally): PointQuality {
  if (bucket.areFollowersAcrossGap || areGainsInterpolated(bucket)) return 'INTERPOLATED';
  const isExportAlone = bucket.sources.size === 1 && bucket.sources.has(EXPORT_SOURCE);
  return bucket.importedDays > 0 || isExportAlone ? 'UTC_DAY' : 'OBSERVED';
}

export function areGainsInterpolated(bucket: Tally): boolean {
  return (
    bucket.absoluteAcrossGaps > INTERPOLATED_SHARE * bucket.absolute ||
    (bucket.parts > 0 && bucket.partsAcrossGaps === bucket.parts)
  );
}

function isAcrossGap({ start, end }: Stretch, from: Knot, to: Knot): boolean {
  return to.at - from.at > GAP_MS && (from.at < start || to.at > end);
}

/** A bucket is fed by both ends of every increment that reaches into it. */
function noteSources(bucket: Tally, from: Knot, to: Knot): void {
  if (from.source !== null) bucket.sources.add(from.source);
  if (to.source !== null) bucket.sources.add(to.source);
}
