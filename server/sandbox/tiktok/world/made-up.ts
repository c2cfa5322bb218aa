import { ART, BOOKS, COMEDY, COOKING, FITNESS, TRAVEL_FR, type CaptionTexts } from './caption.texts.ts';
import type { MadeUpGroup } from './edits.ts';
import type { Persona } from './personas.ts';
import { createRandom, normal, pick, uniform, type Random } from './random.ts';
import { firstSecond, planWeek, WEEK_SECONDS, type VideoPlan } from './video.plan.ts';

export interface MadeUpCreator {
  persona: Persona;
  /** Plans what was posted until the group's instant, and the rest of that week; oldest first. */
  planHistory(): VideoPlan[];
  /** The first week after those. */
  nextWeek: number;
}

const NICHES: readonly {
  niche: string;
  language: 'en' | 'fr';
  tags: readonly string[];
  texts: CaptionTexts;
}[] = [
  { niche: 'cooking', language: 'en', tags: ['easyrecipe', 'foodtok', 'mealprep', 'onepan'], texts: COOKING },
  { niche: 'travel', language: 'fr', tags: ['voyage', 'interrail', 'europe', 'weekend'], texts: TRAVEL_FR },
  {
    niche: 'fitness',
    language: 'en',
    tags: ['gymtok', 'mobility', 'formcheck', 'beginners'],
    texts: FITNESS,
  },
  { niche: 'art', language: 'en', tags: ['arttok', 'drawing', 'speedpaint', 'arttips'], texts: ART },
  { niche: 'comedy', language: 'en', tags: ['comedy', 'skit', 'pov', 'funny'], texts: COMEDY },
  { niche: 'books', language: 'en', tags: ['booktok', 'tbr', 'bookrecs', 'libraryhaul'], texts: BOOKS },
];
const FIRST_NAMES =
  'Ada Bilal Chloé Dario Elif Femi Greta Hugo Ivy Joon Kira Luca Mina Noah Olga Priya'.split(' ');
const LAST_NAMES =
  'Abara Berg Costa Duval Eriksen Falk Gomes Haddad Ito Jansen Kaya Lopez Moreau Novak'.split(' ');

/** No video of TikTok's is older than this. */
const OLDEST_SECOND = Date.parse('2017-09-01T00:00:00Z') / 1000;
const MONDAY = Date.parse('2017-08-28T00:00:00Z') / 1000;

/** The creators of `group`: the same for the same seed, key and settings. */
export function makeUp(group: MadeUpGroup): MadeUpCreator[] {
  return Array.from({ length: group.count }, (_, index) => {
    const number = String(group.first + index).padStart(4, '0');
    return makeUpOne(group, `${group.prefix}-${number}`);
  });
}

function makeUpOne(group: MadeUpGroup, key: string): MadeUpCreator {
  const random = createRandom(group.seed, key, 'persona');
  const usualPosts = clamp(Math.exp(1.1 + 0.6 * normal(random)), 0.5, 14);
  const postsPerWeek = group.postsPerWeek ?? usualPosts;
  // An account with more videos than it could have posted at its rate has posted more often before.
  const mostWeeks = Math.max(1, (group.at - OLDEST_SECOND) / WEEK_SECONDS);
  const formerPosts = Math.max(postsPerWeek || usualPosts, group.videos / mostWeeks);
  const weeks = group.videos / formerPosts;
  const lastWeekStart = MONDAY + Math.floor((group.at - MONDAY) / WEEK_SECONDS) * WEEK_SECONDS;
  const firstWeek = new Date((lastWeekStart - Math.ceil(weeks) * WEEK_SECONDS) * 1000).toISOString();
  const persona: Persona = {
    ...makePersona(random, key, group.removedShare),
    firstWeek: firstWeek.slice(0, 10),
    postsPerWeek,
  };
  const followers = group.followers ?? Math.exp(10.5 + 1.5 * normal(random));
  const growth = (persona.weeklyGrowth / 2) * weeks * (1 + formerPosts / Math.max(postsPerWeek, 1));
  persona.followersAtStart = Math.round(followers / (1 + growth));

  const lastWeek = Math.round((lastWeekStart - firstSecond(persona)) / WEEK_SECONDS);
  return {
    persona,
    nextWeek: lastWeek + 1,
    planHistory() {
      const thisWeek = planWeek(persona, group.seed, lastWeek);
      const history = thisWeek.filter((video) => video.createdAt <= group.at).reverse();
      const former = { ...persona, postsPerWeek: formerPosts };
      for (let week = lastWeek - 1; history.length < group.videos; week -= 1) {
        const posted = planWeek(former, group.seed, week);
        history.push(...posted.filter((video) => (video.removedAt ?? Infinity) > group.at).reverse());
      }
      const later = thisWeek.filter((video) => video.createdAt > group.at);
      return [...history.slice(0, group.videos).reverse(), ...later];
    },
  };
}

function makePersona(random: Random, key: string, removedShare: number | null): Persona {
  const { niche, language, tags, texts } = pick(random, NICHES);
  return {
    key,
    username: key.replace('-', '_'),
    displayName: `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`,
    bio: `Made up, number ${key}`,
    verified: random() < 0.05,
    niche,
    language,
    firstWeek: '',
    utcOffsetHours: Math.floor(uniform(random, -8, 10)),
    followersAtStart: 0,
    weeklyGrowth: uniform(random, 0.001, 0.008),
    following: Math.floor(uniform(random, 20, 900)),
    postsPerWeek: 0,
    weekdayWeights: [1, 1, 1, 1, 1, 1.2, 1.2],
    postingHour: uniform(random, 6, 22),
    viewsPerFollower: Math.exp(-1.6 + 0.5 * normal(random)),
    sigma: uniform(random, 0.6, 0.95),
    likeRatio: uniform(random, 0.08, 0.17),
    commentRatio: uniform(random, 0.0006, 0.002),
    shareRatio: uniform(random, 0.0006, 0.002),
    durationMedianSeconds: Math.round(uniform(random, 12, 45)),
    durationEffect: 0,
    landscapeShare: 0.03,
    aigcShare: 0.02,
    tagsPerPost: uniform(random, 1, 5),
    signatureTag: key.replace('-', ''),
    signatureShare: 0.4,
    nicheTags: tags,
    tagEffects: {},
    texts,
    ...(removedShare === null ? {} : { removedShare }),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
