import type { Lift, Verdict } from '../lift/lift.ts';
import { POSTING_PRIOR } from './posting-prior.ts';
import type { PostingEffect, PostingTimes } from './posting-times.ts';
import { BLOCK_HOURS, partsOfBlock } from './posting-week.ts';

/** Four hours of a week; weekday 0 is Monday, startHour 0, 4, … 20. */
export interface PostingBlockLift {
  weekday: number;
  startHour: number;
  lift: Lift;
}

/** What `PostingTimes` says, in words and percent. */
export interface PostingLifts {
  /** HIGHER where hours or a day are. */
  verdict: Verdict;
  hours: { startHour: number; lift: Lift }[];
  days: { weekday: number; lift: Lift }[];
  blocks: PostingBlockLift[];
  /** Blocks with HIGHER, highest lift first. */
  best: PostingBlockLift[];
  prior: string;
}

/**
 * The probability with which an interval holds, at least. It is as measured, by `npm run verify:statistics`: plain ones
 * would be called 95 %, and hold less often, since how much hours differ is estimated as well.
 */
const LEVEL = 0.9;
const METHOD =
  'empirical Bayes; as wide as it takes for shuffled outcomes to put any of the account’s hours or days above 0 in at most 4 % of cases';
const DAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'] as const;

export function postingLifts(times: PostingTimes): PostingLifts {
  const hours = times.hours.map((effect, index) => {
    const startHour = index * BLOCK_HOURS;
    return { startHour, lift: liftOf(effect, times, `${between(startHour)} on any day`) };
  });
  const days = times.days.map((effect, weekday) => ({
    weekday,
    lift: liftOf(effect, times, `on ${DAYS[weekday]!} at any hour`),
  }));
  const blocks = times.blocks.map((effect, block) => {
    const { weekday, startHour } = partsOfBlock(block);
    return { weekday, startHour, lift: liftOf(effect, times, `on ${DAYS[weekday]!} ${between(startHour)}`) };
  });
  return {
    verdict: verdictOf([...times.hours, ...times.days].some(({ isHigher }) => isHigher)),
    hours,
    days,
    blocks,
    best: blocks.filter(({ lift }) => lift.verdict === 'HIGHER').sort((a, b) => b.lift.value - a.lift.value),
    prior: POSTING_PRIOR.description,
  };
}

function liftOf(
  { mean, deviation, sampleSize, plainMean, isHigher }: PostingEffect,
  { width }: PostingTimes,
  when: string,
): Lift {
  return {
    value: Math.expm1(mean),
    interval: {
      lower: Math.expm1(mean - width * deviation),
      upper: Math.expm1(mean + width * deviation),
      level: LEVEL,
      method: METHOD,
    },
    sampleSize,
    unshrunken: plainMean === null ? null : Math.expm1(plainMean),
    verdict: verdictOf(isHigher),
    definition: `Views of posts ${when}, against what was usual for the account when they were posted.`,
  };
}

function verdictOf(isHigher: boolean): Verdict {
  return isHigher ? 'HIGHER' : 'NO_EVIDENCE_YET';
}

/** `from 16:00 to 20:00`. */
function between(startHour: number): string {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return `from ${clock(startHour)} to ${clock(startHour + BLOCK_HOURS)}`;
}
