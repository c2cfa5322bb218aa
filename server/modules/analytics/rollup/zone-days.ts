import { startOfDay } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { Stretch } from '../series/gains.ts';

const DAY_MS = 86_400_000;

/** A day of a zone, counted from 1970-01-01, which is 0. */
export type DayNumber = number;

export interface NumberedDay extends Stretch {
  day: DayNumber;
}

/** The days of one IANA zone. Where each begins is reckoned once, since that is what costs most of all. */
export class ZoneDays {
  readonly timezone: string;
  readonly #starts = new Map<DayNumber, number>();

  constructor(timezone: string) {
    this.timezone = timezone;
  }

  /** By `startOfDay`, in milliseconds since 1970 (UTC). */
  startOf(day: DayNumber): number {
    let start = this.#starts.get(day);
    if (start === undefined) {
      start = startOfDay(toDay(day), this.timezone);
      this.#starts.set(day, start);
    }
    return start;
  }

  /** The day that an instant lies in: never one that the zone skipped. */
  at(instant: number): DayNumber {
    let day = Math.floor(instant / DAY_MS);
    while (instant < this.startOf(day)) day--;
    while (instant >= this.startOf(day + 1)) day++;
    return day;
  }

  /** The days between two instants, the first and last whole; without those that the zone skipped. */
  between(from: number, to: number): NumberedDay[] {
    const days: NumberedDay[] = [];
    for (let day = this.at(from); this.startOf(day) < to; day++) {
      const [start, end] = [this.startOf(day), this.startOf(day + 1)];
      if (start < end) days.push({ day, start, end });
    }
    return days;
  }
}

export function toDay(day: DayNumber): Day {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function toDayNumber(day: Day): DayNumber {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}
