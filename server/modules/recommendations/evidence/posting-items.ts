import { clockOf } from '../../analytics/calendar.ts';
import type { Lift } from '../../analytics/lift/lift.ts';
import { postingLifts } from '../../analytics/posting/posting-lifts.ts';
import { proposeSlots } from '../../analytics/posting/posting-slots.ts';
import type { PostingTimes } from '../../analytics/posting/posting-times.ts';
import { BLOCK_HOURS } from '../../analytics/posting/posting-week.ts';
import type { ProposedSlot } from '../engine.ts';
import { liftItem } from './lift-items.ts';
import type { Unkeyed } from './unkeyed.ts';

/** So that several recommendations of a run can name different ones. */
const SLOTS = 6;
/** Of days with evidence, and of blocks with it; hours are never left out. */
const MAX_BETTER = 2;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

interface Group {
  subject: string;
  about: string;
  lift: Lift;
}

/**
 * When posts do better, or that nobody can tell yet: the six blocks of hours that have posts or are proposed, and days and
 * blocks of the week that have evidence. Each proposed time stands with what it rests on.
 *
 * @param account whose slots they are: the ones that its performance shows.
 */
export function postingItems(
  times: PostingTimes,
  { id, timezone }: { id: string; timezone: string },
  now: Date,
  capturedAt: string,
): Unkeyed<'STATISTIC'>[] {
  const { hours: lifts, days, best } = postingLifts(times);
  const ofHours = lifts.map(({ startHour, lift }): Group => {
    const subject = hoursFrom(startHour);
    return { subject, about: `Posts of ${subject} (${timezone})`, lift };
  });
  const better = [
    ...best.slice(0, MAX_BETTER).map(({ weekday, startHour, lift }): Group => {
      const hours = hoursFrom(startHour);
      const about = `Posts on ${DAYS[weekday]!}s, ${hours} (${timezone})`;
      return { subject: `${DAYS[weekday]!} ${hours}`, about, lift };
    }),
    ...days
      .filter(({ lift }) => lift.verdict === 'HIGHER')
      .slice(0, MAX_BETTER)
      .map(({ weekday, lift }): Group => ({
        subject: DAYS[weekday]!,
        about: `Posts on ${DAYS[weekday]!}s`,
        lift,
      })),
  ];
  const proposed = proposeSlots(times, { first: SLOTS, now, timezone, subject: id });
  const slotsOf = Map.groupBy(proposed, ({ at, lift }) => {
    const own = [...ofHours, ...better].find(({ lift: { definition } }) => definition === lift?.definition);
    return own ?? ofHours[Math.floor(clockOf(at.getTime(), timezone).hour / BLOCK_HOURS)]!;
  });
  return [...ofHours, ...better]
    .filter((group) => group.lift.sampleSize > 0 || slotsOf.has(group))
    .sort((a, b) => Number(b.lift.verdict === 'HIGHER') - Number(a.lift.verdict === 'HIGHER'))
    .map((group) =>
      liftItem(group.lift, {
        topic: 'POSTING_TIME',
        subject: group.subject,
        about: group.about,
        capturedAt,
        slots: (slotsOf.get(group) ?? []).map(({ at, basis, lift }): ProposedSlot => ({
          at: at.toISOString(),
          basis,
          lift,
        })),
      }),
    );
}

function hoursFrom(startHour: number): string {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return `${clock(startHour)}–${clock(startHour + BLOCK_HOURS)}`;
}
