import type { AccountCapture, VideoCapture } from '../series/captures.ts';
import { packAccountCaptures, packVideoCaptures } from '../series/packed-captures.ts';
import { decisiveOfAccount, decisiveOfVideo, isComplete, ownOrAlone } from './decisive-captures.ts';
import type { AccountDayRow, VideoDayRow } from './store-days.ts';
import { type DayNumber, toDay, type ZoneDays } from './zone-days.ts';

/**
 * What is stored of a video's days, those without a capture left out. A day's row is whole where the captures are those of
 * the day and of 24 hours before and after it.
 *
 * @param captures ascending by time.
 */
export function videoDaysOf(
  videoId: string,
  captures: readonly VideoCapture[],
  zone: ZoneDays,
): Map<DayNumber, VideoDayRow> {
  const rows = new Map<DayNumber, VideoDayRow>();
  for (const [day, ofDay] of Map.groupBy(ownOrAlone(captures), ({ at }) => zone.at(at))) {
    const decisive = decisiveOfVideo(ofDay);
    rows.set(day, {
      videoId,
      date: toDay(day),
      captures: packVideoCaptures(decisive),
      isComplete: isComplete(decisive),
    });
  }
  return rows;
}

/** The same of the account's own captures. */
export function accountDaysOf(
  captures: readonly AccountCapture[],
  zone: ZoneDays,
): Map<DayNumber, AccountDayRow> {
  const rows = new Map<DayNumber, AccountDayRow>();
  for (const [day, ofDay] of Map.groupBy(ownOrAlone(captures), ({ at }) => zone.at(at))) {
    const decisive = decisiveOfAccount(ofDay);
    rows.set(day, {
      date: toDay(day),
      captures: packAccountCaptures(decisive),
      knowsFollowers: decisive.some(({ followers }) => followers !== null),
    });
  }
  return rows;
}
