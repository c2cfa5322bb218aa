/** Made up: whoever finds such a hashtag at TikTok has found a coincidence. */

export const CATEGORIES = [
  'AUTOMOTIVE',
  'BEAUTY',
  'EDUCATION',
  'FOOD',
  'HEALTH',
  'HOME_IMPROVEMENT',
  'PETS',
  'SPORTS',
  'TRAVEL',
  'VIDEO_GAMES',
] as const;

export const GENRES = ['POP', 'HIP_HOP', 'ELECTRONIC', 'ROCK', 'FOLK', 'AMBIENT'] as const;

/** The biggest first. */
export const HASHTAG_GIANTS = [
  'recipe',
  'baking',
  'travel',
  'workout',
  'skincare',
  'diy',
  'booktok',
  'gaming',
  'pets',
  'gardening',
  'sourdough',
  'learnontiktok',
];

export const SONG_GIANTS = ['Sunday Kitchen', 'Long Way Home', 'Little Victories', 'Slow Morning'];

const FIRST =
  'velvet,paper,midnight,copper,lemon,hollow,cloud,river,amber,pocket,silver,marble,ginger,window,cedar,rocket,cotton,ember,maple,mirror,orbit,puddle,quiet,ribbon,saffron,thimble,umbrella,violet,willow,zigzag,acorn,basil,candle,domino,feather,garnet,harbor,ivory,juniper,kettle'.split(
    ',',
  );
const SECOND =
  'challenge,dance,reset,routine,glowup,hack,kitchen,morning,swap,diary,stack,walk,era,haul,test,remix,garden,garage,lesson,workout,notes,loop,season,shelf,step,story,sketch,supper,theory,thread,trick,trip,tune,voice,week,wish,core,check,duet,drop'.split(
    ',',
  );

/** Each of 1,600 in turn, so that two that live at the same time have different names. */
function pair(number: number): [first: string, second: string] {
  const size = FIRST.length * SECOND.length;
  // A step that shares no factor with the size meets every pair before it meets one again.
  const place = (((number * 1_117) % size) + size) % size;
  return [FIRST[Math.floor(place / SECOND.length)] ?? '', SECOND[place % SECOND.length] ?? ''];
}

export function nameOfHashtag(number: number): string {
  return pair(number).join('');
}

export function nameOfSong(number: number): string {
  const [first, second] = pair(number);
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  return `${capital(first)} ${capital(second)}`;
}
