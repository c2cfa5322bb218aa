import { describe, expect, it } from '@jest/globals';
import { captionLengthOf, isCut, readHashtags } from './caption.ts';

describe('hashtags of a caption', () => {
  it('are lower case, without #, in order, each once', () => {
    expect(readHashtags('New #Recipe for #dinner #recipe')).toEqual(['recipe', 'dinner']);
  });

  it('are found in every script and when glued together', () => {
    expect(readHashtags('#été#日本語 #हिन्दी ＃한국어 #fyp_2026!')).toEqual([
      'été',
      '日本語',
      'हिन्दी',
      '한국어',
      'fyp_2026',
    ]);
  });

  it('leave out a lone # and a word without one', () => {
    expect(readHashtags('# nothing here, 100% #')).toEqual([]);
    expect(readHashtags(null)).toEqual([]);
  });

  it('leave out the one that the cut may have shortened', () => {
    const caption = `${'a'.repeat(135)} #first #secon`;
    expect(caption).toHaveLength(149);
    expect(readHashtags(`${caption}d`)).toEqual(['first']);
    expect(readHashtags(caption)).toEqual(['first', 'secon']);
  });
});

describe('a caption', () => {
  it('is cut when it has 150 characters, an emoji being one', () => {
    expect(isCut('🍜'.repeat(149))).toBe(false);
    expect(isCut('🍜'.repeat(150))).toBe(true);
    expect(isCut(null)).toBe(false);
  });

  it('is as long as a person counts it, without its hashtags', () => {
    expect(captionLengthOf('  Wait for it 👩‍🍳  #été #日本語\n')).toBe('Wait for it 👩‍🍳'.length - 4);
    expect(captionLengthOf('#one #two')).toBe(0);
  });
});
