import { COUNTERS, GAP_MS } from './captures.ts';
import type { Counter, MetricSource } from './captures.ts';
import { spreadGains } from './gains.ts';
import type { Knot, Stretch } from './gains.ts';

/** More of a bucket's gains than this from interpolation makes the bucket INTERPOLATED. */
const INTERPOLATED_SHARE = 0.1;

/** A video's counters over time, unknown ones left out. */
export type VideoKnots = { postedAt: number } & Readonly<Record<Counter, readonly Knot[]>>;

/** What was gained over all videos in one stretch; a counter is null where no captures reach into it. */
export interface PieceGains extends Record<Counter, number | null> {
  /** Sum of the parts of increments that lie in it, without their signs. */
  absolute: number;
  /** The same of increments between captures more than `GAP_MS` apart, with a border of the stretch between them. */
  absoluteAcrossGaps: number;
  /** How many parts there are, at least: 0 is none, and equal to `partsAcrossGaps` when all are such. */
  parts: number;
  partsAcrossGaps: number;
  sources: Set<MetricSource>;
}

export function noGains(): PieceGains {
  return {
    views: null,
    likes: null,
    comments: null,
    shares: null,
    absolute: 0,
    absoluteAcrossGaps: 0,
    parts: 0,
    partsAcrossGaps: 0,
    sources: new Set(),
  };
}

/** What the videos gained in each of the stretches, by `spreadGains`. */
export function gainsOfVideos(videos: readonly VideoKnots[], stretches: readonly Stretch[]): PieceGains[] {
  const pieces = stretches.map(noGains);
  for (const video of videos) {
    for (const counter of COUNTERS) {
      spreadGains(video[counter], stretches, (index, { from, to, gained }) => {
        const piece = pieces[index]!;
        piece[counter] = (piece[counter] ?? 0) + gained;
        piece.absolute += Math.abs(gained);
        piece.parts++;
        noteSources(piece.sources, from, to);
        if (isAcrossGap(stretches[index]!, from, to)) {
          piece.absoluteAcrossGaps += Math.abs(gained);
          piece.partsAcrossGaps++;
        }
      });
    }
  }
  return pieces;
}

export function areGainsInterpolated(gains: Omit<PieceGains, 'sources'>): boolean {
  return (
    gains.absoluteAcrossGaps > INTERPOLATED_SHARE * gains.absolute ||
    (gains.parts > 0 && gains.partsAcrossGaps === gains.parts)
  );
}

export function isAcrossGap({ start, end }: Stretch, from: Knot, to: Knot): boolean {
  return to.at - from.at > GAP_MS && (from.at < start || to.at > end);
}

/** A stretch is fed by both ends of every increment that reaches into it. */
export function noteSources(sources: Set<MetricSource>, from: Knot, to: Knot): void {
  if (from.source !== null) sources.add(from.source);
  if (to.source !== null) sources.add(to.source);
}
