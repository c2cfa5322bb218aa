import { median } from 'simple-statistics';
import type { EstimateInterval } from '../engagement-rate.ts';
import { orderStatisticInterval } from '../order-statistics.ts';

/** Ages in hours at which videos are compared: close together while most views come in. */
export const AGES = [1, 3, 6, 12, 24, 72, 168, 336, 720, 2160, 4320, 8760] as const;
/** The age at which a video counts as grown up: 30 days, as https://outlier.so/docs/finding-outliers/understanding-outlier-scores has it. */
const GROWN_UP_HOURS = 720;
/** Fewer videos at the same age say nothing of what is usual. */
const MIN_COMPARABLE = 8;
/** Of more, the nearest in posting time are taken, since what is usual for an account moves. */
export const MAX_COMPARABLE = 50;
const HOUR_MS = 3_600_000;

/** The captures next to an age on both sides; times in milliseconds since 1970 (UTC). */
export interface AroundAge {
  hours: number;
  before: { at: number; views: number };
  after: { at: number; views: number };
}

/** A video with what was captured around each of `AGES`. */
export interface AgedVideo {
  id: string;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** Between the two newest captures; null with one. */
  viewsPerHour: number | null;
  around: readonly AroundAge[];
  /** The newest capture that knows the views; null without one. */
  newest: { at: number; views: number } | null;
}

/** What is the same of videos that are compared. */
export type OutlierBasis = 'EQUAL_AGE' | 'GROWN_UP';

export interface OutlierScore {
  robustZ: number;
  multipleOfMedian: number;
  basis: OutlierBasis;
  /** GROWN_UP: 720, and older. */
  ageHours: number;
  /** Comparable videos, without the video itself. */
  sampleSize: number;
  viewsPerHour: number | null;
  onTrackFor: { value: number; interval: EstimateInterval; sampleSize: number; definition: string } | null;
  /** Of the later of the two captures around the age; GROWN_UP: of the newest. */
  capturedAt: Date;
}

/**
 * How unusual a video is for its account. Compared are log(1 + views) of the video and of the nearest `MAX_COMPARABLE`
 * others in posting time, at least `MIN_COMPARABLE`:
 *
 * - EQUAL_AGE: at one age, the latest of `AGES` at which its views and those of enough others are known.
 * - GROWN_UP, where there is no such age: the newest views of videos that were 30 days old or older by then. So an account
 *   that was just connected has scores for what it posted before; ages differ, but little is gained after 30 days.
 *
 * Null where neither can be had, or where half of the others have the same views or none, so that nothing is usual.
 *
 * - robustZ: (x − median) / (1.4826 · MAD), of the others; 1.4826 makes MAD the standard deviation of a normal
 *   distribution (Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993; Leys et al. 2013,
 *   doi:10.1016/j.jesp.2013.03.013). No unit.
 * - multipleOfMedian: views over the others' median views. No unit.
 * - onTrackFor: see `onTrackFor`; null once the video is grown up.
 */
export function outlierScore(video: AgedVideo, others: readonly AgedVideo[], now: Date): OutlierScore | null {
  const nearest = nearestTo(video, others);
  for (const hours of AGES.toReversed()) {
    const views = viewsAtAge(video, hours);
    if (views === null) continue;
    const comparable = nearest.flatMap((other) => viewsAtAge(other, hours) ?? []).slice(0, MAX_COMPARABLE);
    if (comparable.length < MIN_COMPARABLE) continue;
    const isYoung = now.getTime() - video.postedAt < GROWN_UP_HOURS * HOUR_MS;
    const distance = distanceFrom(comparable, views);
    return (
      distance && {
        ...distance,
        basis: 'EQUAL_AGE',
        ageHours: hours,
        viewsPerHour: video.viewsPerHour,
        onTrackFor: isYoung ? onTrackFor(hours, views, nearest) : null,
        capturedAt: new Date(video.around.find((around) => around.hours === hours)!.after.at),
      }
    );
  }
  const views = grownUpViews(video);
  const comparable = nearest.flatMap((other) => grownUpViews(other) ?? []).slice(0, MAX_COMPARABLE);
  if (views === null || video.newest === null || comparable.length < MIN_COMPARABLE) return null;
  const distance = distanceFrom(comparable, views);
  return (
    distance && {
      ...distance,
      basis: 'GROWN_UP',
      ageHours: GROWN_UP_HOURS,
      viewsPerHour: video.viewsPerHour,
      onTrackFor: null,
      capturedAt: new Date(video.newest.at),
    }
  );
}

/** The others in the order in which they are compared: those first that were posted nearest in time. */
export function nearestTo(video: AgedVideo, others: readonly AgedVideo[]): AgedVideo[] {
  const distance = ({ postedAt }: AgedVideo) => Math.abs(postedAt - video.postedAt);
  return others
    .filter(({ id }) => id !== video.id)
    .toSorted((a, b) => distance(a) - distance(b) || (a.id < b.id ? -1 : 1));
}

/** Null where half of the others have the same views, or none. */
function distanceFrom(
  others: readonly number[],
  views: number,
): Pick<OutlierScore, 'robustZ' | 'multipleOfMedian' | 'sampleSize'> | null {
  const logs = others.map((count) => Math.log1p(count));
  const center = median(logs);
  const deviation = median(logs.map((log) => Math.abs(log - center)));
  const usual = median(others);
  if (deviation === 0 || usual === 0) return null;
  return {
    robustZ: (Math.log1p(views) - center) / (1.4826 * deviation),
    multipleOfMedian: views / usual,
    sampleSize: others.length,
  };
}

/** The newest views, where they were captured at 30 days or later. */
function grownUpViews({ postedAt, newest }: AgedVideo): number | null {
  return newest !== null && newest.at - postedAt >= GROWN_UP_HOURS * HOUR_MS ? newest.views : null;
}

/**
 * Views at an age by a straight line between the captures around it; null where these are further apart than half the
 * age, since in between the line would be a guess.
 */
export function viewsAtAge(video: Pick<AgedVideo, 'postedAt' | 'around'>, hours: number): number | null {
  const around = video.around.find((candidate) => candidate.hours === hours);
  if (around === undefined) return null;
  const { before, after } = around;
  const gap = after.at - before.at;
  if (gap > (hours * HOUR_MS) / 2) return null;
  if (gap === 0) return after.views;
  const part = (video.postedAt + hours * HOUR_MS - before.at) / gap;
  return Math.round(before.views + (after.views - before.views) * part);
}

/**
 * The views at 30 days that a video is heading for, as a multiple of the account's median at 30 days; null with fewer than `MIN_COMPARABLE` other videos known at both ages.
 *
 * The account's own decay curve: growth of log(1 + views) from the age to 30 days, of each other video. The estimate
 * takes its median, the interval `orderStatisticInterval`. It is of the video's own views; that the median has an error too
 * is left out.
 */
function onTrackFor(hours: number, views: number, others: readonly AgedVideo[]): OutlierScore['onTrackFor'] {
  const grown = others
    .flatMap((other) => {
      const [young, old] = [viewsAtAge(other, hours), viewsAtAge(other, GROWN_UP_HOURS)];
      return young === null || old === null ? [] : [{ old, growth: Math.log1p(old) - Math.log1p(young) }];
    })
    .slice(0, MAX_COMPARABLE);
  const n = grown.length;
  if (n < MIN_COMPARABLE) return null;
  const usual = median(grown.map(({ old }) => old));
  if (usual === 0) return null;
  const growths = grown.map(({ growth }) => growth);
  const { lower, upper, level } = orderStatisticInterval(growths);
  const multiple = (growth: number) => Math.expm1(Math.log1p(views) + growth) / usual;
  return {
    value: multiple(median(growths)),
    interval: {
      lower: multiple(lower),
      upper: multiple(upper),
      level,
      method: 'conformal: order statistics of the growth of the account’s other videos',
    },
    sampleSize: n,
    definition: 'Views at 30 days as a multiple of the account’s median at 30 days.',
  };
}
