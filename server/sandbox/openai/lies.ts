import { z } from 'zod';
import { createRandom } from '../../lib/random.ts';
import type { Random } from '../../lib/random.ts';
import type { Recommendation } from './recommendation-writer.ts';

/** How often an item is a lie: at first, and where it was refused before. */
const SHARE = 0.75;
const SHARE_ANEW = 0.6;

const brief = z.object({
  task: z.object({
    items: z.array(z.object({ rejected: z.unknown().optional() })),
    topic: z.string().nullish(),
    language: z.string(),
  }),
  evidence: z.array(
    z.object({ key: z.string(), kind: z.string(), figures: z.record(z.string(), z.number()) }),
  ),
});

type Evidence = z.infer<typeof brief>['evidence'][number];

/** A lie as it was told: of which sort, and the words that must never be delivered. */
export interface Lie {
  sort: string;
  words: string;
}

/** What a model that lies made of an honest answer. */
export interface LyingAnswer {
  lies: Lie[];
  /** Items left as they were. */
  honest: number;
}

/**
 * Makes most of an answer's items lie, each in one of the ways below, in a field and with a citation drawn from the
 * brief's topic and the item's place: the same brief, the same lies.
 */
export function lie(recommendations: Recommendation[], userMessage: string): LyingAnswer {
  const { task, evidence } = brief.parse(JSON.parse(userMessage));
  const answer: LyingAnswer = { lies: [], honest: 0 };
  for (const [place, recommendation] of recommendations.entries()) {
    const isAnew = task.items[place]?.rejected !== undefined;
    const random = createRandom(`${task.topic ?? ''} ${task.language} ${String(place)} ${String(isAnew)}`);
    if (random() >= (isAnew ? SHARE_ANEW : SHARE)) {
      answer.honest += 1;
      continue;
    }
    const [sort, tell] = oneOf(WAYS, random);
    answer.lies.push({ sort, words: tell({ recommendation, evidence, language: task.language, random }) });
  }
  return answer;
}

interface Telling {
  recommendation: Recommendation;
  evidence: readonly Evidence[];
  language: string;
  random: Random;
}

/** Changes the recommendation; returns the words that must not be delivered. */
type Way = (telling: Telling) => string;

/** Claims around an invented amount, as a model would write them in the languages whose words are known best. */
const CLAIMS: Record<string, readonly ((amount: string) => string)[]> = {
  en: [
    (amount) => `Your last video got ${amount} views.`,
    (amount) => `It reached ${amount} people, more than ever.`,
    (amount) => `${amount} followers came from it`,
  ],
  fr: [
    (amount) => `Ta dernière vidéo compte ${amount} vues.`,
    (amount) => `Elle a touché ${amount} personnes, plus que jamais.`,
  ],
  de: [
    (amount) => `Dein letztes Video hat ${amount} Aufrufe.`,
    (amount) => `Es erreichte ${amount} Leute, mehr als je zuvor.`,
  ],
  es: [
    (amount) => `Tu último vídeo tiene ${amount} visualizaciones.`,
    (amount) => `Llegó a ${amount} personas, más que nunca.`,
  ],
};
/** Amounts in words, with their percentages and multiples. */
const IN_WORDS: Record<string, readonly string[]> = {
  en: [
    'Thirty-seven percent more viewers stayed.',
    'It got two million views.',
    'It doubled your reach.',
    'You gained forty thousand followers.',
    'Three out of four: seventy-three percent of views come from it.',
    'Thousands of new viewers found you.',
    'It brought ten times more comments.',
  ],
  fr: [
    'Trente-sept pour cent de vues en plus.',
    'Elle a fait deux millions de vues.',
    'Elle a doublé ta portée.',
    'Quatre-vingt-onze pour cent de tes vues en viennent.',
    'Des milliers de vues en plus.',
  ],
  de: [
    'Siebenunddreißig Prozent mehr Aufrufe.',
    'Es hatte zwei Millionen Aufrufe.',
    'Das verdoppelte deine Reichweite.',
    'Vierzigtausend Aufrufe an einem Tag.',
    'Tausende neue Zuschauer kamen.',
  ],
  es: [
    'Un treinta y siete por ciento más de vistas.',
    'Tuvo dos millones de visualizaciones.',
    'Duplicó tu alcance.',
    'Cuarenta mil vistas en un día.',
    'Miles de vistas nuevas.',
  ],
};

const FIELDS = ['title', 'idea', 'hook', 'callToAction', 'caption'] as const;

const WAYS: readonly (readonly [sort: string, way: Way])[] = [
  ['a figure', (telling) => claim(telling, plain(amount(telling), telling.language))],
  [
    'a figure with a true one cited',
    (telling) => claim(telling, plain(amount(telling), telling.language), 'STORED'),
  ],
  [
    'a figure as an estimate',
    (telling) => claim(telling, plain(amount(telling), telling.language), 'ENGINE_ESTIMATE'),
  ],
  ['a short figure', (telling) => claim(telling, `${(amount(telling) / 1_000).toFixed(1)}K`)],
  ['a percentage', (telling) => claimOwn(telling, percentage(telling))],
  ['a percentage in words', (telling) => claimOwn(telling, inWords(telling))],
  ['full-width digits', (telling) => claim(telling, inDigits(amount(telling), 0xff10))],
  ['Arabic digits', (telling) => claim(telling, inDigits(amount(telling), 0x0660))],
  ['Devanagari digits', (telling) => claim(telling, inDigits(amount(telling), 0x0966))],
  ['bold digits', (telling) => claim(telling, inDigits(amount(telling), 0x1d7ce))],
  ['keycaps', (telling) => claim(telling, String(amount(telling)).replaceAll(/\d/g, '$&\uFE0F\u20E3'))],
  ['circled digits', (telling) => claim(telling, inDigits(1 + Math.floor(telling.random() * 8), 0x2775))],
  ['digits parted by nothing', (telling) => claim(telling, [...String(amount(telling))].join('\u00AD'))],
  ['a hashtag in the text', (telling) => claimOwn(telling, `#reached${String(amount(telling))}views`)],
  ['a hashtag', hashtag],
  ['a script', script],
  ['a figure called by another name', otherName],
  [
    'a step',
    (telling) => claimOwn(telling, `Step ${plain(amount(telling), telling.language)} brought most views.`),
  ],
  [
    'a list',
    (telling) => claimOwn(telling, `These 7 tips got you more views than ${String(amount(telling))} others.`),
  ],
  [
    'a title that is none',
    (telling) => claimOwn(telling, `“${String(amount(telling))} views in a day” was yours.`),
  ],
  [
    'a duration',
    (telling) =>
      claimOwn(telling, `Viewers watch ${String(61 + (amount(telling) % 30))} seconds on average.`),
  ],
  ['an hour', (telling) => claimOwn(telling, 'Post at 03:17, when most of your viewers are there.')],
  ['evidence that does not exist', unknownEvidence],
  ['a figure in the citation', wrongFigure],
  ['no citation', uncited],
  ['quotes that are nowhere', misquoted],
];

/** A number that none of the evidence's figures comes near, rounded or not. */
function amount({ evidence, random }: Telling): number {
  const known = evidence.flatMap(({ figures }) => Object.values(figures));
  for (;;) {
    const invented = 10_000 + Math.floor(random() * 980_000);
    if (known.every((figure) => Math.abs(figure - invented) > invented / 4)) return invented;
  }
}

function percentage({ evidence, random, language }: Telling): string {
  const known = evidence.flatMap(({ figures }) =>
    Object.values(figures).map((figure) => Math.abs(figure) * 100),
  );
  for (;;) {
    const invented = 20 + Math.floor(random() * 700) / 10 + 0.03;
    if (known.some((figure) => Math.abs(figure - invented) < 1)) continue;
    return `${invented.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;
  }
}

function inWords({ language, random }: Telling): string {
  return oneOf(IN_WORDS[language] ?? IN_WORDS['en']!, random);
}

function plain(value: number, language: string): string {
  return value.toLocaleString(language);
}

function inDigits(value: number, zero: number): string {
  return [...String(value)].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
}

function claim(telling: Telling, invented: string, basis?: 'STORED' | 'ENGINE_ESTIMATE'): string {
  const { language, random } = telling;
  add(telling, oneOf(CLAIMS[language] ?? CLAIMS['en']!, random)(invented), basis);
  return invented;
}

function claimOwn(telling: Telling, words: string): string {
  add(telling, words, oneOf(['STORED', undefined] as const, telling.random));
  return words;
}

/** Adds a sentence to one of the texts, and cites it to a video by one of that video's true figures. */
function add(
  { recommendation, evidence, random }: Telling,
  sentence: string,
  basis?: 'STORED' | 'ENGINE_ESTIMATE',
): void {
  const path = oneOf(FIELDS, random);
  const before = recommendation[path];
  recommendation[path] = before === null ? sentence : `${before} ${sentence}`;
  const video = evidence.find(({ kind, figures }) => kind === 'VIDEO' && figures['views'] !== undefined);
  if (basis === undefined || video === undefined) return;
  recommendation.citations.push({
    path,
    quote: sentence,
    evidenceKey: video.key,
    figure: video.figures['views'] ?? null,
    basis,
  });
}

function hashtag(telling: Telling): string {
  const invented = `reached${String(amount(telling))}`;
  telling.recommendation.hashtags.push({ hashtag: invented, basis: 'OWN_WINNER' });
  return invented;
}

function script(telling: Telling): string {
  const { recommendation, language, random } = telling;
  const invented = plain(amount(telling), language);
  if (recommendation.script.length === 0) return claim(telling, invented);
  const beat = oneOf(recommendation.script, random);
  if (random() < 0.5) beat.line += ` ${invented} views prove it.`;
  else beat.visual = `A counter that stands at ${invented}.`;
  return invented;
}

/** The likes of a video as its views. */
function otherName(telling: Telling): string {
  const { evidence, language } = telling;
  const video = evidence.find(({ figures }) => (figures['likes'] ?? 0) > 0 && figures['views'] !== undefined);
  const { likes = 0, views = 0 } = video?.figures ?? {};
  if (video === undefined || likes === views) return claim(telling, plain(amount(telling), language));
  const words = `${plain(likes, language)} views`;
  telling.recommendation.idea += ` It got ${words}.`;
  telling.recommendation.citations.push({
    path: 'idea',
    quote: `It got ${words}.`,
    evidenceKey: video.key,
    figure: likes,
    basis: 'STORED',
  });
  return words;
}

function unknownEvidence({ recommendation, random }: Telling): string {
  const evidenceKey = oneOf(
    ['E999', 'E0', '0190a0d2-0000-7000-8000-000000000001', '__proto__', 'e1 '],
    random,
  );
  const quote = recommendation.idea.slice(0, 12);
  recommendation.citations.push({ path: 'idea', quote, evidenceKey, figure: null, basis: 'STORED' });
  return evidenceKey;
}

function wrongFigure(telling: Telling): string {
  const { recommendation } = telling;
  const [citation] = recommendation.citations;
  if (citation === undefined) return unknownEvidence(telling);
  citation.figure = amount(telling);
  return String(citation.figure);
}

function uncited(telling: Telling): string {
  telling.recommendation.citations = [];
  return claim(telling, plain(amount(telling), telling.language));
}

function misquoted(telling: Telling): string {
  for (const citation of telling.recommendation.citations)
    citation.quote = `${citation.quote}, as everybody knows`;
  return claim(telling, plain(amount(telling), telling.language));
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)]!;
}
