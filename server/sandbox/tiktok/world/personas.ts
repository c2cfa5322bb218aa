import { ART, BOOKS, COMEDY, COOKING, FITNESS, TRAVEL_FR, type CaptionTexts } from './caption.texts.ts';

/** Who a simulated creator is. Everything else about them follows from this, the seed and the instant. */
export interface Persona {
  /** Stable name on the control surface and the consent page. */
  key: string;
  username: string;
  displayName: string;
  bio: string;
  verified: boolean;
  niche: string;
  language: 'en' | 'fr';
  /** The Monday (UTC) from which this creator posts. */
  firstWeek: string;
  /** Home time zone, hours east of UTC; daylight saving is left out. */
  utcOffsetHours: number;
  followersAtStart: number;
  /** Expected gain a week, as a share of `followersAtStart`; half of it comes from the videos' views. */
  weeklyGrowth: number;
  following: number;
  /** 0: an account without a single video. */
  postsPerWeek: number;
  /** Monday first. */
  weekdayWeights: readonly [number, number, number, number, number, number, number];
  /** Local hour around which posts gather. */
  postingHour: number;
  /** Median of final views over followers. */
  viewsPerFollower: number;
  /** Residual σ of log views, before the effects below. */
  sigma: number;
  likeRatio: number;
  commentRatio: number;
  shareRatio: number;
  durationMedianSeconds: number;
  /** Change of log views per unit of log duration: a real effect that analysis may find. */
  durationEffect: number;
  landscapeShare: number;
  aigcShare: number;
  tagsPerPost: number;
  signatureTag: string;
  /** Share of posts that carry the signature tag. */
  signatureShare: number;
  nicheTags: readonly string[];
  /** Change of log views where a post carries the tag: real effects, too. The hour of posting has none. */
  tagEffects: Readonly<Record<string, number>>;
  texts: CaptionTexts;
  /** Share of posts that are deleted within 150 days. @default 0.03 */
  removedShare?: number;
}

/**
 * The sandbox's creators; the first three are the demo's. Sizes, posting rates, ratios and σ lie within the
 * 10th to 90th percentile of 1,794 real creators of 2020 (see `video.plan.ts` for what was fitted).
 */
export const PERSONAS: readonly Persona[] = [
  {
    key: 'maya',
    username: 'maya.weeknight.table',
    displayName: 'Maya Weeknight Table',
    bio: 'Dinner in 20 minutes, one pan, no nonsense 🍳',
    verified: false,
    niche: 'cooking',
    language: 'en',
    firstWeek: '2026-01-19',
    utcOffsetHours: -5,
    followersAtStart: 84_000,
    weeklyGrowth: 0.009,
    following: 312,
    postsPerWeek: 2.5,
    weekdayWeights: [1.2, 1, 1.1, 1, 0.7, 0.6, 2],
    postingHour: 17.5,
    viewsPerFollower: 0.42,
    sigma: 0.64,
    likeRatio: 0.105,
    commentRatio: 0.0016,
    shareRatio: 0.0021,
    durationMedianSeconds: 27,
    durationEffect: -0.42,
    landscapeShare: 0.02,
    aigcShare: 0,
    tagsPerPost: 4.2,
    signatureTag: 'weeknighttable',
    signatureShare: 0.62,
    nicheTags: [
      'easyrecipe',
      'dinnerideas',
      'onepan',
      'pasta',
      'mealprep',
      'foodtok',
      'cheapeats',
      'leftovers',
    ],
    tagEffects: { onepan: 0.42, mealprep: -0.22 },
    texts: COOKING,
  },
  {
    key: 'camille',
    username: 'camille.en.train',
    displayName: 'Camille en train',
    bio: "L'Europe sans avion, un billet à la fois 🚆",
    verified: false,
    niche: 'travel',
    language: 'fr',
    firstWeek: '2026-01-26',
    utcOffsetHours: 1,
    followersAtStart: 410_000,
    weeklyGrowth: 0.006,
    following: 547,
    postsPerWeek: 2.2,
    weekdayWeights: [0.6, 0.8, 1, 1.4, 1.3, 1, 1.6],
    postingHour: 19,
    viewsPerFollower: 0.24,
    sigma: 0.7,
    likeRatio: 0.128,
    commentRatio: 0.0009,
    shareRatio: 0.0031,
    durationMedianSeconds: 38,
    durationEffect: 0.3,
    landscapeShare: 0.09,
    aigcShare: 0.01,
    tagsPerPost: 4.8,
    signatureTag: 'camilleentrain',
    signatureShare: 0.5,
    nicheTags: [
      'voyage',
      'trainadventure',
      'traindenuit',
      'weekend',
      'voyagepascher',
      'europe',
      'sansavion',
      'interrail',
    ],
    tagEffects: { traindenuit: 0.46, weekend: -0.15 },
    texts: TRAVEL_FR,
  },
  {
    key: 'jonas',
    username: 'jonas.lifts.honestly',
    displayName: 'Jonas Lifts Honestly',
    bio: 'Strength for people with jobs. No shortcuts sold here.',
    verified: true,
    niche: 'fitness',
    language: 'en',
    firstWeek: '2026-04-13',
    utcOffsetHours: 0,
    followersAtStart: 1_320_000,
    weeklyGrowth: 0.0045,
    following: 128,
    postsPerWeek: 3.1,
    weekdayWeights: [1.8, 1.2, 1.2, 1, 0.8, 0.5, 0.9],
    postingHour: 6.5,
    viewsPerFollower: 0.17,
    sigma: 0.63,
    likeRatio: 0.088,
    commentRatio: 0.0011,
    shareRatio: 0.0009,
    durationMedianSeconds: 21,
    durationEffect: -0.25,
    landscapeShare: 0.03,
    aigcShare: 0,
    tagsPerPost: 2.9,
    signatureTag: 'honestlifting',
    signatureShare: 0.78,
    nicheTags: [
      'gymtok',
      'deadlift',
      'formcheck',
      'homeworkout',
      'strengthtraining',
      'mobility',
      'beginners',
    ],
    tagEffects: { formcheck: 0.38, homeworkout: -0.2 },
    texts: FITNESS,
  },
  {
    key: 'ines',
    username: 'ines.paints.pixels',
    displayName: 'Inês Paints Pixels',
    bio: 'Digital painting, brushes and mistakes',
    verified: false,
    niche: 'art',
    language: 'en',
    firstWeek: '2025-11-03',
    utcOffsetHours: 0,
    followersAtStart: 22_500,
    weeklyGrowth: 0.012,
    following: 864,
    postsPerWeek: 1.6,
    weekdayWeights: [1, 1, 1, 1, 1, 1.6, 1.6],
    postingHour: 20.5,
    viewsPerFollower: 0.55,
    sigma: 0.8,
    likeRatio: 0.171,
    commentRatio: 0.0025,
    shareRatio: 0.001,
    durationMedianSeconds: 34,
    durationEffect: 0,
    landscapeShare: 0.14,
    aigcShare: 0.08,
    tagsPerPost: 5.6,
    signatureTag: 'inespaints',
    signatureShare: 0.35,
    nicheTags: ['digitalart', 'arttok', 'procreate', 'speedpaint', 'arttips', 'drawing', 'characterdesign'],
    tagEffects: { arttips: 0.3 },
    texts: ART,
  },
  {
    key: 'duo',
    username: 'flat.four.b',
    displayName: 'Flat 4B',
    bio: 'Two flatmates, one kitchen, no plot',
    verified: true,
    niche: 'comedy',
    language: 'en',
    firstWeek: '2025-06-02',
    utcOffsetHours: 1,
    followersAtStart: 4_600_000,
    weeklyGrowth: 0.003,
    following: 41,
    postsPerWeek: 8,
    weekdayWeights: [1, 1, 1, 1, 1.3, 1.2, 1],
    postingHour: 18,
    viewsPerFollower: 0.19,
    sigma: 0.96,
    likeRatio: 0.14,
    commentRatio: 0.0007,
    shareRatio: 0.0019,
    durationMedianSeconds: 16,
    durationEffect: -0.35,
    landscapeShare: 0.01,
    aigcShare: 0.01,
    tagsPerPost: 1.2,
    signatureTag: 'flat4b',
    signatureShare: 0.3,
    nicheTags: ['comedy', 'skit', 'flatmates', 'funny', 'pov'],
    tagEffects: { pov: 0.25 },
    texts: COMEDY,
  },
  {
    key: 'nora',
    username: 'nora.reads.slowly',
    displayName: 'Nora Reads Slowly',
    bio: 'New here. One book a week, maybe.',
    verified: false,
    niche: 'books',
    language: 'en',
    firstWeek: '2026-10-19',
    utcOffsetHours: -8,
    followersAtStart: 640,
    weeklyGrowth: 0.05,
    following: 203,
    postsPerWeek: 2,
    weekdayWeights: [1, 1, 1, 1, 1, 1, 1],
    postingHour: 21,
    viewsPerFollower: 0.8,
    sigma: 0.8,
    likeRatio: 0.12,
    commentRatio: 0.004,
    shareRatio: 0.0008,
    durationMedianSeconds: 44,
    durationEffect: 0,
    landscapeShare: 0,
    aigcShare: 0,
    tagsPerPost: 3.5,
    signatureTag: 'slowreading',
    signatureShare: 0.4,
    nicheTags: ['booktok', 'bookrecs', 'currentlyreading', 'tbr', 'libraryhaul'],
    tagEffects: {},
    texts: BOOKS,
  },
  {
    key: 'sam',
    username: 'sam.just.watches',
    displayName: 'Sam',
    bio: '',
    verified: false,
    niche: 'none',
    language: 'en',
    firstWeek: '2026-01-05',
    utcOffsetHours: 0,
    followersAtStart: 37,
    weeklyGrowth: 0.001,
    following: 419,
    postsPerWeek: 0,
    weekdayWeights: [1, 1, 1, 1, 1, 1, 1],
    postingHour: 12,
    viewsPerFollower: 0.2,
    sigma: 0.8,
    likeRatio: 0.1,
    commentRatio: 0.001,
    shareRatio: 0.001,
    durationMedianSeconds: 20,
    durationEffect: 0,
    landscapeShare: 0,
    aigcShare: 0,
    tagsPerPost: 0,
    signatureTag: 'none',
    signatureShare: 0,
    nicheTags: ['none'],
    tagEffects: {},
    texts: BOOKS,
  },
];
