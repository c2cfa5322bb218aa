/** What a creator writes: `{}` in a line stands for a subject; extras make a long caption. */
export interface CaptionTexts {
  lines: readonly string[];
  subjects: readonly string[];
  extras: readonly string[];
}

export const COOKING: CaptionTexts = {
  lines: [
    '{} in 20 minutes, promise',
    'the {} I make every single week',
    'if you can boil water you can make {}',
    'POV: you have nothing in the fridge so it is {} again',
    'my neighbour asked for this {} so here it is',
    '{} but make it cheap 💸',
    'stop overcooking your {}',
    'rating my own {}, be kind',
    'answering your questions about {}',
    'I tested five ways to make {} and this one won',
  ],
  subjects: [
    'garlic butter orzo',
    'crispy chickpeas',
    'tomato toast',
    'miso noodles',
    'sheet pan gnocchi',
    'lemon chicken',
    'black bean tacos',
    'peanut ramen',
    'shakshuka',
    'fried rice',
    'lentil soup',
    'halloumi wraps',
    'baked feta pasta',
    'potato hash',
    'coconut dal',
    'sesame salmon',
    'mushroom risotto',
    'cabbage pancakes',
  ],
  extras: [
    'Full list of ingredients is on screen at the end, pause it there and save it for later.',
    'You can swap almost everything for what you have, I have made it with frozen vegetables too.',
    'Tell me what you would change, I read every comment while the oven heats up.',
    'It keeps for three days in the fridge and tastes better on the second.',
  ],
};

export const TRAVEL_FR: CaptionTexts = {
  lines: [
    'on part à {} sans avion, voilà comment',
    '48 heures à {} avec 120 euros',
    'le trajet vers {} est plus beau que la destination ?',
    'ce que personne ne dit sur {}',
    '3 erreurs à éviter à {}',
    "j'ai dormi dans le train pour {} et… bref",
    'la vue en arrivant à {} 😮',
    'combien coûte vraiment un week-end à {}',
    'réponse à vos questions sur {}',
    'partir à {} un vendredi soir, rentrer le lundi matin',
  ],
  subjects: [
    'Vienne',
    'Turin',
    'Lisbonne',
    'Porto',
    'Berlin',
    'Prague',
    'Saint-Sébastien',
    'Ljubljana',
    'Trieste',
    'Gand',
    'Hambourg',
    'Bilbao',
    'Zurich',
    'Bologne',
    'Copenhague',
    'Cracovie',
    'Marseille',
    'Annecy',
  ],
  extras: [
    "Tous les horaires et les prix sont dans la vidéo, mets pause à la fin pour noter l'itinéraire complet.",
    'Les billets ont été achetés trois semaines avant, en dernière minute il faut compter presque le double.',
    'Dis-moi en commentaire où je pars le mois prochain, je prends la réponse la plus aimée.',
    'Pense à réserver la couchette du haut, tu me remercieras.',
  ],
};

export const FITNESS: CaptionTexts = {
  lines: [
    'you do not need to train {} every day',
    'three cues that fixed my {}',
    'your {} hurts? check this first',
    'the boring truth about {}',
    '{} for people with 15 minutes',
    'I filmed every set of {} for a month',
    'coach reacts to your {} clips',
    'one mistake nearly everyone makes with {}',
    'what I would tell myself about {} ten years ago',
    'warm-up for {}, save this',
  ],
  subjects: [
    'deadlifts',
    'pull-ups',
    'squats',
    'rows',
    'overhead press',
    'grip strength',
    'hip mobility',
    'bench press',
    'lunges',
    'push-ups',
    'core work',
    'recovery',
    'ankle mobility',
    'carries',
    'progressive overload',
  ],
  extras: [
    'Start lighter than you think, add a little each week and write it down, that is the whole secret.',
    'If something is sharp or tingling, stop and see somebody who can look at it in person.',
    'Send me your clips and I will pick ten for the next one, film from the side at hip height please.',
  ],
};

export const ART: CaptionTexts = {
  lines: [
    'painting {} until it stops looking wrong',
    '{}: sketch vs final',
    'how I shade {}',
    'you asked for {} so I tried',
    'three brushes for {}',
    'redrawing {} from 2019 😬',
    'colour palette for {}',
    'time lapse: {}',
  ],
  subjects: [
    'a rainy street',
    'hands',
    'a fox knight',
    'glass',
    'an old lighthouse',
    'fabric folds',
    'a market at night',
    'clouds',
    'a tired wizard',
    'water reflections',
    'a greenhouse',
    'hair in the wind',
  ],
  extras: [
    'The first hour always looks terrible, keep the layers and trust yourself.',
    'Brush settings are on screen near the end, they work in any painting app you like.',
    'It took about six hours over three evenings and two playlists.',
  ],
};

export const COMEDY: CaptionTexts = {
  lines: [
    'when your flatmate discovers {}',
    'pov: {}',
    '{} (based on a true story)',
    'nobody: … my flatmate: {}',
    'part 2 of {}',
    'we do not talk about {}',
    'explaining {} to my mum',
  ],
  subjects: [
    'the bill splitting app',
    'the last yoghurt',
    'a group chat with the landlord',
    'the dishwasher debate',
    'sourdough',
    'working from home',
    'one loud neighbour',
    'the thermostat',
    'laundry day',
    'a surprise guest',
  ],
  extras: ['wait for it', 'he still has not apologised', 'we filmed this eleven times'],
};

export const BOOKS: CaptionTexts = {
  lines: [
    'five pages in and I already love {}',
    'library haul: {}',
    'a quiet book about {}',
    'I was wrong about {}',
    'reading {} so slowly it counts as a hobby',
    'who else needs more {}',
  ],
  subjects: [
    'lighthouse novels',
    'short stories',
    'translated fiction',
    'sea journals',
    'cosy mysteries',
    'letters',
  ],
  extras: ['No spoilers in the comments please, I read them all.', 'Tell me what to borrow next week.'],
};
