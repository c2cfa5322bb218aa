import type { Angle } from './statistical-phrases.ts';

/** In the order of every language: the same place is the same way. */
export const FRENCH_ANGLES: readonly Angle[] = [
  {
    title: (subject) => `La suite de ${subject}`,
    direction:
      'Fais la suite : réponds à ce que la première laissait en suspens et montre une seconde sa première image, pour qu’on la reconnaisse.',
    hook: (subject) => `Tu as vu ${subject}. Voici ce que je n’avais pas montré.`,
    beats: [
      {
        line: 'D’abord, ce que j’avais laissé de côté.',
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
      { line: 'À gauche, ce que tout le monde fait.', visual: 'Écran partagé, la gauche bouge.' },
      { line: 'À droite, ce que je fais maintenant.', visual: 'Écran partagé, la droite bouge.' },
      {
        line: 'Regarde bien cette différence.',
        visual: 'Les deux résultats en plein écran, l’un après l’autre.',
      },
    ],
  },
  {
    title: (subject) => `Ta question sur ${subject}, ma réponse`,
    direction: 'Choisis un commentaire, affiche-le et réponds en faisant plutôt qu’en expliquant.',
    hook: (subject) => `Une question sur ${subject}, et j’ai essayé.`,
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
  {
    title: (subject) => `${subject}, sans un mot`,
    direction: 'Refais-le en silence : ni voix ni texte à l’écran, seulement les mains et les sons du lieu.',
    hook: (subject) => `Écoute : ${subject}, et personne ne parle.`,
    beats: [
      { line: '(Silence.)', visual: 'Les outils, posés puis touchés l’un après l’autre.' },
      { line: '(Rien que les sons du lieu.)', visual: 'Le travail vu d’en haut, en une seule prise.' },
      { line: '(Une pause avant le résultat.)', visual: 'Le résultat, immobile un instant.' },
    ],
  },
  {
    title: (subject) => `${subject}, entre les mains de quelqu’un qui débute`,
    direction:
      'Laisse essayer quelqu’un qui ne l’a jamais fait, n’aide que sur demande, et montre où cela coince.',
    hook: (subject) => `J’ai confié ${subject} à quelqu’un qui n’avait jamais essayé.`,
    beats: [
      { line: 'Aucune aide avant l’erreur.', visual: 'Les mains qui débutent, en gros plan.' },
      { line: 'C’est ici que cela coince, à chaque fois.', visual: 'L’erreur, et le visage qui la voit.' },
      {
        line: 'Et voilà tout ce qu’il fallait pour la réparer.',
        visual: 'Le deuxième essai, en une seule prise.',
      },
    ],
  },
];
