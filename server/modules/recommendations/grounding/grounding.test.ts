import { describe, expect, test } from '@jest/globals';
import type { EngineRequest, RecommendationDraft } from '../engine.ts';
import { ground } from './grounding.ts';
import { citing, draftWith, ITEMS, requestWith, VIDEO } from './grounding-test-kit.ts';

/** The flaws of a text whose whole is cited to one item. */
function flawsOf(
  idea: string,
  evidenceKey: string,
  request: Partial<EngineRequest> = {},
  basis: 'STORED' | 'ENGINE_ESTIMATE' = 'STORED',
): string[] {
  const draft = draftWith({ idea, citations: [citing(evidenceKey, idea, { basis })] });
  return ground(draft, requestWith(request)).flaws;
}

const nothingSays = (words: string, path = 'idea') =>
  `${path} says “${words}”, which no evidence cited for these words holds.`;

describe('a number that is a figure of what is cited for it', () => {
  test.each([
    ['en', 'It has 12,345 views.', 'E1'],
    ['en', 'It has 12,300 views.', 'E1'],
    ['en', 'It has 12,000 views.', 'E1'],
    ['en', 'It has 12k views and 402 comments.', 'E1'],
    ['en', 'It has 12.3K views.', 'E1'],
    ['en', 'It did 3.2 times your median.', 'E1'],
    ['en', 'It did 3 times your median after 168 hours.', 'E1'],
    ['en', 'It runs 21 seconds.', 'E1'],
    ['en', 'Your video of 3 November did well.', 'E1'],
    ['en', '8.4% of your views, with 95% between 6% and 42%.', 'E2'],
    ['en', 'Some 8.43 percent over 14 posts.', 'E2'],
    ['en', 'About eight percent of views.', 'E2'],
    ['en', '#sourdough goes with +25% views over 9 posts.', 'E3'],
    ['en', 'Videos of 16–30 s go with 12% fewer views.', 'E4'],
    ['en', 'Videos of 16–30 s go with −12 % views.', 'E4'],
    ['en', 'Posts from 16:00 to 20:00 go with +10 %.', 'E5'],
    ['en', 'You post 2.75 times a week over 28 days.', 'E6'],
    ['en', 'You post three times a week.', 'E6'],
    ['fr', 'Elle compte 12\u202f300 vues, 3,2 fois ta médiane.', 'E1'],
    ['fr', 'Elle compte 12 000 vues.', 'E1'],
    ['fr', '8,4\u00a0% de tes vues, soit huit pour cent.', 'E2'],
    ['fr', 'Elles vont avec 12 % de vues de moins.', 'E4'],
    ['fr', 'De 16 h à 20 h, cela va avec +10 %.', 'E5'],
    ['de', 'Es hat 12.345 Aufrufe und 402 Kommentare.', 'E1'],
    ['de', 'Es hat das 3,2-fache deines Medians.', 'E1'],
    ['de', '8,4 Prozent deiner Aufrufe.', 'E2'],
    ['de', 'Das sind 12 % weniger Aufrufe.', 'E4'],
    ['es', 'Tiene 12.345 visualizaciones, 3,2 veces tu mediana.', 'E1'],
    ['es', 'El 8,4 por ciento de tus vistas.', 'E2'],
    ['es', 'Van con un 12 % menos de vistas.', 'E4'],
    ['ar', 'حصل على ١٢٬٣٤٥ مشاهدة', 'E1'],
    ['ja', '再生1.2万回です。', 'E1'],
  ])('%s: “%s” passes', (language, idea, key) => {
    expect(flawsOf(idea, key, { language })).toEqual([]);
  });
});

describe('a number that is not', () => {
  test.each([
    // Wrong, too coarse, or of another item.
    ['en', 'It has 12,400 views.', 'E1', '12,400'],
    ['en', 'It has 10,000 views.', 'E1', '10,000'],
    ['en', 'It has 13k views.', 'E1', '13k'],
    ['en', 'It has 12,345 views.', 'E2', '12,345'],
    ['en', 'It has 0 shares.', 'E1', '0'],
    ['en', '9% of your views.', 'E2', '9%'],
    ['en', '8.5% of your views.', 'E2', '8.5%'],
    // Of another kind, though the digits are there.
    ['en', 'It has 9,876 views.', 'E1', '9,876'],
    ['en', 'It has 12 comments.', 'E1', '12'],
    ['en', 'It did 31 times your median.', 'E1', '31 times'],
    ['en', 'It kept people for 12 seconds.', 'E1', '12 seconds'],
    ['en', 'Over 14% of posts.', 'E2', '14%'],
    ['en', 'Over 14 days.', 'E2', '14 days'],
    // Of the other sign.
    ['en', 'They go with 12% more views.', 'E4', '12%'],
    ['en', '#sourdough goes with 25% fewer views.', 'E3', '25%'],
    // Hidden in words, other digits, marks and names.
    ['en', 'It has twenty thousand views.', 'E1', 'twenty thousand'],
    ['en', 'Thirty percent of viewers stayed.', 'E2', 'Thirty percent'],
    ['en', 'It doubled your reach.', 'E2', 'doubled'],
    ['en', 'It brought half of all your views.', 'E2', 'half'],
    ['en', 'Millions of people watched it, with views to match.', 'E1', 'Millions'],
    ['en', 'It has ５０，０００ views.', 'E1', '５０，０００'],
    ['en', 'It has 𝟓𝟎𝐊 views.', 'E1', '𝟓𝟎𝐊'],
    ['en', 'It has 5️⃣0️⃣K views.', 'E1', '5️⃣0️⃣K'],
    ['en', 'It has 402\u00ad000 views.', 'E1', '402\u00ad000'],
    ['en', 'It has ❺ views.', 'E1', '❺'],
    ['en', 'Use #reached50000views.', 'E1', '#reached50000views'],
    ['en', 'It is a x50video.', 'E1', 'x50video'],
    ['en', '1/3 of your views came from it.', 'E1', '1/3'],
    ['fr', 'Elle compte 1,234 vues.', 'E1', '1,234'],
    ['fr', 'Vingt-cinq pour cent de tes vues.', 'E2', 'Vingt-cinq pour cent'],
    ['fr', 'Des milliers de vues.', 'E1', 'milliers'],
    ['de', 'Es hat 12,345 Aufrufe.', 'E1', '12,345'],
    ['de', 'Dreißig Prozent deiner Aufrufe.', 'E2', 'Dreißig Prozent'],
    ['de', 'Zweihunderttausend Aufrufe.', 'E1', 'Zweihunderttausend'],
    ['de', 'Das verdoppelte deine Reichweite.', 'E1', 'verdoppelte'],
    ['es', 'Tiene veinte mil visualizaciones.', 'E1', 'veinte mil'],
    ['es', 'El treinta por ciento de tus vistas.', 'E2', 'treinta por ciento'],
    ['es', 'Duplicó tus vistas.', 'E1', 'Duplicó'],
    ['ar', 'حصل على ٥٠٬٠٠٠ مشاهدة', 'E1', '٥٠٬٠٠٠'],
    ['hi', 'इसे ५०,००० बार देखा गया', 'E1', '५०,०००'],
    ['zh', '百万播放', 'E1', '百万'],
    ['it', 'Il venti per cento delle vite.', 'E1', 'per cento'],
  ])('%s: “%s” does not pass', (language, idea, key, words) => {
    expect(flawsOf(idea, key, { language })).toEqual([nothingSays(words)]);
  });

  test('is one in every text field, also where another field cites it', () => {
    const words = 'It has 50,000 views.';
    const draft = draftWith({
      kind: 'SCRIPT',
      title: words,
      hook: words,
      callToAction: words,
      caption: words,
      script: [{ startSecond: 0, endSecond: 3, line: words, visual: words }],
      citations: [citing('E1', 'idea')],
    });
    expect(ground(draft, requestWith()).flaws).toEqual(
      ['title', 'hook', 'callToAction', 'caption', 'script[0].line', 'script[0].visual'].map((path) =>
        nothingSays('50,000', path),
      ),
    );
  });

  test('is one where the citation quotes only part of it, or other words', () => {
    for (const quote of ['12,345', 'It has', '2,345']) {
      const idea = 'It has 12,345 % of views.';
      expect(ground(draftWith({ idea, citations: [citing('E1', quote)] }), requestWith()).flaws).toEqual([
        nothingSays('12,345 %'),
      ]);
    }
    const idea = 'It has 12,345 views.';
    expect(ground(draftWith({ idea, citations: [citing('E1', 'It has')] }), requestWith()).flaws).toEqual([
      nothingSays('12,345'),
    ]);
  });
});

describe('a number that is no figure of the account', () => {
  const SCRIPT = [
    { startSecond: 0, endSecond: 4, line: 'Look.', visual: null },
    { startSecond: 4, endSecond: 22, line: 'There.', visual: null },
  ];
  const SLOT = { at: '2026-11-25T17:30:00.000Z', basis: 'HABIT' as const, lift: null };
  test.each<[string, string, Partial<EngineRequest>, Partial<RecommendationDraft>]>([
    ['en', 'Name 3 common mistakes, then 5 ways out.', {}, {}],
    ['en', 'Step 2: film part 3 on day 12.', {}, {}],
    ['en', '1. Open with it', {}, {}],
    ['en', 'Show the 2nd take in the first 3 seconds.', {}, {}],
    ['en', 'Film in 4K at 60 fps, 9:16.', {}, {}],
    ['en', 'Check again after 7 days, within 24 hours.', {}, {}],
    ['en', 'Do so in your next 3 videos.', {}, {}],
    ['fr', 'Fais-le dans tes 3 prochaines vidéos.', {}, {}],
    [
      'en',
      'Use these 2 hashtags.',
      {},
      {
        hashtags: [
          { hashtag: 'bread', basis: 'TOPIC' },
          { hashtag: 'flour', basis: 'TOPIC' },
        ],
      },
    ],
    ['en', 'Keep it within 22 seconds, cut at 4 s (0:04).', {}, { script: SCRIPT }],
    ['en', 'Post at 18:30 (6:30 pm) on 25 November.', {}, { postAt: [SLOT] }],
    ['fr', 'Publie à 18 h 30, donc 18h30, le 25 novembre.', {}, { postAt: [SLOT] }],
    ['de', 'Poste um 18.30 Uhr am 25. November 2026.', {}, { postAt: [SLOT] }],
    ['en', 'Keep it under 40 seconds.', { constraints: ['at most 40 s'] }, {}],
    ['en', 'Cook with 7 ingredients.', { topic: 'meals of 7 ingredients' }, {}],
    ['en', 'Take it to the topic you asked for: my first 1000 views.', { topic: 'my first 1000 views' }, {}],
    ['en', 'Your video “5 mistakes with my iPhone 15 starter” can go on.', {}, {}],
    ['en', 'Your video “5 mistakes with my iPhone…” can go on.', {}, {}],
    ['en', 'Film it with the iPhone 15 again. [E1]', {}, {}],
    ['en', 'Tag it #bread2026.', {}, {}],
    ['fr', 'Montre 3 erreurs, puis l’étape 2.', {}, {}],
    ['de', 'Zeige 3 typische Fehler, dann Schritt 2.', {}, {}],
    ['es', 'Muestra 3 errores y luego el paso 2.', {}, {}],
  ])('%s: “%s” passes', (language, idea, request, changes) => {
    const draft = draftWith({ ...changes, idea, citations: [citing('E1', idea.slice(0, 4))] });
    const uncovered = draft.citations.every(({ quote }) => !/\d/.test(quote.slice(1)));
    expect([uncovered, ...ground(draft, requestWith({ language, ...request })).flaws]).toEqual([true]);
  });

  test.each<[string, string, Partial<EngineRequest>, Partial<RecommendationDraft>, string]>([
    ['en', 'Your 3 tips got more views.', {}, {}, '3'],
    ['en', 'Part 3 has more views.', {}, {}, '3'],
    ['en', 'On day 12 your reach grew.', {}, {}, '12'],
    ['en', 'In the first 3 seconds viewers leave.', {}, {}, '3 seconds'],
    ['en', 'After 7 days it gained followers.', {}, {}, '7 days'],
    ['en', 'Viewers watch 22 seconds on average.', {}, { script: SCRIPT }, '22 seconds'],
    ['en', 'Keep it within 23 seconds.', {}, { script: SCRIPT }, '23 seconds'],
    ['en', 'Post at 19:30.', {}, { postAt: [SLOT] }, '19:30'],
    ['en', 'Post on 26 November.', {}, { postAt: [SLOT] }, '26 November'],
    ['en', 'It has 4K views.', {}, {}, '4K'],
    ['en', 'It has 1000 views.', { topic: 'my first 1000 views' }, {}, '1000'],
    ['en', 'It reached “5”.', {}, {}, '5'],
    ['en', 'It reached “5,000,000 views”.', {}, {}, '5,000,000'],
    ['en', 'See E99.', {}, {}, 'E99'],
    ['en', 'Use these 3 hashtags.', {}, {}, '3'],
    ['en', 'Your next 3 videos will get views.', {}, {}, '3'],
    ['en', 'Buy the iPhone 17.', {}, {}, '17'],
    ['en', 'Your views of the iPhone 15 grew.', {}, {}, '15'],
    ['en', 'It was -3 steps.', {}, {}, '-3'],
    ['pt', 'Mostre 3 passos.', {}, {}, '3'],
    ['ja', '3つの方法', {}, {}, '3'],
  ])('%s: “%s” does not', (language, idea, request, changes, words) => {
    const draft = draftWith({
      ...changes,
      title: 'A',
      idea,
      citations: [citing('E1', 'A', { path: 'title' })],
    });
    expect(ground(draft, requestWith({ language, ...request })).flaws).toEqual([nothingSays(words)]);
  });

  test('is a hashtag of the evidence, and no other one with digits', () => {
    const flaws = (hashtag: string) =>
      ground(draftWith({ hashtags: [{ hashtag, basis: 'TOPIC' }] }), requestWith()).flaws;
    expect(flaws('Bread2026')).toEqual([]);
    expect(flaws('reached50000')).toEqual([
      'hashtags holds a number that is in no hashtag of the evidence: “reached50000”.',
    ]);
  });
});

describe('an estimate', () => {
  test.each([
    ['en', 'We estimate 15,000 views.'],
    ['fr', 'Notre estimation : 15 000 vues.'],
    ['de', 'Geschätzt sind es 15.000 Aufrufe.'],
    ['es', 'Nuestra estimación son 15.000 visualizaciones.'],
  ])('%s: “%s” passes where the citation and the words both mark it', (language, idea) => {
    expect(flawsOf(idea, 'E1', { language }, 'ENGINE_ESTIMATE')).toEqual([]);
    expect(flawsOf(idea, 'E1', { language })).toHaveLength(1);
  });

  test('does not pass where only one of both does', () => {
    expect(flawsOf('It will get 15,000 views.', 'E1', {}, 'ENGINE_ESTIMATE')).toEqual([
      nothingSays('15,000'),
    ]);
    expect(flawsOf('An estimate helps. It has 15,000 views.', 'E1', {}, 'ENGINE_ESTIMATE')).toHaveLength(1);
  });
});

describe('citations', () => {
  const cite = (...citations: RecommendationDraft['citations']) =>
    ground(draftWith({ idea: 'It has 12,300 views and 402 comments.', citations }), requestWith());
  const good = citing('E1', '12,300 views and 402 comments');

  test('come out with the figures of the evidence, one for each number, and without those misquoted', () => {
    const { draft, flaws } = cite(
      { ...good, figure: 12_000 },
      citing('E2', 'It'),
      citing('E1', 'other words'),
      citing('E1', 'It', { path: 'script[3].line' }),
    );
    expect(flaws).toEqual([]);
    expect(draft.citations).toEqual([
      { ...good, figure: 12_345 },
      { ...good, figure: 402 },
      { ...citing('E2', 'It'), figure: null },
    ]);
  });

  test('must be there, exist, quote, and state only figures of the evidence', () => {
    expect(cite().flaws[0]).toBe('It cites no evidence.');
    expect(cite(good, citing('E99', 'It')).flaws).toEqual(['It cites evidence that does not exist.']);
    expect(cite(citing('E1', 'other words')).flaws).toContain(
      'Its citations quote words that are not in it.',
    );
    expect(cite({ ...good, figure: 12_400 }).flaws).toEqual([
      'It cites a figure that is not in the evidence.',
    ]);
    for (const figure of [12_345, 12_300, 12_000, 3.24, 3.2])
      expect(cite({ ...good, figure }).flaws).toEqual([]);
  });

  test('of an estimate state the number that the words say', () => {
    const idea = 'We estimate 1.5k views.';
    const citations = [citing('E1', idea, { basis: 'ENGINE_ESTIMATE', figure: 7 })];
    expect(ground(draftWith({ idea, citations }), requestWith()).draft.citations[0]).toMatchObject({
      figure: 1_500,
      basis: 'ENGINE_ESTIMATE',
    });
  });
});

describe('markup', () => {
  const flaws = (idea: string, request: Partial<EngineRequest> = {}) =>
    ground(draftWith({ idea: `An idea. ${idea}` }), requestWith(request)).flaws;

  test.each([
    ['See https://evil.example now', 'idea holds a link.'],
    ['See evil.com/x', 'idea holds a link.'],
    ['See www.evil', 'idea holds a link.'],
    ['javascript:alert', 'idea holds a link.'],
    ['[click](here)', 'idea holds markup.'],
    ['<img src=x>', 'idea holds markup.'],
    ['</script>', 'idea holds markup.'],
    ['Read it \u202Ebackwards', 'idea holds hidden characters.'],
    ['Tags \u{E0041}\u{E0042}', 'idea holds hidden characters.'],
    ['See https://shop.com', 'idea holds a link.'],
    ['With @lena of the caption', 'idea mentions somebody else.'],
    ['Follow @evil now', 'idea mentions somebody else.'],
  ])('“%s” is refused', (text, flaw) => {
    expect(flaws(text)).toEqual([flaw]);
  });

  test('is not seen in emoji, arithmetic signs, abbreviations, the own name, quoted titles and wishes', () => {
    expect(flaws('🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍🍳 by @ada.bakes, e.g. flour > water, i.e. a < b')).toEqual([]);
    expect(flaws('Show shop.com', { topic: 'my shop.com' })).toEqual([]);
    expect(
      flaws('As asked: with @lena <3 of https://a.b.', { topic: 'with @lena <3 of https://a.b' }),
    ).toEqual([]);
    const title = 'visit evil.com <b>now</b>';
    const items = [{ ...VIDEO, title }, ...ITEMS.slice(1)];
    const { evidence } = requestWith();
    expect(flaws(`Go on with “${title}”.`, { evidence: { ...evidence, items } })).toEqual([]);
  });
});
