import type { AccountKnots } from './account-history.ts';
import { COUNTERS } from './captures.ts';
import type { MetricSource } from './captures.ts';
import { add, spreadGains, valueAmong, valueAt } from './gains.ts';
import type { Knot, Stretch } from './gains.ts';
import { piecesOf } from './imported-days.ts';
import type { ImportedDay, Piece } from './imported-days.ts';
import { areGainsInterpolated, isAcrossGap, noGains, noteSources } from './piece-gains.ts';
import type { PieceGains } from './piece-gains.ts';
import type { PointQuality } from './video-series.ts';

/** Of a day that an export tells. */
const EXPORT_SOURCE: MetricSource = 'STUDIO_EXPORT';

/** What is known of a bucket; null is unknown. */
export interface Tally extends PieceGains {
  followersGained: number | null;
  followers: number | null;
  /** The instant that `followers` speaks of. */
  followersAt: number;
  profileViews: number | null;
  viewers: number | null;
  areFollowersAcrossGap: boolean;
  importedDays: number;
}

/** One tally a bucket, by the rules of `accountSeries`. */
export function tally(account: AccountKnots, buckets: readonly Stretch[]): Tally[] {
  const tallies = buckets.map(emptyTally);
  const pieces = piecesOf(buckets, account.imported, account.importedCounters, account.importedFollowers);
  const counted = pieces.filter((piece) => piece.counters);
  for (const [index, gains] of account.gainsIn(counted).entries()) {
    addGains(tallies[counted[index]!.bucket]!, gains);
  }
  tallyFollowers(account.followers, pieces, tallies);
  tallyImported(account, buckets, tallies);
  return tallies;
}

function addGains(bucket: Tally, gains: PieceGains): void {
  for (const counter of COUNTERS) bucket[counter] = add(bucket[counter], gains[counter]);
  bucket.absolute += gains.absolute;
  bucket.absoluteAcrossGaps += gains.absoluteAcrossGaps;
  bucket.parts += gains.parts;
  bucket.partsAcrossGaps += gains.partsAcrossGaps;
  for (const source of gains.sources) bucket.sources.add(source);
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
    noteSources(bucket.sources, from, to);
  });
  // The last capture of all begins no increment, and a capture at the first instant of a bucket ends none in it.
  const last = knots.at(-1);
  const piece =
    last === undefined ? undefined : read.find(({ start, end }) => start <= last.at && last.at < end);
  if (last === undefined || piece === undefined) return;
  const bucket = tallies[piece.bucket]!;
  bucket.followers = last.value;
  bucket.followersAt = last.at;
  noteSources(bucket.sources, last, last);
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
    ...noGains(),
    followersGained: null,
    followers: null,
    followersAt: -Infinity,
    profileViews: null,
    viewers: null,
    areFollowersAcrossGap: false,
    importedDays: 0,
  };
}

export function qualityOf(bucket: Tally): PointQuality {
  if (bucket.areFollowersAcrossGap || areGainsInterpolated(bucket)) return 'INTERPOLATED';
  const isExportAlone = bucket.sources.size === 1 && bucket.sources.has(EXPORT_SOURCE);
  return bucket.importedDays > 0 || isExportAlone ? 'UTC_DAY' : 'OBSERVED';
}
