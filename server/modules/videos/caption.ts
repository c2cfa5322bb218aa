/** TikTok's Display API cuts captions here (Video Object, read August 2026). */
const CAPTION_LIMIT = 150;

/** Letters of any script with their marks and joiners, digits, underscore; after a # of either width. */
const HASHTAG = /[#＃]([\p{L}\p{M}\p{N}_\u200c\u200d]+)/gu;

/** Whether the caption reached TikTok's limit, so that more may have followed. */
export function isCut(caption: string | null): boolean {
  return caption !== null && [...caption].length >= CAPTION_LIMIT;
}

/**
 * Hashtags of a caption: lower case, without #, in order, each once. One that touches the end of a cut caption is
 * left out: its own end may be missing.
 */
export function readHashtags(caption: string | null): string[] {
  if (caption === null) return [];
  const text = caption.normalize('NFC');
  const cut = isCut(caption);
  const tags = new Set<string>();
  for (const match of text.matchAll(HASHTAG)) {
    const isLastWord = match.index + match[0].length === text.length;
    if (match[1] !== undefined && !(cut && isLastWord)) tags.add(match[1].toLowerCase());
  }
  return [...tags];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a caption says besides its hashtags, in NFC, without the space around it and more than one within. */
export function wordsOf(caption: string): string {
  return caption.normalize('NFC').replaceAll(HASHTAG, '').replaceAll(/\s+/gu, ' ').trim();
}

/** Characters of a caption as a person counts them, without its hashtags and the space around it. */
export function captionLengthOf(caption: string): number {
  let length = 0;
  for (const _grapheme of graphemes.segment(wordsOf(caption))) length++;
  return length;
}
