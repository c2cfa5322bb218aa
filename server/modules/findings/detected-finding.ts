import type { FindingKind } from '../../data/generated/prisma/client.ts';
import type { Day } from '../analytics/calendar.ts';
import type { EstimateInterval } from '../analytics/engagement-rate.ts';

/** Size of a change against what was usual; as JSON it is `Finding.effect`. */
export interface Effect {
  value: number;
  interval: EstimateInterval;
  sampleSize: number;
  /** What is estimated, in which unit. */
  definition: string;
}

/** A change as a detector tells it, before it is known whether it was raised already. */
export interface DetectedFinding {
  kind: FindingKind;
  /** What changed: `account`, a video's id, or a video's id with one of its counters. */
  subject: string;
  /** One English sentence, written from the facts alone. */
  summary: string;
  /** The first day it shows, in the account's time zone. */
  startedOn: Day;
  effect: Effect;
  /** The videos behind it, at most `MAX_VIDEOS`, in order of weight. */
  videoIds: readonly string[];
}

export const ACCOUNT = 'account';
export const MAX_VIDEOS = 10;
