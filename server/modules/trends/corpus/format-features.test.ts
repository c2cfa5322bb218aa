import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  featuresOf,
  featuresOfKey,
  type FormatProperties,
  keyOfFormat,
  nameOfFormat,
} from './format-features.ts';

const post: FormatProperties = {
  durationSeconds: 20,
  orientation: 'PORTRAIT',
  caption: 'Which one? #ootd',
  isCaptionCut: false,
  hashtags: ['ootd'],
};

describe('features of a post', () => {
  it('are told in plain words', () => {
    expect(nameOfFormat(featuresOf(post))).toBe(
      'portrait, 16–30 s, question in the caption, caption of 1–50 characters, with #ootd',
    );
    expect(nameOfFormat(featuresOf({ ...post, caption: '#a #b', hashtags: ['a', 'b'] }))).toBe(
      'portrait, 16–30 s, no words but hashtags in the caption, with #a and #b',
    );
    expect(nameOfFormat(featuresOf({ ...post, durationSeconds: 600 }).slice(0, 2))).toBe(
      'portrait, over 3 min',
    );
  });

  it('leave out what is not known', () => {
    const unknown: FormatProperties = {
      durationSeconds: null,
      orientation: 'UNKNOWN',
      caption: null,
      isCaptionCut: false,
      hashtags: [],
    };
    expect(featuresOf(unknown)).toEqual([]);
    expect(featuresOf({ ...unknown, caption: 'Cut off?', isCaptionCut: true })).toEqual(['caption:question']);
  });

  it('make one key, whatever their order, that they can be read from', () => {
    const features = featuresOf(post);
    expect(keyOfFormat(features.toReversed())).toBe(keyOfFormat(features));
    fc.assert(
      fc.property(fc.shuffledSubarray(features, { minLength: 1 }), (some) => {
        expect(new Set(featuresOfKey(keyOfFormat(some)))).toEqual(new Set(some));
      }),
    );
  });
});
