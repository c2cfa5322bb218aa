import type { DismissReason, FindingKind } from '../../../data/generated/prisma/client.ts';
import { DURATIONS } from '../../analytics/lift/format-classes.ts';
import type { Verdict } from '../../analytics/lift/lift.ts';
import type { SlotBasis } from '../../analytics/posting/posting-slots.ts';
import type { RecommendationGoal } from '../engine.ts';

/** Words that rest on an evidence item; `figure` is the item's own, unrounded, or null without a number. */
export interface Cited {
  words: string;
  evidenceKey: string;
  figure: number | null;
}

/** A text in parts, read one after the other. */
export type Line = readonly (string | Cited)[];

/** A video that text may name. */
export interface VideoFacts {
  key: string;
  /** What the video is about, in quotation marks. */
  subject: string;
  views: number;
  comments: number | null;
  multiple: number | null;
}

/** A statistic that text may name. */
export interface StatisticFacts {
  key: string;
  /** `#knots`, `16:00–20:00`, `16–30 s`; empty for the whole account. */
  subject: string;
  value: number;
  sampleSize: number;
  verdict: Verdict;
}

/** What a metric is heading for. */
export interface ForecastFacts {
  key: string;
  value: number;
  lower: number;
  upper: number;
  level: number;
  days: number;
}

/** A trend that text may name. */
export interface TrendFacts {
  key: string;
  /** `#ootd`, or a name in quotation marks. */
  subject: string;
  /** In the language; null is world-wide, or unknown. */
  region: string | null;
  /** A fraction a day; null with too few observations. */
  growth: number | null;
  /** It is here because somebody watches it, and for nothing else. */
  isWatchedAlone: boolean;
}

/** An earlier recommendation that text may name. */
export interface PastFacts {
  key: string;
  /** Its title, in quotation marks. */
  subject: string;
  views: number;
  multiple: number | null;
}

/** One way to make a video again: what to call it, to do, to say and to show. */
export interface Angle {
  title: (subject: string) => string;
  direction: string;
  hook: (subject: string) => string;
  /** Spoken and shown between hook and call to action. */
  beats: readonly { line: string; visual: string }[];
}

/** Another form for what the creator makes already. */
export interface Opening {
  title: string;
  idea: string;
  hook: string;
}

/** All the statistical engine can say in one language. */
export interface Phrases {
  quoted: (words: string) => string;
  /** What a post without words is called. */
  untitled: string;
  number: (value: number) => string;
  percent: (value: number) => string;
  signedPercent: (value: number) => string;
  weekday: (instant: Date, timezone: string) => string;
  /** Of an ISO 3166-1 alpha-2 code. */
  region: (code: string) => string;
  angles: readonly Angle[];
  goals: Record<RecommendationGoal, string>;
  callsToAction: Record<RecommendationGoal, readonly string[]>;
  winner: (video: VideoFacts) => Line;
  comments: (video: VideoFacts) => Line;
  onTopic: (topic: string) => string;
  engagement: (rate: StatisticFacts) => Line;
  cadence: (cadence: StatisticFacts) => Line;
  thin: (cadence: StatisticFacts) => Line;
  duration: (band: StatisticFacts) => Line;
  /** Of a hashtag, or of videos of a format, with views. */
  association: (group: StatisticFacts, number: 'ONE' | 'MANY') => Line;
  hour: (weekday: string, block: StatisticFacts, basis: SlotBasis) => Line;
  /** Hours without a post. */
  untriedHour: (weekday: string, partOfDay: string, key: string) => Line;
  /** Six blocks of four hours from midnight on, without figures. */
  partsOfDay: readonly string[];
  /** A block's label, which the evidence holds in English: hours, a weekday, or both. */
  block: (label: string) => string;
  /** A video that did badly. */
  miss: (video: VideoFacts) => Line;
  forecast: (followers: ForecastFacts) => Line;
  rising: (trend: TrendFacts) => Line;
  sound: (trend: TrendFacts) => Line;
  risingFormat: { title: (name: string) => string; why: (trend: TrendFacts) => Line };
  /** A recent change and what it suggests; none of a counter that fell. */
  changes: Record<Exclude<FindingKind, 'COUNTER_FALL'>, readonly [words: string, rest: string]>;
  used: (past: PastFacts) => Line;
  dismissed: (past: Pick<PastFacts, 'key' | 'subject'>, reason: DismissReason) => Line;
  hashtagsOf: (video: VideoFacts) => Line;
  tone: (tone: string) => string;
  constraints: (constraints: readonly string[]) => string;
  withoutHashtags: string;
  honesty: readonly string[];
  hookVisual: string;
  callToActionVisual: string;
  hashtagSet: { titles: readonly string[]; use: string; none: string };
  postingSlot: { titles: readonly string[]; compare: string };
  formatChange: {
    better: (videos: string) => string;
    trial: (videos: string) => string;
    openings: readonly Opening[];
    test: string;
  };
  /** Videos of a duration or orientation, by its label, which the evidence holds in English; null of other formats. */
  videos: (label: string) => string | null;
  /** Spaces and quotation marks as the language sets them. */
  typeset: (words: string) => string;
}

/** At most three digits that count for numbers, two for shares: more would claim a precision nobody has. */
export function formatsOf(
  locale: string,
): Pick<Phrases, 'number' | 'percent' | 'signedPercent' | 'weekday' | 'region'> {
  const regions = new Intl.DisplayNames([locale], { type: 'region' });
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero',
  });
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(value),
    signedPercent: (value) => signed.format(value),
    region: (code) => regions.of(code) ?? code,
    weekday: (instant, timeZone) =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone }).format(instant),
  };
}

/** Whether a format's label names a duration. */
export function isDuration(label: string): boolean {
  return DURATIONS.some((band) => band.label === label);
}
