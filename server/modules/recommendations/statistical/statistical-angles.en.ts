import type { Angle } from './statistical-phrases.ts';

/** In the order of every language: the same place is the same way. */
export const ENGLISH_ANGLES: readonly Angle[] = [
  {
    title: (subject) => `Part two of ${subject}`,
    direction:
      'Make the part two: answer what the first one left open, and show its opening frame for a second so that people know it again.',
    hook: (subject) => `You watched ${subject}. Here is what I left out.`,
    beats: [
      {
        line: 'First, the thing I passed over.',
        visual: 'The opening frame of the first video, then the new scene.',
      },
      {
        line: 'This is the step I skipped last time.',
        visual: 'Close-up of the step, hands in the picture.',
      },
      { line: 'And this is what it changes in the end.', visual: 'Before and after, side by side.' },
    ],
  },
  {
    title: (subject) => `The mistake behind ${subject}`,
    direction: 'Open with what goes wrong, say why, and put it right before the end.',
    hook: (subject) => `I got ${subject} wrong the first time, and you can see exactly where.`,
    beats: [
      { line: 'Watch what happens when I rush it.', visual: 'The mistake, in one take, without music.' },
      {
        line: 'The reason is smaller than you would think.',
        visual: 'Close-up of the cause; one word on screen names it.',
      },
      { line: 'Done with patience, it looks like this.', visual: 'The same scene, done right.' },
    ],
  },
  {
    title: (subject) => `${subject}, told from the end`,
    direction: 'Show the result in the first second, then go back and let people find out how you got there.',
    hook: (subject) => `This is how ${subject} ended. Now watch how it began.`,
    beats: [
      { line: 'It started with almost nothing.', visual: 'The empty place or the raw material.' },
      { line: 'Here it nearly fell apart.', visual: 'The hardest moment, hand-held.' },
      { line: 'And this one move decided it.', visual: 'The decisive move, slowed down.' },
    ],
  },
  {
    title: (subject) => `${subject}, two ways side by side`,
    direction:
      'Do it twice, once your way and once the obvious way, and let people see the difference before you name it.',
    hook: (subject) => `Two ways to do ${subject}. Only one of them is worth your time.`,
    beats: [
      { line: 'On the left, what everybody does.', visual: 'Split screen, left half moving.' },
      { line: 'On the right, what I do now.', visual: 'Split screen, right half moving.' },
      {
        line: 'Look closely at this difference.',
        visual: 'Both results, full screen, one after the other.',
      },
    ],
  },
  {
    title: (subject) => `Your question about ${subject}, answered`,
    direction: 'Pick one comment, put it on screen, and answer it by doing instead of explaining.',
    hook: (subject) => `One question about ${subject}, and I tried it.`,
    beats: [
      { line: 'This is the question, word for word.', visual: 'The comment as a sticker over the scene.' },
      { line: 'I thought the answer was no.', visual: 'A first try, cut short.' },
      { line: 'It turns out that it depends on this.', visual: 'Close-up of what it depends on.' },
    ],
  },
  {
    title: (subject) => `Behind ${subject}`,
    direction: 'Show what the first video hid: the place, the tools, the take that failed.',
    hook: (subject) => `This is what ${subject} really looked like.`,
    beats: [
      { line: 'The part you never see comes first.', visual: 'The place before anything is tidied.' },
      { line: 'I needed more than one try for this.', visual: 'Short cuts of the failed takes.' },
      { line: 'And that is the take you saw.', visual: 'The scene of the first video from another side.' },
    ],
  },
  {
    title: (subject) => `${subject}, without a word`,
    direction:
      'Do it once more in silence: no speech, no text on screen, only hands and the sounds of the place.',
    hook: (subject) => `Listen: ${subject}, and nobody talks.`,
    beats: [
      { line: '(Silence.)', visual: 'The tools, laid out and touched one after the other.' },
      { line: '(Only the sounds of the place.)', visual: 'The work from above, in one take.' },
      { line: '(A pause before the result.)', visual: 'The result, held still for a moment.' },
    ],
  },
  {
    title: (subject) => `${subject}, in the hands of a beginner`,
    direction: 'Let somebody try who never did it, help only when asked, and show where it goes wrong.',
    hook: (subject) => `I gave ${subject} to somebody who never tried it.`,
    beats: [
      { line: 'No help before the first mistake.', visual: 'The hands of the beginner, close up.' },
      { line: 'This is where it goes wrong, every time.', visual: 'The mistake, and the face that sees it.' },
      { line: 'And this is all it took to put it right.', visual: 'The second try, in one take.' },
    ],
  },
];
