import type { VideoOrientation } from '../../../data/generated/prisma/client.ts';
import {
  type Band,
  bandOf,
  CAPTION_LENGTHS,
  DURATIONS,
  ORIENTATIONS,
} from '../../analytics/lift/format-classes.ts';
import { captionLengthOf } from '../../videos/caption.ts';
import { CAPTION_PATTERNS, captionPatternsOf } from './caption-patterns.ts';

/** What of a post its format is read from. */
export interface FormatProperties {
  durationSeconds: number | null;
  orientation: VideoOrientation;
  caption: string | null;
  isCaptionCut: boolean;
  /** Without #, lower case, each once. */
  hashtags: readonly string[];
}

/** Groups of features, in the order in which a format is told. */
const GROUPS = ['orientation', 'duration', 'caption', 'length', 'hashtag'] as const;
type Group = (typeof GROUPS)[number];

/** No hashtag has it, so features can be told apart in a key. */
const SEPARATOR = '|';

/**
 * The features of a post, as `group:code`: orientation, band of its duration, what its caption does, band of the
 * caption's length, hashtags. What is not known of a post is no feature.
 */
export function featuresOf(post: FormatProperties): string[] {
  const { caption } = post;
  const duration = bandOf(DURATIONS, post.durationSeconds);
  const length = bandOf(
    CAPTION_LENGTHS,
    caption === null || post.isCaptionCut ? null : captionLengthOf(caption),
  );
  return [
    ...(ORIENTATIONS[post.orientation] === null ? [] : [featureOf('orientation', post.orientation)]),
    ...(duration === null ? [] : [featureOf('duration', codeOf(duration))]),
    ...(caption === null ? [] : captionPatternsOf(caption).map((code) => featureOf('caption', code))),
    ...(length === null ? [] : [featureOf('length', codeOf(length))]),
    ...post.hashtags.map((hashtag) => featureOf('hashtag', hashtag)),
  ];
}

/** What tells a format from others, whatever the order of its features. */
export function keyOfFormat(features: readonly string[]): string {
  return inOrder(features).join(SEPARATOR);
}

export function featuresOfKey(key: string): string[] {
  return key.split(SEPARATOR);
}

/** A format in plain words: `portrait, 16–30 s, question in the caption, with #ootd`. */
export function nameOfFormat(features: readonly string[]): string {
  const [hashtags, others] = [
    inOrder(features).filter((feature) => groupOf(feature) === 'hashtag'),
    inOrder(features).filter((feature) => groupOf(feature) !== 'hashtag'),
  ];
  const tags = hashtags.map((feature) => `#${codeIn(feature)}`).join(' and ');
  return [...others.map(wordsOfFeature), ...(tags === '' ? [] : [`with ${tags}`])].join(', ');
}

function featureOf(group: Group, code: string): string {
  return `${group}:${code}`;
}

function wordsOfFeature(feature: string): string {
  const code = codeIn(feature);
  switch (groupOf(feature)) {
    case 'orientation':
      return ORIENTATIONS[code as VideoOrientation] ?? code;
    case 'duration':
      return labelIn(DURATIONS, code);
    case 'caption':
      return CAPTION_PATTERNS.get(code) ?? code;
    case 'length': {
      const label = labelIn(CAPTION_LENGTHS, code);
      return code === '0' ? `${label} in the caption` : `caption of ${label}`;
    }
    case 'hashtag':
      return `#${code}`;
  }
}

/** A band's own code, which stays where its label is put otherwise. */
function codeOf({ max }: Band): string {
  return Number.isFinite(max) ? String(max) : 'more';
}

function labelIn(bands: readonly Band[], code: string): string {
  return bands.find((band) => codeOf(band) === code)?.label ?? code;
}

function groupOf(feature: string): Group {
  return feature.slice(0, feature.indexOf(':')) as Group;
}

function codeIn(feature: string): string {
  return feature.slice(feature.indexOf(':') + 1);
}

function inOrder(features: readonly string[]): string[] {
  const place = (feature: string) => GROUPS.indexOf(groupOf(feature));
  return features.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
