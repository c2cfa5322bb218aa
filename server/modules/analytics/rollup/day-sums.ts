import { COUNTERS, GAP_MS } from '../series/captures.ts';
import type { Counter } from '../series/captures.ts';
import { spreadGains } from '../series/gains.ts';
import type { VideoKnots } from '../series/piece-gains.ts';
import type { DayNumber, ZoneDays } from './zone-days.ts';

/** What an account's videos gained in one day, as table AccountDay has it. */
export interface DaySums {
  gained: Record<Counter, number>;
  /** Of how many increments a part lies in the day. */
  parts: Record<Counter, number>;
  absolute: number;
  gapAbsolute: number;
  gapParts: number;
}

export function emptySums(): DaySums {
  return {
    gained: { views: 0, likes: 0, comments: 0, shares: 0 },
    parts: { views: 0, likes: 0, comments: 0, shares: 0 },
    absolute: 0,
    gapAbsolute: 0,
    gapParts: 0,
  };
}

/** Increments over more than `GAP_MS` between two days, as table AccountGap has them. */
export interface GapSum {
  first: DayNumber;
  last: DayNumber;
  absolute: number;
  parts: number;
}

/**
 * Gains of videos by day, by the rules of `gainsOfVideos`. Sums are whole numbers over increments, so a video may be added
 * and taken away again, and what is left is as if it had never been there.
 */
export class AccountSums {
  readonly days = new Map<DayNumber, DaySums>();
  readonly gaps = new Map<string, GapSum>();
  readonly #zone: ZoneDays;

  constructor(zone: ZoneDays) {
    this.#zone = zone;
  }

  /** @param sign −1 takes away. */
  add(video: VideoKnots, sign: 1 | -1): void {
    const instants = COUNTERS.flatMap((counter) => [video[counter][0], video[counter].at(-1)]).flatMap(
      (knot) => (knot === undefined ? [] : [knot.at]),
    );
    if (instants.length === 0) return;
    const days = this.#zone.between(Math.min(...instants), Math.max(...instants));
    for (const counter of COUNTERS) {
      const knots = video[counter];
      spreadGains(knots, days, (index, { from, to, gained }) => {
        const sums = this.#day(days[index]!.day);
        sums.gained[counter] += sign * gained;
        sums.parts[counter] += sign;
        sums.absolute += sign * Math.abs(gained);
        if (to.at - from.at <= GAP_MS) return;
        sums.gapAbsolute += sign * Math.abs(gained);
        sums.gapParts += sign;
      });
      for (const [index, to] of knots.entries()) {
        const from = knots[index - 1];
        if (from === undefined || to.at - from.at <= GAP_MS) continue;
        const gap = this.#gap(this.#zone.at(from.at), this.#zone.at(to.at - 1));
        // A straight line does not turn, so its parts have one sign and add up to this.
        gap.absolute += sign * Math.abs(to.value - from.value);
        gap.parts += sign;
      }
    }
  }

  /** The days that anything but 0 was added to. */
  changedDays(): DayNumber[] {
    return [...this.days].flatMap(([day, { gained, parts, absolute, gapAbsolute, gapParts }]) => {
      const figures = [...Object.values(gained), ...Object.values(parts), absolute, gapAbsolute, gapParts];
      return figures.some((figure) => figure !== 0) ? [day] : [];
    });
  }

  #day(day: DayNumber): DaySums {
    let sums = this.days.get(day);
    if (sums === undefined) {
      sums = emptySums();
      this.days.set(day, sums);
    }
    return sums;
  }

  #gap(first: DayNumber, last: DayNumber): GapSum {
    const key = `${String(first)} ${String(last)}`;
    let gap = this.gaps.get(key);
    if (gap === undefined) {
      gap = { first, last, absolute: 0, parts: 0 };
      this.gaps.set(key, gap);
    }
    return gap;
  }
}
