import type { VideoFormat, VideoOrientation } from '../../../data/generated/prisma/client.ts';
import type { AnalysedPost } from './analysed-post.ts';

export type FormatDimension = 'DURATION' | 'ORIENTATION' | 'FORMAT' | 'CAPTION_LENGTH' | 'POSTING_FREQUENCY';

/** The classes of a property of posts. */
interface FormatClassifier {
  dimension: FormatDimension;
  /** The property in a sentence. */
  subject: string;
  /** Of all classes, in natural order. */
  labels: readonly string[];
  /** The class of a post; null where nobody knows. */
  labelOf: (post: AnalysedPost) => string | null;
}

/** A class of a count: up to and including `max`. */
export interface Band {
  max: number;
  label: string;
}

/** In seconds. */
export const DURATIONS: readonly Band[] = [
  { max: 15, label: 'up to 15 s' },
  { max: 30, label: '16–30 s' },
  { max: 60, label: '31–60 s' },
  { max: 180, label: '1–3 min' },
  { max: Infinity, label: 'over 3 min' },
];

/** In characters as a person counts them, hashtags left out. */
export const CAPTION_LENGTHS: readonly Band[] = [
  { max: 0, label: 'no words but hashtags' },
  { max: 50, label: '1–50 characters' },
  { max: 150, label: '51–150 characters' },
  { max: Infinity, label: 'over 150 characters' },
];

const POSTING_FREQUENCIES: readonly Band[] = [
  { max: 0, label: 'no post in the 7 days before' },
  { max: 2, label: '1–2 posts in the 7 days before' },
  { max: 6, label: '3–6 posts in the 7 days before' },
  { max: 13, label: '7–13 posts in the 7 days before' },
  { max: Infinity, label: '14 or more posts in the 7 days before' },
];

export const ORIENTATIONS: Readonly<Record<VideoOrientation, string | null>> = {
  PORTRAIT: 'portrait',
  LANDSCAPE: 'landscape',
  SQUARE: 'square',
  UNKNOWN: null,
};

const FORMATS: Readonly<Record<VideoFormat, string | null>> = {
  VIDEO: 'video',
  UNKNOWN: null,
};

/** Of every property, in the order of the answer. */
export const FORMAT_CLASSIFIERS: readonly FormatClassifier[] = [
  {
    dimension: 'DURATION',
    subject: 'duration',
    labels: labelsOf(DURATIONS),
    labelOf: (post) => bandOf(DURATIONS, post.durationSeconds)?.label ?? null,
  },
  {
    dimension: 'ORIENTATION',
    subject: 'orientation',
    labels: Object.values(ORIENTATIONS).filter((label) => label !== null),
    labelOf: (post) => ORIENTATIONS[post.orientation],
  },
  {
    dimension: 'FORMAT',
    subject: 'format',
    labels: Object.values(FORMATS).filter((label) => label !== null),
    labelOf: (post) => FORMATS[post.format],
  },
  {
    dimension: 'CAPTION_LENGTH',
    subject: 'caption length',
    labels: labelsOf(CAPTION_LENGTHS),
    labelOf: (post) => bandOf(CAPTION_LENGTHS, post.captionLength)?.label ?? null,
  },
  {
    dimension: 'POSTING_FREQUENCY',
    subject: 'posting frequency',
    labels: labelsOf(POSTING_FREQUENCIES),
    labelOf: (post) => bandOf(POSTING_FREQUENCIES, post.postsInWeekBefore)?.label ?? null,
  },
];

function labelsOf(bands: readonly Band[]): string[] {
  return bands.map(({ label }) => label);
}

/** The class of a count; null where nobody knows it. */
export function bandOf(bands: readonly Band[], value: number | null): Band | null {
  if (value === null) return null;
  return bands.find(({ max }) => value <= max) ?? null;
}
