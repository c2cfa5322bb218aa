import { FRENCH_ANGLES } from './statistical-angles.fr.ts';
import type { DismissReason } from '../../../data/generated/prisma/client.ts';
import { formatsOf, isDuration } from './statistical-phrases.ts';
import type { Line, Phrases, StatisticFacts, TrendFacts } from './statistical-phrases.ts';

const formats = formatsOf('fr');
const { number, percent, signedPercent } = formats;

function posts(count: number): string {
  return `${number(count)} ${count < 2 ? 'publication' : 'publications'}`;
}

function chance({ verdict }: StatisticFacts): string {
  return verdict === 'NO_EVIDENCE_YET'
    ? ' ; rien ne prouve encore que ce soit plus que le hasard.'
    : ', plus que le hasard n’explique.';
}

function growth({ key, growth: daily }: TrendFacts): Line {
  if (daily === null) return [];
  return [', à ', { words: `${signedPercent(daily)} par jour`, evidenceKey: key, figure: daily }];
}

const ORIENTATIONS: Record<string, string> = {
  portrait: 'vidéos verticales',
  landscape: 'vidéos horizontales',
  square: 'vidéos carrées',
};

const DAYS: Record<string, string> = {
  Monday: 'lundi',
  Tuesday: 'mardi',
  Wednesday: 'mercredi',
  Thursday: 'jeudi',
  Friday: 'vendredi',
  Saturday: 'samedi',
  Sunday: 'dimanche',
};

const REASONS: Record<DismissReason, string> = {
  NOT_RELEVANT: 'comme hors sujet',
  ALREADY_DONE: 'comme déjà fait',
  TOO_HARD: 'comme trop difficile',
  OFF_BRAND: 'comme étranger à ton compte',
  WRONG_FACTS: 'pour des faits inexacts',
  OTHER: 'pour des raisons à toi',
};

/** What the statistical engine says in French. */
export const FRENCH: Phrases = {
  ...formats,
  quoted: (words) => `« ${words} »`,
  untitled: 'cette vidéo',
  angles: FRENCH_ANGLES,
  goals: {
    REACH: 'Vise ceux qui ne te connaissent pas encore : la vidéo doit se comprendre sans les autres.',
    ENGAGEMENT: 'Vise les réponses : termine sur une question qui se tranche en un mot.',
    FOLLOWERS: 'Vise ceux qui reviennent : annonce la suite avant la fin.',
  },
  callsToAction: {
    REACH: ['Envoie-la à quelqu’un qui doit la voir.', 'Garde-la pour ta prochaine tentative.'],
    ENGAGEMENT: ['Tu choisirais laquelle ? Dis-le en commentaire.', 'Tu aurais fait quoi ? Un mot suffit.'],
    FOLLOWERS: [
      'Abonne-toi pour ne pas rater la suite.',
      'La suite arrive cette semaine. Abonne-toi pour la voir.',
    ],
  },
  winner: ({ key, subject, views, multiple }) => [
    { words: subject, evidenceKey: key, figure: null },
    ' compte ',
    { words: `${number(views)} vues`, evidenceKey: key, figure: views },
    ...(multiple === null
      ? []
      : [', ', { words: `${number(multiple)} fois ta médiane`, evidenceKey: key, figure: multiple }]),
    '.',
  ],
  miss: ({ key, subject, multiple }) =>
    multiple === null
      ? []
      : [
          'À l’inverse, ',
          { words: subject, evidenceKey: key, figure: null },
          ' a fait ',
          { words: `${number(multiple)} fois ta médiane`, evidenceKey: key, figure: multiple },
          ' ; regarde ce qui lui manquait.',
        ],
  comments: ({ key, comments }) =>
    comments === null
      ? []
      : [
          'Elle a reçu ',
          { words: `${number(comments)} commentaires`, evidenceKey: key, figure: comments },
          '.',
        ],
  onTopic: (topic) => `Applique ce qui a marché là au sujet demandé : ${topic}.`,
  engagement: ({ key, value, sampleSize }) => [
    'J’aime, commentaires et partages font ',
    { words: `${percent(value)} de tes vues`, evidenceKey: key, figure: value },
    ', sur ',
    { words: posts(sampleSize), evidenceKey: key, figure: sampleSize },
    '.',
  ],
  cadence: ({ key, value }) => [
    'En ce moment tu publies ',
    { words: `${number(value)} fois par semaine`, evidenceKey: key, figure: value },
    '.',
  ],
  thin: ({ key }) => [
    { words: 'Les données sont minces', evidenceKey: key, figure: null },
    ' : trop peu de publications sont assez anciennes pour être comparées ; prends ceci pour un premier essai, non pour un résultat.',
  ],
  duration: (band) =>
    band.verdict === 'HIGHER'
      ? [
          'Reste aux ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' : elles vont de pair avec ',
          { words: `${signedPercent(band.value)} de vues`, evidenceKey: band.key, figure: band.value },
          ' par rapport à ton habitude, sur ',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          chance(band),
        ]
      : [
          'Tu publies surtout des ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' (',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          ') ; rien ne prouve encore qu’une autre durée marche mieux.',
        ],
  association: (group, many) => [
    many === 'MANY' ? 'Les ' : '',
    { words: group.subject, evidenceKey: group.key, figure: null },
    many === 'MANY' ? ' vont de pair avec ' : ' va de pair avec ',
    { words: `${signedPercent(group.value)} de vues`, evidenceKey: group.key, figure: group.value },
    ' par rapport à ton habitude, sur ',
    { words: posts(group.sampleSize), evidenceKey: group.key, figure: group.sampleSize },
    chance(group),
  ],
  hour: (weekday, block, basis) => [
    basis === 'HABIT'
      ? `Le ${weekday}, à ton heure habituelle : `
      : basis === 'EVIDENCE'
        ? `Le ${weekday} : `
        : `Le ${weekday}, comme expérience : `,
    { words: block.subject, evidenceKey: block.key, figure: null },
    ', tous jours confondus, va de pair avec ',
    { words: `${signedPercent(block.value)} de vues`, evidenceKey: block.key, figure: block.value },
    ' par rapport à ton habitude, sur ',
    { words: posts(block.sampleSize), evidenceKey: block.key, figure: block.sampleSize },
    chance(block),
  ],
  untriedHour: (weekday, partOfDay, key) => [
    `Le ${weekday} `,
    { words: partOfDay, evidenceKey: key, figure: null },
    ' : aucune publication de ces heures ne peut être comparée, donc un pari.',
  ],
  partsOfDay: [
    'la nuit',
    'au petit matin',
    'en matinée',
    'en début d’après-midi',
    'en fin d’après-midi',
    'en soirée',
  ],
  block: (label) => label.replace(/^[A-Z][a-z]+/, (day) => DAYS[day] ?? day),
  forecast: ({ key, value, lower, upper, level, days }) => [
    'Le compte s’oriente vers ',
    { words: `${number(value)} abonnés`, evidenceKey: key, figure: value },
    ' dans ',
    { words: `${number(days)} jours`, evidenceKey: key, figure: days },
    ' (',
    { words: `intervalle à ${percent(level)}`, evidenceKey: key, figure: level },
    ' de ',
    { words: number(lower), evidenceKey: key, figure: lower },
    ' à ',
    { words: number(upper), evidenceKey: key, figure: upper },
    ').',
  ],
  rising: (trend) => [
    { words: trend.subject, evidenceKey: trend.key, figure: null },
    trend.region === null ? ' monte' : ` (${trend.region}) monte`,
    ...growth(trend),
    trend.isWatchedAlone ? ', et tu le suis.' : ', et touche à ce que tu publies ; cela peut passer.',
  ],
  sound: (trend) => [
    'Un son à essayer pendant qu’il monte : ',
    { words: trend.subject, evidenceKey: trend.key, figure: null },
    ...growth(trend),
    '.',
  ],
  risingFormat: {
    title: (name) => `Essaie ce qui monte : ${name}`,
    why: (trend) => [
      { words: trend.subject, evidenceKey: trend.key, figure: null },
      ' se voit plus souvent parmi les vidéos qui marchent exceptionnellement bien',
      ...growth(trend),
      '.',
    ],
  },
  changes: {
    VIRAL_TAKE_OFF: ['Une de tes vidéos décolle', ' : publie tant qu’on regarde ton profil.'],
    REACH_DROP: ['Ta portée a baissé ces derniers temps', ' : ceci s’appuie sur ce qui marchait avant.'],
    CHANGE_POINT: [
      'Ta portée a monté ces derniers temps et se maintient',
      ' : garde ce que tu fais en ce moment.',
    ],
    FOLLOWER_JUMP: [
      'Tu as gagné bien plus d’abonnés que d’habitude',
      ' : montre aux nouveaux venus ce que tu fais.',
    ],
    FOLLOWER_DROP: [
      'Tu as perdu plus d’abonnés que d’habitude',
      ' : reste près de ce que les autres sont venus voir.',
    ],
  },
  used: ({ key, subject, views, multiple }) => [
    'Tu as utilisé ',
    { words: subject, evidenceKey: key, figure: null },
    ', et sa vidéo compte ',
    { words: `${number(views)} vues`, evidenceKey: key, figure: views },
    ...(multiple === null
      ? ['.']
      : [
          ', ',
          { words: `${number(multiple)} fois ta médiane`, evidenceKey: key, figure: multiple },
          multiple >= 1 ? ' ; ceci va dans le même sens.' : ' ; ceci va dans un autre sens.',
        ]),
  ],
  dismissed: ({ key, subject }, reason) => [
    'Tu as écarté ',
    { words: subject, evidenceKey: key, figure: null },
    ` ${REASONS[reason]} ; voici donc autre chose.`,
  ],
  hashtagsOf: ({ key, subject, views }) => [
    'Ils viennent de ',
    { words: subject, evidenceKey: key, figure: null },
    ', qui compte ',
    { words: `${number(views)} vues`, evidenceKey: key, figure: views },
    '.',
  ],
  tone: (tone) => `Garde le ton demandé : ${tone}.`,
  constraints: (constraints) =>
    `Tu as posé des conditions : ${constraints.join(' ; ')}. Vérifie le texte : une statistique ne sait pas lire.`,
  withoutHashtags: 'Les hashtags sont laissés de côté, comme demandé.',
  honesty: [
    'Tout cela montre ce qui va ensemble dans tes propres publications, non ce qui cause quoi.',
    'Aucune IA n’a écrit ceci : c’est assemblé à partir des statistiques de tes publications, et montre ce qui va ensemble, non pourquoi.',
  ],
  hookVisual: 'Ton visage ou le résultat, de près, en mouvement dès la première image.',
  callToActionVisual: 'Le résultat encore une fois ; la dernière image ramène à la première.',
  hashtagSet: {
    titles: [
      'Des hashtags pour ta prochaine publication',
      'Les hashtags à garder',
      'Un autre mélange de tes hashtags',
    ],
    use: 'Utilise-les avec tes propres mots ; TikTok lit aussi la légende.',
    none: 'Aucun hashtag ne revient assez souvent pour être comparé : prends-en peu, et les mêmes pendant quelques semaines.',
  },
  postingSlot: {
    titles: [
      'Quand publier la semaine qui vient',
      'Des heures à essayer la semaine qui vient',
      'Un plan pour les prochains jours',
    ],
    compare:
      'Garde le même genre de vidéo à ces heures et compare après quelques jours : sinon c’est la vidéo, non l’heure, qui fait la différence.',
  },
  formatChange: {
    better: (videos) => `Fais plus de ${videos}`,
    trial: (videos) => `Essaie des ${videos}`,
    openings: [
      {
        title: 'Montre d’abord le résultat',
        idea: 'Commence les prochaines vidéos par leur dernière seconde, et raconte seulement ensuite comment on y arrive.',
        hook: 'Voilà la fin. Maintenant, regarde comment on y arrive.',
      },
      {
        title: 'Une seule prise, sans coupe',
        idea: 'Filme les prochaines vidéos en une prise : les erreurs restent, et on reste pour voir si tu t’en sors.',
        hook: 'Aucune coupe. Advienne que pourra.',
      },
      {
        title: 'Laisse décider un commentaire',
        idea: 'Construis chaque prochaine vidéo sur un commentaire affiché à l’écran, et réponds en faisant.',
        hook: 'Tu l’as demandé, alors c’est parti.',
      },
      {
        title: 'Fais-en une série',
        idea: 'Donne aux prochaines vidéos un nom commun et un numéro, et termine chacune sur la question de la suivante.',
        hook: 'Nouveau jour, nouvel essai.',
      },
    ],
    test: 'Fais-le plusieurs fois de suite sans rien changer d’autre : une publication seule ne dit rien.',
  },
  videos: (label) =>
    ORIENTATIONS[label] ??
    (isDuration(label)
      ? `vidéos de ${label.replace('over', 'plus de').replace(/up to (.+)/, '$1 au plus')}`
      : null),
  // French sets a space that does not break before ; : ! ? » and after «.
  typeset: (words) => words.replaceAll(/ ([;:!?»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0'),
};
