// Words that change what a number says, or whether it is one. A word of any language counts in a text of any other
// one where nothing is told of its language: people mix them, and a model that lies would.

/** A class of words, as a regular expression's alternatives; matched whole, whatever their case. */
function words(...alternatives: string[]): string {
  return `(?:${alternatives.join('|')})(?![\\p{L}\\p{M}])`;
}

/** Of a hundred. Two-word forms come first. */
export const PERCENT = `(?:[%٪％﹪]|${words(
  'per ?cent',
  'pct',
  'percentage points?',
  'points? de pourcentage',
  'prozentpunkten?',
  'puntos? porcentuales?',
  'pour ?cent',
  'prozent',
  'por ?ciento',
  'per ?cento',
  'por ?cento',
  'procent(?:a|ów|u)?',
  'процент\\p{L}*',
  'パーセント',
)}|百分之|퍼센트)`;

/** Powers of ten behind a number in digits; the short ones stand close to it. */
export const MAGNITUDES: readonly (readonly [pattern: string, power: number])[] = [
  [words('trillions?', 'billones?'), 12],
  [words('billions?', 'bn', 'milliards?', 'mrds?\\.?', 'mds?', 'milliarden?', 'mil millones'), 9],
  [
    words('millions?', 'mn', 'mio\\.?', 'millionen?', 'mill(?:ó|o)n(?:es)?', 'milh(?:ões|ão)', 'milion[ei]'),
    6,
  ],
  [words('crores?'), 7],
  [words('lakhs?'), 5],
  [words('thousand', 'mille', 'milliers?', 'tausend', 'tsd\\.?', 'mil', 'mila', 'тыс\\.?'), 3],
  [words('млн\\.?'), 6],
  [words('hundred', 'hundert', 'cents?'), 2],
  ['[億亿억]', 8],
  ['[万萬만]', 4],
  ['[千천]', 3],
];
/** The same, at most one space away: `12k`, `3 M`. */
export const SHORT_MAGNITUDES: readonly (readonly [pattern: string, power: number])[] = [
  ['[kK](?![\\p{L}\\p{M}])', 3],
  ['[mM](?![\\p{L}\\p{M}\\p{N}])', 6],
  ['[bBG](?![\\p{L}\\p{M}\\p{N}])', 9],
];

/** Many of something, without saying how many. */
export const VAGUE_AMOUNT = words(
  'dozens',
  'hundreds',
  'thousands',
  'millions',
  'billions',
  'centaines',
  'dizaines',
  'milliers',
  'dutzende?n?',
  'hunderte?n?',
  'tausende?n?',
  'millionen',
  'decenas',
  'cientos',
  'centenares',
  'miles',
  'millones',
);

/** A multiple of what it is compared with, behind its number. */
export const TIMES = `(?:[x×](?![\\p{L}\\p{M}])|${words(
  '-? ?fold',
  'times',
  'fois',
  'mal',
  '-?fache[nrms]?',
  '-?fach',
  'veces',
  'vezes',
  'volte',
)}|倍)`;
/** Behind TIMES: how often, not how much. */
export const EVERY = words(
  'an?',
  'per',
  'each',
  'every',
  'par',
  'pro',
  'am',
  'die',
  'in der',
  'im',
  'por',
  'a la',
  'al',
);

/** A multiple in one word, with the multiples it says. */
export const MULTIPLE_WORDS: readonly (readonly [pattern: string, multiple: number])[] = [
  [
    words(
      'twice',
      'doubl(?:e|es|ed|ing)',
      'doubl(?:é|ée|és|ées|er|ent)',
      'doppelt(?:e[nrs]?)?',
      'verdoppel\\p{L}*',
    ),
    2,
  ],
  [words('zweifach(?:e[nrs]?)?', 'dobles?', 'duplic\\p{L}+', 'two-?fold'), 2],
  [
    words(
      'thrice',
      'tripl(?:e|es|ed|ing)',
      'tripl(?:é|ée|és|ées|er|ent)',
      'dreifach(?:e[nrs]?)?',
      'verdreifach\\p{L}*',
    ),
    3,
  ],
  [words('triplic\\p{L}+', 'three-?fold'), 3],
  [words('quadrupl\\p{L}+', 'vierfach\\p{L}*', 'vervierfach\\p{L}*', 'cuadruplic\\p{L}+'), 4],
  [words('quintupl\\p{L}+', 'fünffach\\p{L}*'), 5],
  [words('ten-?fold', 'décupl\\p{L}+', 'zehnfach\\p{L}*', 'verzehnfach\\p{L}*'), 10],
  [words('hal(?:f|ves|ved)', 'moitié', 'hälfte', 'halb(?:e[nrs]?)?', 'halbier\\p{L}*', 'mitad'), 0.5],
];

export const SECONDS = `(?:${words('s', 'secs?\\.?', 'seconds?', 'secondes?', 'sekunden?', 'sek\\.?', 'segundos?', 'segundi', 'secondi')}|秒|초)`;
export const MINUTES = `(?:${words('mins?\\.?', 'minutes?', 'minuten?', 'minutos?', 'minuti')}|分)`;
export const HOURS = words('hours?', 'hrs?', 'heures?', 'h', 'stunden?', 'std\\.?', 'horas?', 'ore');
export const DAYS = `(?:${words('days?', 'jours?', 'tagen?', 'tage?', 'días?', 'dias?', 'giorni')}|日間?)`;
export const WEEKS = words('weeks?', 'semaines?', 'wochen?', 'semanas?', 'settimane');

/** What a number before it counts, by the figure of that name. */
export const METRICS: readonly (readonly [figure: string, pattern: string])[] = [
  [
    'views',
    `(?:${words('views?', 'plays?', 'vues?', 'aufrufe?n?', 'visualizaciones', 'vistas', 'reproducciones', 'visualizações', 'visualizzazioni', 'impressions?', 'просмотр\\p{L}*')}|再生|回視聴|조회)`,
  ],
  [
    'likes',
    `(?:${words('likes?', 'hearts?', "j[’']aime", "mentions j[’']aime", 'gefällt-mir(?:-angaben)?', 'me gusta', 'curtidas', 'mi piace', 'лайк\\p{L}*')}|いいね|좋아요)`,
  ],
  [
    'comments',
    words(
      'comments?',
      'commentaires?',
      'kommentare?n?',
      'comentarios?',
      'comentários?',
      'commenti',
      'комментари\\p{L}*',
    ),
  ],
  [
    'shares',
    words('shares?', 'partages?', 'geteilt', 'shares', 'compartidos?', 'compartilhamentos?', 'condivisioni'),
  ],
  [
    'followers',
    words(
      'followers?',
      'abonnés?',
      'abonnements?',
      'abonnenten',
      'seguidores',
      'seguidoras',
      'подписчик\\p{L}*',
      'subscribers?',
      'viewers?',
      'spectateurs',
      'zuschauer\\p{L}*',
      'espectadores',
    ),
  ],
];

/** A sentence with one of these may say how the account does: no number in it goes unchecked for being harmless elsewhere. */
export const PERFORMANCE = [
  ...METRICS.map(([, pattern]) => pattern),
  words(
    'view(?:er|ed|ing)\\p{L}*',
    'watch(?:ed|es|ing| ?time)',
    'liked',
    'shared',
    'sav(?:es|ed)',
    'engage(?:d|ment)s?',
    'reach(?:ed|es)?',
    'retention',
    'audience',
    'averag\\p{L}*',
    'median',
    'gr(?:ow|ew|owth|own)s?',
    'gain\\p{L}*',
    'earn\\p{L}*',
    'lost',
    'perform\\p{L}*',
    'post(?:ed|s)',
    'published',
    'subscri\\p{L}*',
    'viral',
    'success\\p{L}*',
    'better',
    'worse',
    'more',
    'most',
    'less',
    'fewer',
    'higher',
    'lower',
  ),
  words(
    'visionn\\p{L}*',
    'regardé\\p{L}*',
    'portée',
    'engagement',
    'rétention',
    'moyenne?s?',
    'médiane',
    'croissan\\p{L}*',
    'gagn\\p{L}*',
    'publi(?:é|ée|és|ées|cations?)',
    'abonn\\p{L}*',
    'mieux',
    'plus',
    'moins',
    'meilleure?s?',
  ),
  words(
    'reichweite',
    'interaktion\\p{L}*',
    'durchschnitt\\p{L}*',
    'mediane?',
    'wachs\\p{L}*',
    'gewachsen',
    'gewonn\\p{L}*',
    'gepostet\\p{L}*',
    'veröffentlicht\\p{L}*',
    'erreich\\p{L}*',
    'besser\\p{L}*',
    'mehr',
    'weniger',
    'höher\\p{L}*',
    'erfolg\\p{L}*',
  ),
  words(
    'alcance',
    'alcanz\\p{L}*',
    'interacci\\p{L}*',
    'promedio',
    'media',
    'mediana',
    'crec\\p{L}*',
    'gan(?:ó|aste|ado|ar)',
    'publicad\\p{L}*',
    'publicaste',
    'mejor\\p{L}*',
    'peor\\p{L}*',
    'más',
    'menos',
    'éxito\\p{L}*',
  ),
].join('|');
/** Languages of which PERFORMANCE is complete enough to tell that a sentence is harmless. */
export const LANGUAGES_READ: readonly string[] = ['en', 'fr', 'de', 'es'];

/** Less than before or elsewhere: turns the sign of a number without one. */
export const DECREASE = words(
  'fewer',
  'less',
  'lower',
  'below',
  'under',
  'down',
  'decreas\\p{L}*',
  'drop\\p{L}*',
  'fell',
  'loss',
  'de moins',
  'moins',
  'baisse\\p{L}*',
  'inférieure?s?',
  'recul\\p{L}*',
  'weniger',
  'niedriger\\p{L}*',
  'unter',
  'gesunken',
  'sank',
  'rückgang',
  'menos',
  'inferior\\p{L}*',
  'por debajo',
  'bajó',
  'cayó',
);

/** Says that a number is a guess. */
export const ESTIMATE = words(
  'estimat\\p{L}*',
  'my guess',
  'rough(?:ly)? guess',
  'rule of thumb',
  'estimation',
  'estim(?:e|é|ée|és|ées|ons)',
  'à vue de nez',
  'geschätzt\\p{L}*',
  'schätz\\p{L}*',
  'faustregel',
  'estimaci(?:ó|o)n\\p{L}*',
  'estimad\\p{L}*',
  'estim(?:o|amos)',
  'a ojo',
);

/** Names a part of a whole, before its number: `step 2`. */
export const LABELS = words(
  'step',
  'part',
  'day',
  'tip',
  'idea',
  'take',
  'scene',
  'shot',
  'episode',
  'ep\\.?',
  'chapter',
  'round',
  'version',
  'étape',
  'partie',
  'jour',
  'conseil',
  'idée',
  'prise',
  'scène',
  'épisode',
  'schritt',
  'teil',
  'tag',
  'tipp',
  'idee',
  'szene',
  'folge',
  'paso',
  'parte',
  'día',
  'consejo',
  'toma',
  'escena',
  'episodio',
);

/** What a video shows some of, behind its number: `3 mistakes`. */
export const LISTED = words(
  'ways?',
  'things?',
  'tips?',
  'steps?',
  'mistakes?',
  'reasons?',
  'ideas?',
  'shots?',
  'takes?',
  'scenes?',
  'cuts?',
  'words?',
  'questions?',
  'ingredients?',
  'rules?',
  'tricks?',
  'secrets?',
  'facts?',
  'examples?',
  'versions?',
  'tools?',
  'objects?',
  'exercises?',
  'façons',
  'choses',
  'conseils',
  'étapes',
  'erreurs',
  'raisons',
  'idées',
  'plans',
  'prises',
  'scènes',
  'mots',
  'ingrédients',
  'règles',
  'astuces',
  'exemples',
  'outils',
  'objets',
  'exercices',
  'wege',
  'arten',
  'dinge',
  'tipps',
  'schritte',
  'fehler',
  'gründe',
  'ideen',
  'einstellungen',
  'szenen',
  'wörter',
  'fragen',
  'zutaten',
  'regeln',
  'fakten',
  'beispiele',
  'werkzeuge',
  'übungen',
  'formas',
  'maneras',
  'cosas',
  'consejos',
  'pasos',
  'errores',
  'razones',
  'tomas',
  'escenas',
  'palabras',
  'preguntas',
  'ingredientes',
  'reglas',
  'trucos',
  'secretos',
  'datos',
  'ejemplos',
  'versiones',
  'herramientas',
  'ejercicios',
);

/** Behind the number of hashtags, of posting slots and of beats that a recommendation itself has. */
export const OWN_LISTS = {
  hashtags: words('hashtags?'),
  postAt: words('slots?', 'créneaux', 'zeiten', 'termine', 'horarios', 'franjas'),
  script: words('beats?', 'plans', 'séquences', 'abschnitte', 'secuencias'),
};

/** Before some seconds: where in a video. */
export const FIRST_OR_LAST = words(
  'first',
  'opening',
  'last',
  'final',
  'premières?',
  'dernières?',
  'ersten?',
  'letzten?',
  'primer[oa]?s?',
  'últim[oa]s?',
);

/** Before some days: ahead, so nothing that was measured. */
export const AHEAD = words(
  'after',
  'next',
  'following',
  'coming',
  'within',
  'wait',
  'après',
  'prochaine?s',
  "d[’']ici",
  'attends',
  'nach',
  'innerhalb von',
  'nächsten',
  'kommenden',
  'warte',
  'tras',
  'dentro de',
  'después de',
  'próxim[oa]s',
  'espera',
);

/** The same, behind a number. */
export const AHEAD_AFTER = words('prochaine?s', 'próxim[oa]s', 'siguientes');

/** What cameras and screens are said to do. */
export const TECHNICAL =
  '(?:4k|8k|2d|3d|720p|1080p|2160p|24 ?fps|25 ?fps|30 ?fps|60 ?fps|120 ?fps|240 ?fps|9:16|16:9|4:5|1:1|4:3|24/7|50/50|mp3|mp4)';
