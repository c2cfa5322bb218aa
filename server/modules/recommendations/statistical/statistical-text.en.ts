import { formatsOf } from './statistical-phrases.ts';
import type { Phrases, StatisticFacts } from './statistical-phrases.ts';

const formats = formatsOf('en');
const { number, percent, signedPercent } = formats;

function posts(count: number): string {
  return count === 1 ? '1 post' : `${number(count)} posts`;
}

function chance({ isHigher }: StatisticFacts): string {
  return isHigher ? ', more than chance explains.' : '; no evidence yet that this is more than chance.';
}

/** What the statistical engine says in English. */
export const ENGLISH: Phrases = {
  ...formats,
  quoted: (words) => `“${words}”`,
  untitled: 'that video',
  angles: [
    {
      title: (subject) => `Part two of ${subject}`,
      direction:
        'Make the part two: answer what the first one left open, and show its opening frame for a second so that people know it again.',
      hook: (subject) => `You watched ${subject}. Here is what I left out.`,
      beats: [
        {
          line: 'First, the thing most of you asked about.',
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
      direction:
        'Show the result in the first second, then go back and let people find out how you got there.',
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
      hook: (subject) => `You keep asking about ${subject}, so I tried it.`,
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
  ],
  goals: {
    REACH: 'Aim at people who do not know you yet: it must make sense without your other videos.',
    ENGAGEMENT: 'Aim at answers: end on a question that can be settled in one word.',
    FOLLOWERS: 'Aim at people who come back: name the next part before this one ends.',
  },
  callsToAction: {
    REACH: ['Send this to someone who needs to see it.', 'Save it for the next time you try this.'],
    ENGAGEMENT: [
      'Which one would you pick? Tell me in the comments.',
      'What would you have done? One word is enough.',
    ],
    FOLLOWERS: [
      'Follow, so that you do not miss the next part.',
      'The next part comes this week. Follow to see it.',
    ],
  },
  winner: ({ key, subject, views, multiple }) => [
    { words: subject, evidenceKey: key, figure: null },
    ' has ',
    { words: `${number(views)} views`, evidenceKey: key, figure: views },
    ...(multiple === null
      ? []
      : [', ', { words: `${number(multiple)} times your median`, evidenceKey: key, figure: multiple }]),
    '.',
  ],
  comments: ({ key, comments }) =>
    comments === null
      ? []
      : ['It drew ', { words: `${number(comments)} comments`, evidenceKey: key, figure: comments }, '.'],
  onTopic: (topic) => `Take what worked there to the topic you asked for: ${topic}.`,
  engagement: ({ key, value, sampleSize }) => [
    'Likes, comments and shares are ',
    { words: `${percent(value)} of your views`, evidenceKey: key, figure: value },
    ', over ',
    { words: posts(sampleSize), evidenceKey: key, figure: sampleSize },
    '.',
  ],
  cadence: ({ key, value }) => [
    'You post ',
    { words: `${number(value)} times a week`, evidenceKey: key, figure: value },
    ' at present.',
  ],
  thin: ({ key }) => [
    { words: 'The data are thin', evidenceKey: key, figure: null },
    ': too few posts are old enough to compare, so take this as a first try, not as a finding.',
  ],
  duration: (band) =>
    band.isHigher
      ? [
          'Keep it within ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ': that length is associated with ',
          { words: `${signedPercent(band.value)} views`, evidenceKey: band.key, figure: band.value },
          ' against your usual, over ',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          chance(band),
        ]
      : [
          'Your usual length is ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' (',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          '); there is no evidence yet that another one does better.',
        ],
  association: (tag) => [
    { words: tag.subject, evidenceKey: tag.key, figure: null },
    ' is associated with ',
    { words: `${signedPercent(tag.value)} views`, evidenceKey: tag.key, figure: tag.value },
    ' against your usual, over ',
    { words: posts(tag.sampleSize), evidenceKey: tag.key, figure: tag.sampleSize },
    chance(tag),
  ],
  hour: (weekday, block, basis) => [
    basis === 'HABIT'
      ? `On ${weekday} at your usual time: `
      : basis === 'EVIDENCE'
        ? `On ${weekday}: `
        : `On ${weekday} as an experiment: `,
    { words: block.subject, evidenceKey: block.key, figure: null },
    ' is associated with ',
    { words: `${signedPercent(block.value)} views`, evidenceKey: block.key, figure: block.value },
    ' against your usual, over ',
    { words: posts(block.sampleSize), evidenceKey: block.key, figure: block.sampleSize },
    chance(block),
  ],
  untriedHour: (weekday, partOfDay) =>
    `On ${weekday} ${partOfDay}: too few of your posts to compare, so it is a guess.`,
  partOfDay: {
    '00:00–04:00': 'at night',
    '04:00–08:00': 'in the early morning',
    '08:00–12:00': 'in the morning',
    '12:00–16:00': 'in the early afternoon',
    '16:00–20:00': 'in the late afternoon',
    '20:00–24:00': 'in the evening',
  },
  hashtagsOf: ({ key, subject, views }) => [
    'They come from ',
    { words: subject, evidenceKey: key, figure: null },
    ', which has ',
    { words: `${number(views)} views`, evidenceKey: key, figure: views },
    '.',
  ],
  tone: (tone) => `Keep the tone you asked for: ${tone}.`,
  constraints: (constraints) =>
    `You set conditions: ${constraints.join('; ')}. Check the wording against them, since statistics cannot read.`,
  withoutHashtags: 'Hashtags are left out, as you asked.',
  honesty: [
    'All of this shows what goes together in your own posts, not what causes what.',
    'No AI wrote this: it is put together from statistics of your own posts, and shows what goes together, not why.',
  ],
  hookVisual: 'Your face or the result, close, moving from the first frame.',
  callToActionVisual: 'The result once more; the last frame leads back to the first.',
  hashtagSet: {
    titles: [
      'A hashtag set for your next post',
      'Hashtags worth keeping',
      'Another mix of your own hashtags',
    ],
    use: 'Use them together with words of your own; TikTok reads the caption too.',
    none: 'You have not used a hashtag often enough to compare any, so use few, and the same ones for some weeks.',
  },
  postingSlot: {
    titles: [
      'When to post in the coming week',
      'Times to try in the coming week',
      'A posting plan for the coming days',
    ],
    compare:
      'Keep the kind of video alike between these times, and compare after some days: otherwise the video, not the hour, makes the difference.',
  },
  formatChange: {
    better: (band) => `Make more videos of ${band}`,
    trial: (band) => `Try videos of ${band}`,
    openings: [
      {
        title: 'Show the result first',
        idea: 'Start the next videos with their last second, and only then tell how it came about.',
        hook: 'This is how it ends. Now watch it happen.',
      },
      {
        title: 'One take, no cuts',
        idea: 'Film the next videos in one take: mistakes stay in, and people stay to see whether you save it.',
        hook: 'No cuts. Whatever happens, happens.',
      },
      {
        title: 'Let one comment decide',
        idea: 'Build the next videos on one comment each, shown on screen, and answer it by doing.',
        hook: 'You asked, so here it goes.',
      },
      {
        title: 'Turn it into a series',
        idea: 'Give the next videos one name and a number, and end each on the question the following one answers.',
        hook: 'A new day, the next try.',
      },
    ],
    test: 'Do it for several posts in a row and change nothing else: one post alone tells nothing.',
  },
  band: (label) => label,
  typeset: (words) => words,
};
