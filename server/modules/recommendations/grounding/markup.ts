import type { EngineRequest } from '../engine.ts';
import type { DraftText } from './draft-texts.ts';
import { quotationsIn, wordsOf } from './quotations.ts';
import { readable } from './readable-text.ts';

const ADDRESS = /\b[a-z][a-z0-9+.-]{1,15}:\/\/|\b(?:javascript|data|vbscript|mailto|tel):\S|\bwww\./iu;
const DOMAIN =
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ly|me|co|app|dev|info|biz|xyz|shop|site|online|link|top|ru|cn|de|fr|es|uk|us|gg|tv|to)\b/iu;
const MARKUP = /<\/?[a-z!][^>]*>?|\]\(|!\[|```|\{\{|&#?\w{2,8};/iu;
/** Characters that show text in another order than it is stored, or hide it. */
const HIDDEN = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]|[\u200B\u2060-\u2064\uFEFF]/u;
/** Flags of regions are written with hidden letters. */
const FLAG = /\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}/gu;
const MENTION = /(?<![\p{L}\p{N}.])@([\p{L}\p{N}_.]{2,})/gu;

/**
 * What a text must not hold, whoever told the model to write it: links, markup, hidden characters, and mentions of
 * other accounts. A quotation of a title, or a wish word for word, is the creator's own words.
 */
export function flawsInMarkup({ path, text }: DraftText, request: EngineRequest): string[] {
  const wishes = wishesOf(request);
  const told = withoutOwnWords(readable(text).text, request);
  const flaws: string[] = [];
  const domain = DOMAIN.exec(told)?.[0].toLowerCase();
  // `shop.com` may be spoken of to whoever spoke of it, but not led to.
  const isOwnDomain = wishes.some((wish) => domain !== undefined && wish.toLowerCase().includes(domain));
  if (ADDRESS.test(told) || (domain !== undefined && !isOwnDomain)) flaws.push(`${path} holds a link.`);
  if (MARKUP.test(told)) flaws.push(`${path} holds markup.`);
  if (HIDDEN.test(withoutOwnWords(text, request).replaceAll(FLAG, ''))) {
    flaws.push(`${path} holds hidden characters.`);
  }
  const own = request.evidence.account.username?.toLowerCase();
  if ([...told.matchAll(MENTION)].some(([, name = '']) => name.replace(/\.$/, '').toLowerCase() !== own)) {
    flaws.push(`${path} mentions somebody else.`);
  }
  return flaws;
}

function wishesOf({ topic, tone, constraints }: EngineRequest): string[] {
  return [topic, tone, ...constraints].flatMap((wish) => (wish === null || wish === '' ? [] : [wish]));
}

function captionsOf({ evidence }: EngineRequest): string[] {
  return evidence.items.flatMap((item) => (item.kind === 'VIDEO' && item.title !== null ? [item.title] : []));
}

function withoutOwnWords(text: string, request: EngineRequest): string {
  const wishes = wishesOf(request);
  const titles = captionsOf(request).map(wordsOf);
  let told = text;
  // First, since a wish may hold quotation marks of its own.
  for (const wish of wishes) told = told.replaceAll(wish, '').replaceAll(readable(wish).text, '');
  for (const quotation of quotationsIn(told)) {
    const words = wordsOf(quotation.text);
    if (words !== '' && titles.some((title) => title.startsWith(words)))
      told = told.replace(quotation.text, '');
  }
  return told;
}
