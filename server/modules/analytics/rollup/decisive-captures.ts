import { COUNTERS } from '../series/captures.ts';
import type { AccountCapture, MetricSource, VideoCapture } from '../series/captures.ts';

/** An export knows its time to the day at best, so beside a capture of ours within this it tells nothing. */
export const ALONE_MS = 24 * 3_600_000;

export function isOwn({ source }: { source: MetricSource }): boolean {
  return source === 'DISPLAY_API';
}

/** Our own captures, and of exports those that have none of ours within a day of them. */
export function ownOrAlone<T extends { at: number; source: MetricSource }>(captures: readonly T[]): T[] {
  const own = captures.filter(isOwn);
  return captures.filter(
    (capture) => isOwn(capture) || !own.some(({ at }) => Math.abs(at - capture.at) <= ALONE_MS),
  );
}

/**
 * Of a video's captures of one day those that its series and its gains rest on: first and last of all, of our own, and of
 * our own that know each counter. Mostly two.
 *
 * @param captures by `ownOrAlone`, ascending by time.
 */
export function decisiveOfVideo(captures: readonly VideoCapture[]): VideoCapture[] {
  const own = captures.filter(isOwn);
  const knowing = COUNTERS.map((counter) => own.filter((capture) => capture[counter] !== null));
  return endsOf(captures, [captures, own, ...knowing]);
}

/** The same of the account's own: first and last of all, and of those that know the followers. */
export function decisiveOfAccount(captures: readonly AccountCapture[]): AccountCapture[] {
  return endsOf(captures, [captures, captures.filter(({ followers }) => followers !== null)]);
}

/** Whether our own captures among them know all counters. */
export function isComplete(captures: readonly VideoCapture[]): boolean {
  const own = captures.filter(isOwn);
  return COUNTERS.every((counter) => own.some((capture) => capture[counter] !== null));
}

/** First and last of each list, in the order of `captures`. Of several at one instant the last counts. */
function endsOf<T extends { at: number }>(captures: readonly T[], lists: readonly (readonly T[])[]): T[] {
  const ends = new Set(lists.flatMap((list) => [list.findLast(({ at }) => at === list[0]!.at), list.at(-1)]));
  return captures.filter((capture) => ends.has(capture));
}
