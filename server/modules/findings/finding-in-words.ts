import { dayOf } from '../analytics/calendar.ts';
import type { CounterFall } from './counter-fall.ts';
import { ACCOUNT, type DetectedFinding, MAX_VIDEOS } from './detected-finding.ts';
import type { FollowerChange } from './follower-change.ts';
import { REACH_AGE_HOURS, type ReachChange } from './reach-change.ts';
import type { TakeOff } from './viral-take-off.ts';

// What the detectors found as findings, each with a sentence that says no more than they know.

/** @param capturedAt of the views that it rests on; milliseconds since 1970 (UTC). */
export function takeOffFinding(
  videoId: string,
  { ageHours, views, sinceHours, velocity, usualVelocity, effect }: TakeOff,
  capturedAt: number,
  timezone: string,
): DetectedFinding {
  return {
    kind: 'VIRAL_TAKE_OFF',
    subject: videoId,
    summary:
      `A video takes off: ${words(views)} views at ${words(ageHours)} hours, ${words(effect.value)} times what is usual. ` +
      `Since it was ${words(sinceHours)} hours old it gained ${words(velocity)} an hour; usual is ${words(usualVelocity)}.`,
    startedOn: dayOf(capturedAt, timezone),
    effect,
    videoIds: [videoId],
  };
}

export function reachFinding(
  { direction, before, after, effect }: ReachChange,
  timezone: string,
): DetectedFinding {
  const startedOn = dayOf(after[0]!.postedAt, timezone);
  return {
    kind: direction === 'DOWN' ? 'REACH_DROP' : 'CHANGE_POINT',
    subject: ACCOUNT,
    summary:
      `Reach ${direction === 'DOWN' ? 'dropped' : 'rose and stays'}: posts since ${startedOn} get ${words(effect.value)} times ` +
      `the views at ${words(REACH_AGE_HOURS)} hours that those before did (${words(after.length)} posts against ${words(before.length)}).`,
    startedOn,
    effect,
    videoIds: after.slice(0, MAX_VIDEOS).map(({ id }) => id),
  };
}

/** @param videoIds that may be behind it. */
export function followerFinding(
  { date, gained, usual, effect }: FollowerChange,
  videoIds: readonly string[],
): DetectedFinding {
  const isGain = gained > 0;
  return {
    kind: isGain ? 'FOLLOWER_JUMP' : 'FOLLOWER_DROP',
    subject: ACCOUNT,
    summary:
      `The account ${isGain ? 'gained' : 'lost'} ${words(Math.abs(gained))} followers in a day; ` +
      `usual is a ${usual < 0 ? 'loss' : 'gain'} of ${words(Math.abs(usual))}.`,
    startedOn: date,
    effect,
    videoIds: videoIds.slice(0, MAX_VIDEOS),
  };
}

export function fallFinding(
  { videoId, counter, at, before, now, effect }: CounterFall,
  timezone: string,
): DetectedFinding {
  return {
    kind: 'COUNTER_FALL',
    subject: `${videoId} ${counter}`,
    summary:
      `The ${counter} of a video fell by ${words(-100 * effect.value)} %, from ${words(before)} to ${words(now)}; ` +
      'TikTok takes back counts that it holds for spam.',
    startedOn: dayOf(at, timezone),
    effect,
    videoIds: [videoId],
  };
}

/** 1234.5 is `1,235`, 4.56 `4.6`, 0.456 `0.46`: no more digits than a person reads. */
function words(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString('en', { maximumFractionDigits: size < 1 ? 2 : size < 10 ? 1 : 0 });
}
