import { createRandom, pick, pickWeighted, poisson, type Random } from './random.ts';
import type { Persona } from './personas.ts';

export interface Caption {
  /** The whole caption with its hashtags; TikTok's API cuts it at 150 characters. */
  text: string;
  /** Lower case, without #, in the order written; the late ones may lie behind the cut. */
  hashtags: string[];
}

/**
 * In creators-2020 a quarter of all hashtag uses are one of a dozen generic tags, at the head of which stand
 * these (fyp 7,824, foryou 7,387, foryoupage 4,325, viral 1,805, trending 1,610 of 116,656 uses).
 */
const GENERIC_TAGS = ['fyp', 'foryou', 'foryoupage', 'viral', 'trending'] as const;
const GENERIC_WEIGHTS = [7.8, 7.4, 4.3, 1.8, 1.6] as const;
const GENERIC_SHARE = 0.26;
const LONG_CAPTION_SHARE = 0.22;

/**
 * The caption of one post. The number of hashtags is Poisson around the creator's mean: in creators-2020 the
 * median creator's variance over mean is 0.69, quartiles 0.27 and 1.25.
 */
export function writeCaption(persona: Persona, seed: string): Caption {
  const random = createRandom(seed, 'caption');
  const { lines, subjects, extras } = persona.texts;
  const opening = pick(random, lines).replace('{}', pick(random, subjects));
  const long = random() < LONG_CAPTION_SHARE;
  const sentences = long ? [`${opening}.`, pick(random, extras), pick(random, extras)] : [opening];
  const hashtags = pickHashtags(persona, random);
  const text = [...new Set(sentences), ...hashtags.map((tag) => `#${tag}`)].join(' ');
  return { text: text.charAt(0).toUpperCase() + text.slice(1), hashtags };
}

function pickHashtags(persona: Persona, random: Random): string[] {
  const count = Math.min(poisson(random, persona.tagsPerPost), 10);
  const tags = new Set<string>();
  if (count > 0 && random() < persona.signatureShare) tags.add(persona.signatureTag);
  // Zipf-like weights: a creator has a few favourites and a tail.
  const weights = persona.nicheTags.map((_, rank) => 1 / (rank + 1.5));
  for (let draw = 0; tags.size < count && draw < count * 4; draw += 1) {
    const generic = random() < GENERIC_SHARE;
    tags.add(
      generic
        ? (GENERIC_TAGS[pickWeighted(random, GENERIC_WEIGHTS)] ?? 'fyp')
        : (persona.nicheTags[pickWeighted(random, weights)] ?? persona.signatureTag),
    );
  }
  return [...tags];
}
