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
  isHigher: boolean;
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
  /** Of a hashtag or a duration with views. */
  association: (group: StatisticFacts) => Line;
  hour: (weekday: string, block: StatisticFacts, basis: 'EVIDENCE' | 'HABIT' | 'EXPERIMENT') => Line;
  untriedHour: (weekday: string, partOfDay: string) => string;
  /** Of each block of four hours, without figures. */
  partOfDay: Record<string, string>;
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
    better: (band: string) => string;
    trial: (band: string) => string;
    openings: readonly Opening[];
    test: string;
  };
  /** A duration band's label, which the evidence holds in English. */
  band: (label: string) => string;
  /** Spaces and quotation marks as the language sets them. */
  typeset: (words: string) => string;
}

/** At most three digits that count for numbers, two for shares: more would claim a precision nobody has. */
export function formatsOf(locale: string): Pick<Phrases, 'number' | 'percent' | 'signedPercent' | 'weekday'> {
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
    weekday: (instant, timeZone) =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone }).format(instant),
  };
}
