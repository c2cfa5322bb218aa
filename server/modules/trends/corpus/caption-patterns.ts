import { wordsOf } from '../../videos/caption.ts';

/** Something that a caption does, and how it is told in any language or in those that are listed. */
interface CaptionPattern {
  code: string;
  /** In a format's name. */
  label: string;
  pattern: RegExp;
}

/**
 * Signs first, since they mean the same in every language. What takes words to tell is known of English, Spanish,
 * Portuguese, French, German, Italian, Indonesian, Turkish, Russian, Arabic, Hindi, Japanese, Korean and Chinese, by the
 * phrases that are usual; elsewhere it is not seen.
 */
const PATTERNS: readonly CaptionPattern[] = [
  { code: 'question', label: 'question in the caption', pattern: /[?？؟՞⸮⁇⁈⁉‽\u037e]/u },
  {
    code: 'list',
    label: 'numbered list in the caption',
    // "5 ways", "Top 10", or a first and a second point.
    pattern: /^(?:top\s)?\p{Nd}{1,2}(?![\p{Nd}:.,%/€$])\s?\p{L}|(?:^|\s)1[.)]\s?\p{L}.*\s2[.)]/iu,
  },
  { code: 'exclamation', label: 'exclamation in the caption', pattern: /[!！¡]/u },
  { code: 'mention', label: 'somebody mentioned in the caption', pattern: /(?<![\p{L}\p{N}._])@[\w.]{2,}/u },
  {
    code: 'emoji',
    label: 'emoji in the caption',
    pattern: /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u,
  },
  {
    code: 'how-to',
    label: 'how-to in the caption',
    pattern: phrases(
      'how to|how i|tutorial|step by step|diy|cómo hacer|paso a paso|como fazer|passo a passo|comment faire|tuto|' +
        'tutoriel|étape par étape|so geht|anleitung|schritt für schritt|come fare|passo passo|langkah demi langkah|' +
        'nasıl yapılır|как сделать|пошагово|طريقة|كيفية|कैसे',
      '作り方|やり方|하는 법|만드는 법|教程|怎么做|如何',
    ),
  },
  {
    code: 'call-to-action',
    label: 'call to action in the caption',
    pattern: phrases(
      'follow me|follow for|comment below|in the comments|link in (?:my )?bio|save this|share this|tag someone|' +
        'tag a friend|let me know|sígueme|comenta|(?:link|enlace) en (?:la|mi) bio|guarda este|comparte|' +
        'me siga|link na bio|salva esse|compartilhe|abonne-toi|abonnez-vous|lien en bio|dis-moi|' +
        'folg(?:e)? mir|kommentier\\p{L}*|link in der bio|seguimi|commenta|condividi|link di bio|bagikan|takip et|' +
        'подпи(?:шись|сывайтесь)|ссылка в профиле|تابعني|شاركنا|फॉलो करें',
      'フォローして|コメントして|保存して|팔로우|댓글|저장해|关注我|评论区|收藏',
    ),
  },
];

/** Labels of patterns by their codes. */
export const CAPTION_PATTERNS: ReadonlyMap<string, string> = new Map(
  PATTERNS.map(({ code, label }) => [code, label]),
);

/** The codes of what a caption does, hashtags left out. What follows where TikTok cut it is not known, nor told. */
export function captionPatternsOf(caption: string): string[] {
  const words = wordsOf(caption);
  return PATTERNS.filter(({ pattern }) => pattern.test(words)).map(({ code }) => code);
}

/** @param unspaced of scripts that put no space between words. */
function phrases(spaced: string, unspaced: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${spaced})(?![\\p{L}\\p{N}])|${unspaced}`, 'iu');
}
