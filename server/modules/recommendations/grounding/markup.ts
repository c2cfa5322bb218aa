import type { EngineRequest } from '../engine.ts';
import type { DraftText } from './draft-texts.ts';
import { quotationsIn, wordsOf } from './quotations.ts';

const LINK =
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/|\b(?:javascript|data|vbscript|mailto|tel):\S|\bwww\.|\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ly|me|co|app|dev|info|biz|xyz|shop|site|online|link|top|ru|cn|de|fr|es|uk|us|gg|tv|to)\b/iu;
const MARKUP = /<\/?[a-z!][^>]*>?|\]\(|!\[|```|\{\{|&#?\w{2,8};/iu;
/** Characters that show text in another order than it is stored, or hide it. */
const HIDDEN = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]|[\u200B\u2060-\u2064\uFEFF]/u;
/** Flags of regions are written with hidden letters. */
const FLAG = /\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}/gu;
const MENTION = /(?<![\p{L}\p{N}.])@([\p{L}\p{N}_.]{2,})/gu;

/**
 * What a text must not hold, whoever told the model to write it: links, markup, hidden characters, and mentions of
 * people whom the creator never named. A quotation of a title is the creator's own words, shown as such.
 */
export function flawsInMarkup({ path, text }: DraftText, request: EngineRequest): string[] {
  const own = ownWords(request);
  const told = withoutQuotations(text, request);
  const flaws: string[] = [];
  if (LINK.test(told) && !own.some((words) => words.includes(LINK.exec(told)?.[0].toLowerCase() ?? '\0'))) {
    flaws.push(`${path} holds a link.`);
  }
  if (MARKUP.test(told)) flaws.push(`${path} holds markup.`);
  if (HIDDEN.test(told.replaceAll(FLAG, ''))) flaws.push(`${path} holds hidden characters.`);
  for (const [, name = ''] of told.matchAll(MENTION)) {
    if (![...own, ...captionsOf(request)].some((words) => words.includes(name.toLowerCase()))) {
      flaws.push(`${path} mentions somebody whom the evidence does not name.`);
    }
  }
  return flaws;
}

/** Names and wishes of the creator, in lower case. */
function ownWords({ evidence, topic, tone, constraints }: EngineRequest): string[] {
  const { username, displayName } = evidence.account;
  return [topic, tone, ...constraints, username, displayName].flatMap((words) =>
    words === null || words === '' ? [] : [words.toLowerCase()],
  );
}

function captionsOf({ evidence }: EngineRequest): string[] {
  return evidence.items.flatMap((item) => (item.kind === 'VIDEO' ? [(item.title ?? '').toLowerCase()] : []));
}

function withoutQuotations(text: string, { evidence }: EngineRequest): string {
  const titles = evidence.items.flatMap((item) => (item.kind === 'VIDEO' ? [wordsOf(item.title ?? '')] : []));
  let told = text;
  for (const quotation of quotationsIn(text)) {
    const words = wordsOf(quotation.text);
    if (words !== '' && titles.some((title) => title.startsWith(words)))
      told = told.replace(quotation.text, '');
  }
  return told;
}
