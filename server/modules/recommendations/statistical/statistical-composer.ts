import type { RecommendationDraft, RecommendationKind } from '../engine.ts';
import type { Line, Phrases } from './statistical-phrases.ts';

/** A recommendation in the making. */
export interface Composer {
  readonly draft: RecommendationDraft;
  /** Sets a text and notes its citations. */
  readonly write: (
    path: 'title' | 'idea' | 'hook' | 'callToAction' | 'caption',
    ...sentences: Line[]
  ) => void;
}

/** Begins an empty recommendation. */
export function createComposer(phrases: Phrases, kind: RecommendationKind): Composer {
  const draft: RecommendationDraft = {
    kind,
    title: '',
    idea: '',
    hook: null,
    callToAction: null,
    caption: null,
    script: [],
    hashtags: [],
    soundId: null,
    postAt: [],
    citations: [],
  };
  return {
    draft,
    write(path, ...sentences) {
      draft[path] = sentences
        .filter((sentence) => sentence.length > 0)
        .map((sentence) =>
          sentence
            .map((part, place) => {
              const words = phrases.typeset(typeof part === 'string' ? part : part.words);
              const quote = place === 0 ? capitalized(words) : words;
              if (typeof part === 'string') return quote;
              draft.citations.push({
                path,
                quote,
                evidenceKey: part.evidenceKey,
                figure: part.figure,
                basis: 'STORED',
              });
              return quote;
            })
            .join(''),
        )
        .join(' ');
    },
  };
}

/** A phrase about a video or statistic cites it where it names it, so that the words lead to it. */
export function about(
  phrase: (subject: string) => string,
  subject: string,
  evidenceKey: string | undefined,
): Line {
  const [before = '', after = ''] = phrase('\0').split('\0');
  if (evidenceKey === undefined) return [`${before}${subject}${after}`];
  return [before, { words: subject, evidenceKey, figure: null }, after].filter((part) => part !== '');
}

/** A title as `write` would set it. */
export function typesetTitle(phrases: Phrases, title: string): string {
  return capitalized(phrases.typeset(title));
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
