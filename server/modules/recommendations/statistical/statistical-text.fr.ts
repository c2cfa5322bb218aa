import { formatsOf } from './statistical-phrases.ts';
import type { Phrases, StatisticFacts } from './statistical-phrases.ts';

const formats = formatsOf('fr');
const { number, percent, signedPercent } = formats;

function posts(count: number): string {
  return `${number(count)} ${count < 2 ? 'publication' : 'publications'}`;
}

function chance({ isHigher }: StatisticFacts): string {
  return isHigher
    ? ', plus que le hasard n’explique.'
    : ' ; rien ne prouve encore que ce soit plus que le hasard.';
}

/** What the statistical engine says in French. */
export const FRENCH: Phrases = {
  ...formats,
  quoted: (words) => `« ${words} »`,
  untitled: 'cette vidéo',
  angles: [
    {
      title: (subject) => `La suite de ${subject}`,
      direction:
        'Fais la suite : réponds à ce que la première laissait en suspens et montre une seconde sa première image, pour qu’on la reconnaisse.',
      hook: (subject) => `Tu as vu ${subject}. Voici ce que je n’avais pas montré.`,
      beats: [
        {
          line: 'D’abord, ce que vous avez été nombreux à demander.',
          visual: 'La première image de la vidéo d’origine, puis la nouvelle scène.',
        },
        {
          line: 'Voici l’étape que j’avais sautée.',
          visual: 'Gros plan sur l’étape, les mains dans le cadre.',
        },
        { line: 'Et voilà ce que cela change à la fin.', visual: 'Avant et après, côte à côte.' },
      ],
    },
    {
      title: (subject) => `L’erreur derrière ${subject}`,
      direction: 'Commence par ce qui rate, dis pourquoi, et corrige avant la fin.',
      hook: (subject) => `J’ai raté ${subject} la première fois, et on voit très bien où.`,
      beats: [
        {
          line: 'Regarde ce qui arrive quand je vais trop vite.',
          visual: 'L’erreur en une seule prise, sans musique.',
        },
        {
          line: 'La raison est plus petite qu’on ne croit.',
          visual: 'Gros plan sur la cause ; un mot à l’écran la nomme.',
        },
        { line: 'Avec de la patience, cela donne ceci.', visual: 'La même scène, réussie.' },
      ],
    },
    {
      title: (subject) => `${subject}, raconté par la fin`,
      direction:
        'Montre le résultat dès la première seconde, puis reviens en arrière et laisse deviner comment tu y es arrivé.',
      hook: (subject) => `Voilà comment ${subject} s’est terminé. Regarde comment cela a commencé.`,
      beats: [
        { line: 'Au départ, il n’y avait presque rien.', visual: 'Le lieu vide ou la matière brute.' },
        {
          line: 'Ici, tout a failli tomber à l’eau.',
          visual: 'Le moment le plus difficile, caméra à la main.',
        },
        { line: 'Et c’est ce geste qui a tout décidé.', visual: 'Le geste décisif, au ralenti.' },
      ],
    },
    {
      title: (subject) => `${subject}, de deux façons côte à côte`,
      direction:
        'Fais-le deux fois, à ta façon et de la façon évidente, et laisse voir la différence avant de la nommer.',
      hook: (subject) => `Deux façons de faire ${subject}. Une seule vaut ton temps.`,
      beats: [
        { line: 'À gauche, ce que tout le monde fait.', visual: 'Écran partagé, la moitié gauche bouge.' },
        { line: 'À droite, ce que je fais maintenant.', visual: 'Écran partagé, la moitié droite bouge.' },
        {
          line: 'Regarde bien cette différence.',
          visual: 'Les deux résultats en plein écran, l’un après l’autre.',
        },
      ],
    },
    {
      title: (subject) => `Ta question sur ${subject}, ma réponse`,
      direction: 'Choisis un commentaire, affiche-le et réponds en faisant plutôt qu’en expliquant.',
      hook: (subject) => `Vous me parlez tous de ${subject}, alors j’ai essayé.`,
      beats: [
        { line: 'Voici la question, mot pour mot.', visual: 'Le commentaire en autocollant sur la scène.' },
        { line: 'Je pensais que la réponse était non.', visual: 'Un premier essai, coupé court.' },
        { line: 'En fait, tout dépend de ceci.', visual: 'Gros plan sur ce dont tout dépend.' },
      ],
    },
    {
      title: (subject) => `Les coulisses de ${subject}`,
      direction: 'Montre ce que la première vidéo cachait : le lieu, les outils, la prise ratée.',
      hook: (subject) => `Voilà à quoi ${subject} ressemblait vraiment.`,
      beats: [
        { line: 'On commence par ce qu’on ne voit jamais.', visual: 'Le lieu avant tout rangement.' },
        { line: 'Il m’a fallu plus d’un essai.', visual: 'Courts extraits des prises ratées.' },
        { line: 'Et voici la prise que tu as vue.', visual: 'La scène d’origine sous un autre angle.' },
      ],
    },
  ],
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
    band.isHigher
      ? [
          'Reste dans la durée ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' : elle va de pair avec ',
          { words: `${signedPercent(band.value)} de vues`, evidenceKey: band.key, figure: band.value },
          ' par rapport à ton habitude, sur ',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          chance(band),
        ]
      : [
          'Ta durée habituelle est ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' (',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          ') ; rien ne prouve encore qu’une autre marche mieux.',
        ],
  association: (tag) => [
    { words: tag.subject, evidenceKey: tag.key, figure: null },
    ' va de pair avec ',
    { words: `${signedPercent(tag.value)} de vues`, evidenceKey: tag.key, figure: tag.value },
    ' par rapport à ton habitude, sur ',
    { words: posts(tag.sampleSize), evidenceKey: tag.key, figure: tag.sampleSize },
    chance(tag),
  ],
  hour: (weekday, block, basis) => [
    basis === 'HABIT'
      ? `Le ${weekday}, à ton heure habituelle : `
      : basis === 'EVIDENCE'
        ? `Le ${weekday} : `
        : `Le ${weekday}, comme expérience : `,
    { words: block.subject, evidenceKey: block.key, figure: null },
    ' va de pair avec ',
    { words: `${signedPercent(block.value)} de vues`, evidenceKey: block.key, figure: block.value },
    ' par rapport à ton habitude, sur ',
    { words: posts(block.sampleSize), evidenceKey: block.key, figure: block.sampleSize },
    chance(block),
  ],
  untriedHour: (weekday, partOfDay) =>
    `Le ${weekday} ${partOfDay} : trop peu de tes publications pour comparer, donc un pari.`,
  partOfDay: {
    '00:00–04:00': 'la nuit',
    '04:00–08:00': 'au petit matin',
    '08:00–12:00': 'en matinée',
    '12:00–16:00': 'en début d’après-midi',
    '16:00–20:00': 'en fin d’après-midi',
    '20:00–24:00': 'en soirée',
  },
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
    better: (band) => `Fais plus de vidéos de ${band}`,
    trial: (band) => `Essaie des vidéos de ${band}`,
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
  band: (label) => label.replace('over', 'plus de'),
  // French sets a space that does not break before ; : ! ? » and after «.
  typeset: (words) => words.replaceAll(/ ([;:!?»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0'),
};
