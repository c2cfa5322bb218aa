import { dayOf } from '../../analytics/calendar.ts';
import type { EngineRequest, EvidenceItem, RecommendationDraft } from '../engine.ts';
import type { NumberToken } from './number-token.ts';
import { metricAfter, namesPerformance, numbersIn, sentenceAround } from './numbers.ts';
import { placesOf } from './draft-texts.ts';
import { quotationsIn, wordsOf } from './quotations.ts';
import { readable } from './readable-text.ts';
import * as vocabulary from './vocabulary.ts';

/** What a number may be without being a figure of the account: read once for a draft. */
export interface Surroundings {
  language: string;
  timezone: string;
  year: number;
  isLanguageRead: boolean;
  /** Titles and names of what is cited, in the words that a quotation of them has. */
  quotable: string[];
  /** What the creator asked for, as it was written. */
  wishes: string[];
  /** All letters and digits of each wish, as a hashtag would be made of them. */
  wishTags: string[];
  /** Numbers in the wishes. */
  wished: NumberToken[];
  /** Words of captions, hashtags, trends and wishes, in lower case. */
  known: string;
  hashtags: Set<string>;
  keys: Set<string>;
  /** Local times and days of the posting slots. */
  clocks: Set<string>;
  days: Set<string>;
  /** Whole seconds that the script itself proposes. */
  seconds: Set<number>;
  /** How many hashtags, slots and beats the recommendation has. */
  lengths: Record<keyof typeof vocabulary.OWN_LISTS, number>;
}

export function surroundingsOf(request: EngineRequest, draft: RecommendationDraft): Surroundings {
  const { evidence, topic, tone, constraints, language } = request;
  const { timezone } = evidence.account;
  const asWritten = [topic, tone, ...constraints].filter((wish) => wish !== null);
  const wishes = asWritten.map((wish) => readable(wish).text);
  const cited = new Set(draft.citations.map(({ evidenceKey }) => evidenceKey));
  const names = evidence.items.flatMap(namesOf);
  const slots = draft.postAt.map(({ at }) => Date.parse(at));
  return {
    language,
    timezone,
    year: Number(evidence.now.slice(0, 4)),
    isLanguageRead: vocabulary.LANGUAGES_READ.includes(new Intl.Locale(language).language),
    quotable: [...evidence.items.filter(({ key }) => cited.has(key)).flatMap(namesOf), ...wishes].map(
      wordsOf,
    ),
    wishes,
    wishTags: [...asWritten, ...wishes].map((wish) =>
      readable(wish.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '')).text.toLowerCase(),
    ),
    wished: wishes.flatMap((wish) => numbersIn(wish, language)),
    known: ` ${[...names, ...wishes, evidence.account.username ?? '', evidence.account.displayName ?? '']
      .map((name) => readable(name).text.toLowerCase())
      .join(' \n ')} `,
    hashtags: new Set(
      [...evidence.items.flatMap(hashtagsOf), ...wishes.flatMap(hashtagsIn)].map((hashtag) =>
        readable(hashtag).text.toLowerCase(),
      ),
    ),
    keys: new Set(evidence.items.map(({ key }) => key)),
    clocks: new Set(slots.map((at) => localClock(at, timezone))),
    days: new Set(slots.map((at) => dayOf(at, timezone))),
    lengths: {
      hashtags: draft.hashtags.length,
      postAt: draft.postAt.length,
      script: draft.script.length,
    },
    seconds: new Set(
      draft.script.flatMap(({ startSecond, endSecond }) => [startSecond, endSecond, endSecond - startSecond]),
    ),
  };
}

/** Titles and names in an item that somebody else wrote. */
function namesOf(item: EvidenceItem): string[] {
  switch (item.kind) {
    case 'VIDEO':
      return item.title === null ? [] : [item.title];
    case 'TREND':
      return [item.name];
    case 'PAST_RECOMMENDATION':
      return [item.title];
    case 'STATISTIC':
    case 'FINDING':
      return [];
  }
}

/** Hashtags in an item, without `#`. */
function hashtagsOf(item: EvidenceItem): string[] {
  switch (item.kind) {
    case 'VIDEO':
      return [...item.hashtags, ...hashtagsIn(item.title ?? '')];
    case 'STATISTIC':
      return item.topic === 'HASHTAG' && item.subject !== null ? [item.subject.replace(/^#/, '')] : [];
    case 'TREND':
      return item.trendKind === 'HASHTAG' ? [item.name.replace(/^#/, '')] : [];
    case 'PAST_RECOMMENDATION':
      return item.hashtags;
    case 'FINDING':
      return [];
  }
}

function hashtagsIn(text: string): string[] {
  return [...text.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map(([, hashtag = '']) => hashtag);
}

function localClock(at: number, timezone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeStyle: 'short', hourCycle: 'h23', timeZone: timezone });
  return format.format(at);
}

/**
 * Whether a number of a text needs no figure, because it does not say how the account does: docs/GROUNDING.md has the
 * list. All but quotations, names, slots and seconds of the script hold only in sentences that name no performance,
 * and only in languages whose words for it are known.
 */
export function isExempt(text: string, token: NumberToken, around: Surroundings): boolean {
  if (isQuoted(text, token, around)) return true;
  switch (token.unit) {
    case 'HASHTAG':
      return isKnownHashtag(text.slice(token.start + 1, token.end), around);
    case 'CLOCK':
      return (
        around.clocks.has(token.clock!) || isWishedClock(token, around) || isTimecode(text, token, around)
      );
    case 'DATE':
      // `1/3 of your views` is no day.
      return (
        metricAfter(text, token.end) === null &&
        token.dates.some((date) => [...around.days].some((day) => isDay(date, day)))
      );
    case 'NAME':
      return isName(text, token, around);
    case 'UNREADABLE':
    case 'PERCENT':
    case 'TIMES':
      return false;
    case 'TECHNICAL':
    case 'SECONDS':
    case 'HOURS':
    case 'DAYS':
    case 'ORDINAL':
    case 'PLAIN':
      return isHarmless(text, token, around) && isProposal(text, token, around);
  }
}

/** Before words that are somebody else's. */
const SET_OFF = /(?:[:;] |[“„"«‹「『] ?)$/;

/** One of the evidence, or made of the words of a wish. */
export function isKnownHashtag(hashtag: string, { hashtags, wishTags }: Surroundings): boolean {
  const plain = readable(hashtag).text.toLowerCase();
  return hashtags.has(plain) || wishTags.some((tag) => tag.includes(plain));
}

/** Within a quotation of a cited title or of a wish, or in a wish set off by a colon. */
function isQuoted(text: string, { start, end }: NumberToken, { quotable, wishes }: Surroundings): boolean {
  const isWithin = (place: { start: number; end: number }) => place.start <= start && end <= place.end;
  const quotation = quotationsIn(text).find(isWithin);
  if (quotation !== undefined) {
    const words = wordsOf(quotation.text);
    const isCut = /(?:…|\.{3})$/.test(quotation.text.trim());
    if (quotable.some((name) => name === words || (isCut && words.length >= 10 && name.startsWith(words)))) {
      return true;
    }
  }
  return wishes.some((wish) =>
    placesOf(text.toLowerCase(), wish.toLowerCase()).some(
      (place) => isWithin(place) && SET_OFF.test(text.slice(0, place.start)),
    ),
  );
}

function isWishedClock({ clock }: NumberToken, { wished }: Surroundings): boolean {
  return wished.some((wish) => wish.clock === clock);
}

/** `0:03` of a script. */
function isTimecode(text: string, token: NumberToken, { seconds }: Surroundings): boolean {
  const [, minutes, rest] = /^(\d{1,2}):(\d{2})$/.exec(text.slice(token.start, token.end)) ?? [];
  return minutes !== undefined && seconds.has(Number(minutes) * 60 + Number(rest));
}

function isDay({ year, month, day }: NumberToken['dates'][number], local: string): boolean {
  const [localYear, localMonth, localDay] = local.split('-').map(Number);
  return month === localMonth && day === localDay && (year === null || year === localYear);
}

/** A key of evidence, or a word that the creator's captions or wishes have. */
function isName(text: string, token: NumberToken, around: Surroundings): boolean {
  const name = text.slice(token.start, token.end);
  if (around.keys.has(name)) return true;
  return isHarmless(text, token, around) && isKnown(name, around);
}

function isKnown(words: string, { known }: Surroundings): boolean {
  return placesOf(known, words.toLowerCase()).some(
    ({ start, end }) => !/[\p{L}\p{N}]/u.test(known.charAt(start - 1) + known.charAt(end)),
  );
}

function isHarmless(text: string, token: NumberToken, { isLanguageRead }: Surroundings): boolean {
  return (
    isLanguageRead && metricAfter(text, token.end) === null && !namesPerformance(sentenceAround(text, token))
  );
}

const LABEL_BEFORE = new RegExp(`(?<![\\p{L}\\p{M}])${vocabulary.LABELS} ?$`, 'iu');
const LISTED_AFTER = new RegExp(`^ (?:[\\p{L}\\p{M}’'-]+ )?${vocabulary.LISTED}`, 'iu');
const OWN_LISTS = Object.entries(vocabulary.OWN_LISTS).map(
  ([list, pattern]) => [list as keyof typeof vocabulary.OWN_LISTS, new RegExp(`^ ${pattern}`, 'iu')] as const,
);
const ENUMERATOR = /^[.)]? /;
const EDGE_BEFORE = new RegExp(`(?<![\\p{L}\\p{M}])${vocabulary.FIRST_OR_LAST} ?$`, 'iu');
const AHEAD_BEFORE = new RegExp(`(?<![\\p{L}\\p{M}])${vocabulary.AHEAD} (?:[\\p{L}\\p{M}]+ )?$`, 'iu');
const AHEAD_AFTER = new RegExp(`^ ${vocabulary.AHEAD_AFTER}`, 'iu');
const CAPITALIZED_BEFORE = /(?<![\p{L}\p{N}])(\p{Lu}[\p{L}\p{M}\p{N}-]*|\p{L}[\p{Ll}\d]*\p{Lu}[\p{L}\d]*) $/u;
const MOST_LISTED = 20;
const LONGEST_EDGE_SECONDS = 10;
const LONGEST_PLAN_DAYS = 31;
const LONGEST_PLAN_HOURS = 72;

/** What a recommendation proposes rather than reports. */
function isProposal(text: string, token: NumberToken, around: Surroundings): boolean {
  if (token.unit === 'TECHNICAL') return true;
  const before = text.slice(0, token.start);
  const after = text.slice(token.end);
  const [reading] = token.readings;
  if (reading === undefined || token.sign !== null) return false;
  const value = reading.value * reading.scale;
  if (around.wished.some((wish) => isSame(wish, token))) return true;
  switch (token.unit) {
    case 'SECONDS':
      return around.seconds.has(value) || (value <= LONGEST_EDGE_SECONDS && EDGE_BEFORE.test(before));
    case 'HOURS':
    case 'DAYS':
      return (
        value <= (token.unit === 'DAYS' ? LONGEST_PLAN_DAYS : LONGEST_PLAN_HOURS) && AHEAD_BEFORE.test(before)
      );
    case 'ORDINAL':
      return value <= MOST_LISTED;
    case 'PLAIN': {
      if (!Number.isInteger(value)) return false;
      const isEnumerator = (before === '' || before.endsWith('\n')) && ENUMERATOR.test(after);
      const isAhead = AHEAD_BEFORE.test(before) || AHEAD_AFTER.test(after);
      const isListed = isEnumerator || isAhead || LISTED_AFTER.test(after);
      if (value <= MOST_LISTED && isListed) return true;
      const own = OWN_LISTS.find(([, pattern]) => pattern.test(after));
      if (own !== undefined && around.lengths[own[0]] === value) return true;
      if (value <= 100 && LABEL_BEFORE.test(before)) return true;
      if (Math.abs(value - around.year) <= 1 && /^\d{4}$/.test(text.slice(token.start, token.end)))
        return true;
      const name = CAPITALIZED_BEFORE.exec(before)?.[1];
      return name !== undefined && isKnown(`${name} ${text.slice(token.start, token.end)}`, around);
    }
    default:
      return false;
  }
}

function isSame(a: NumberToken, b: NumberToken): boolean {
  const [first] = a.readings;
  const [second] = b.readings;
  return (
    first !== undefined &&
    second !== undefined &&
    a.unit === b.unit &&
    first.value * first.scale === second.value * second.scale
  );
}

/** Whether a number names what is cited for it: the day of a video, or what stands in a statistic's subject. */
export function isNamedBy(
  text: string,
  token: NumberToken,
  item: EvidenceItem,
  { timezone }: Surroundings,
): boolean {
  if (metricAfter(text, token.end) !== null) return false;
  if (token.unit === 'DATE') {
    const day = dayIn(item, timezone);
    return day !== null && token.dates.some((date) => isDay(date, day));
  }
  // A hashtag's digits are its name, and stand with the other letters of it.
  if (item.kind !== 'STATISTIC' || item.subject === null || item.topic === 'HASHTAG') return false;
  return numbersIn(readable(item.subject).text, 'en').some((named) =>
    token.unit === 'CLOCK' ? named.clock === token.clock : isSame(named, token),
  );
}

function dayIn(item: EvidenceItem, timezone: string): string | null {
  switch (item.kind) {
    case 'VIDEO':
      return dayOf(Date.parse(item.postedAt), timezone);
    case 'PAST_RECOMMENDATION':
      return dayOf(Date.parse(item.createdAt), timezone);
    case 'FINDING':
      return item.startedOn;
    case 'STATISTIC':
    case 'TREND':
      return null;
  }
}
