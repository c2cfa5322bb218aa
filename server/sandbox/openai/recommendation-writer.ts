import { z } from 'zod';

/** What the writer needs of the prompt's user message; anything else in it is ignored. */
const brief = z.object({
  task: z.object({
    items: z
      .array(z.object({ kind: z.string() }))
      .min(1)
      .max(100),
    topic: z.string().nullish(),
    language: z.string().default('en'),
  }),
  now: z.iso.datetime({ offset: true }),
  evidence: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      title: z.string().nullish(),
      trendKind: z.string().nullish(),
      name: z.string().nullish(),
      slots: z.array(z.object({ at: z.string() })).default([]),
      topic: z.string().nullish(),
      subject: z.string().nullish(),
      verdict: z.string().nullish(),
      hashtags: z.array(z.string()).default([]),
      figures: z.record(z.string(), z.number()).default({}),
    }),
  ),
});

type Brief = z.infer<typeof brief>;
type Evidence = Brief['evidence'][number];

/** A recommendation as the answer's schema has it. */
export interface Recommendation {
  kind: string;
  title: string;
  idea: string;
  hook: string | null;
  callToAction: string | null;
  caption: string | null;
  script: { startSecond: number; endSecond: number; line: string; visual: string | null }[];
  hashtags: { hashtag: string; basis: 'OWN_WINNER' | 'RISING' | 'TOPIC' }[];
  sound: string | null;
  postAt: { at: string }[];
  citations: {
    path: string;
    quote: string;
    evidenceKey: string;
    figure: number | null;
    basis: 'STORED' | 'ENGINE_ESTIMATE';
  }[];
}

/**
 * Writes what a careful model could answer, from the evidence in the message and nothing else: real hashtags,
 * real keys, real figures. Deterministic; in English whatever the task's language, but for how numbers are written.
 *
 * @returns null when the message is no recommendation brief.
 */
export function writeRecommendations(userMessage: string): { recommendations: Recommendation[] } | null {
  let data: unknown;
  try {
    data = JSON.parse(userMessage);
  } catch {
    return null;
  }
  const parsed = brief.safeParse(data);
  if (!parsed.success) return null;
  return {
    recommendations: parsed.data.task.items.map(({ kind }, position) => write(parsed.data, kind, position)),
  };
}

function write(source: Brief, kind: string, position: number): Recommendation {
  const videos = source.evidence
    .filter((item) => item.kind === 'VIDEO' && item.figures['views'] !== undefined)
    .sort((a, b) => (b.figures['views'] ?? 0) - (a.figures['views'] ?? 0));
  const video = videos[position % Math.max(1, videos.length)];
  const statistic = statisticFor(source, kind, position);
  const trends = source.evidence.filter(
    (item) => item.figures['value'] !== undefined && item.kind === 'TREND',
  );
  const trend = trends[position % Math.max(1, trends.length)];
  const name = video?.title ? `“${shorten(video.title)}”` : 'your strongest video';
  const tags = hashtagsFrom(source, kind, video);
  const hashtags = tags.map(({ hashtag }) => hashtag);
  const theme = source.task.topic ?? (hashtags[0] === undefined ? 'your theme' : `#${hashtags[0]}`);
  const { sentences, citations } = rest({ video, statistic, trend, name, language: source.task.language });

  return {
    kind,
    title: titleOf(kind, name, theme),
    idea: [leadOf(kind, theme, position), ...sentences].join(' '),
    hook: kind === 'IDEA' || kind === 'SCRIPT' ? `Nobody tells you this about ${theme} 👀` : null,
    callToAction: kind === 'POSTING_SLOT' ? null : 'Ask for the one question viewers want answered next.',
    caption:
      kind === 'SCRIPT' || kind === 'HASHTAG_SET'
        ? [`The part I left out.`, ...hashtags.map((tag) => `#${tag}`)].join(' ')
        : null,
    script: kind === 'SCRIPT' ? scriptOn(theme) : [],
    hashtags: tags.length > 0 ? tags : [{ hashtag: 'behindthescenes', basis: 'TOPIC' }],
    sound:
      kind === 'SCRIPT'
        ? (source.evidence.find(({ trendKind }) => trendKind === 'SOUND')?.key ?? null)
        : null,
    postAt: kind === 'POSTING_SLOT' || position % 2 === 1 ? [slotFrom(source, position)] : [],
    citations,
  };
}

/** One on what the kind is about, those that allow a claim first; the next one for each position. */
function statisticFor({ evidence }: Brief, kind: string, position: number): Evidence | undefined {
  const statistics = evidence.filter((item) => item.kind === 'STATISTIC');
  const fitting = statistics.filter(
    ({ topic, verdict }) => topic === STATISTIC_OF_KIND[kind] || verdict === 'HIGHER',
  );
  const candidates = (fitting.length > 0 ? fitting : statistics).toSorted(
    (a, b) => Number(b.verdict === 'HIGHER') - Number(a.verdict === 'HIGHER'),
  );
  return candidates[position % Math.max(1, candidates.length)];
}

const STATISTIC_OF_KIND: Record<string, string> = {
  IDEA: 'ENGAGEMENT',
  SCRIPT: 'ENGAGEMENT',
  HASHTAG_SET: 'HASHTAG',
  POSTING_SLOT: 'POSTING_TIME',
  FORMAT_CHANGE: 'FORMAT',
};

/** What the creator's own numbers bear first, then a rising one where a set is asked for, then the video's. */
function hashtagsFrom(
  { evidence }: Brief,
  kind: string,
  video: Evidence | undefined,
): Recommendation['hashtags'] {
  const winners = evidence.flatMap(({ topic, verdict, subject }) =>
    topic === 'HASHTAG' && verdict === 'HIGHER' ? (subject ?? []) : [],
  );
  const rising = evidence.flatMap(({ trendKind, name }) =>
    kind === 'HASHTAG_SET' && trendKind === 'HASHTAG' ? (name ?? []) : [],
  );
  const tags = new Map<string, Recommendation['hashtags'][number]>();
  for (const hashtag of winners) tags.set(hashtag, { hashtag, basis: 'OWN_WINNER' });
  for (const hashtag of rising) if (!tags.has(hashtag)) tags.set(hashtag, { hashtag, basis: 'RISING' });
  for (const hashtag of video?.hashtags ?? [])
    if (!tags.has(hashtag)) tags.set(hashtag, { hashtag, basis: 'TOPIC' });
  return [...tags.values()].slice(0, 4);
}

interface Grounds {
  video: Evidence | undefined;
  statistic: Evidence | undefined;
  trend: Evidence | undefined;
  /** Of the video. */
  name: string;
  language: string;
}

/** Sentences on what the recommendation rests on, each with its citation. */
function rest({ video, statistic, trend, name, language }: Grounds): {
  sentences: string[];
  citations: Recommendation['citations'];
} {
  const sentences: string[] = [];
  const citations: Recommendation['citations'] = [];
  const cite = (evidence: Evidence, figure: number, quote: string, sentence: string): void => {
    sentences.push(sentence);
    citations.push({ path: 'idea', quote, evidenceKey: evidence.key, figure, basis: 'STORED' });
  };
  const percent = (fraction: number) =>
    fraction.toLocaleString(language, { style: 'percent', maximumSignificantDigits: 2 });
  const views = video?.figures['views'];
  if (video !== undefined && views !== undefined) {
    const quote = `${views.toLocaleString(language)} views`;
    cite(video, views, quote, `It builds on ${name}, which reached ${quote}.`);
  }
  const { value, sampleSize } = statistic?.figures ?? {};
  if (statistic !== undefined && sampleSize !== undefined) {
    const subject = nameOf(statistic) ?? 'your account as a whole';
    if (statistic.verdict === 'HIGHER' && value !== undefined) {
      const quote = `${subject} goes along with ${percent(value)} more views`;
      cite(statistic, value, quote, `Among your posts, ${quote}.`);
    } else {
      // With the subject, whose digits (16–30 s) rest on the statistic too.
      const quote = `${subject} rests on ${sampleSize.toLocaleString(language)} of your videos`;
      cite(statistic, sampleSize, quote, `What we know about ${quote}.`);
    }
  }
  const growth = trend?.figures['value'];
  if (trend !== undefined && growth !== undefined) {
    const quote = `${nameOf(trend) ?? 'A trend'} grows by ${percent(growth)} a day`;
    cite(trend, growth, quote, `${quote}, which may pass.`);
  }
  return { sentences, citations };
}

/** A hashtag with its sign. */
function nameOf({ topic, trendKind, subject, name }: Evidence): string | null {
  const words = subject ?? name ?? null;
  return words !== null && (topic === 'HASHTAG' || trendKind === 'HASHTAG') ? `#${words}` : words;
}

function titleOf(kind: string, name: string, theme: string): string {
  switch (kind) {
    case 'SCRIPT':
      return `Shoot the second part of ${name}`;
    case 'HASHTAG_SET':
      return `Reuse the hashtags of ${name}`;
    case 'POSTING_SLOT':
      return 'Try another hour';
    case 'FORMAT_CHANGE':
      return `Tell ${theme} in a shorter cut`;
    default:
      return `Answer the question ${name} left open`;
  }
}

/** The next one of the kind's for each position. */
function leadOf(kind: string, theme: string, position: number): string {
  const leads = LEADS[kind] ?? LEADS['IDEA']!;
  return leads[position % leads.length]!(theme);
}

const LEADS: Record<string, readonly ((theme: string) => string)[]> = {
  IDEA: [
    (theme) =>
      `Collect the questions under your videos on ${theme}, pick the most frequent one and answer it in a single take.`,
    (theme) =>
      `Do ${theme} once against the clock and once with all the patience you have, and let the cut between both make the point.`,
    (theme) =>
      `Hand ${theme} to somebody who never tried it, keep silent, and film only their hands until it works.`,
    (theme) =>
      `Begin with what you threw away last week, say why it failed, and end on the version that you kept for ${theme}.`,
    (theme) =>
      `Walk through your place and stop at three things that ${theme} cannot do without; name what each one cost.`,
  ],
  SCRIPT: [
    (theme) =>
      `Open on the result, then show the one step of ${theme} that viewers always skip, and end before they expect it.`,
    (theme) =>
      `Start in the middle of a mistake, rewind with one cut, and let ${theme} come out right at the second try.`,
    (theme) =>
      `Whisper a rule about ${theme}, break it on purpose, and show what becomes of it without a word.`,
  ],
  HASHTAG_SET: [
    () =>
      'Keep the set small and close to what the video shows, so that it reaches people who already look for it.',
    (theme) =>
      `Pair ${theme} with the words of the place you film in, and leave out whatever fits every video.`,
  ],
  POSTING_SLOT: [
    () =>
      'Post the next video in this slot and compare it with your usual one; a single post proves nothing, four begin to.',
    () => 'Keep this hour for a month, change nothing else meanwhile, and look at the week after each post.',
  ],
  FORMAT_CHANGE: [
    (theme) => `Take one video on ${theme}, cut it to its strongest half, and post both a week apart.`,
    (theme) => `Film ${theme} in one take without a cut, and let the mistakes stay in.`,
  ],
};

function scriptOn(theme: string): Recommendation['script'] {
  return [
    {
      startSecond: 0,
      endSecond: 3,
      line: `You are doing ${theme} the hard way.`,
      visual: 'The finished result, close up.',
    },
    {
      startSecond: 3,
      endSecond: 12,
      line: 'Here is the step I never showed.',
      visual: 'Hands at work, one continuous take.',
    },
    { startSecond: 12, endSecond: 20, line: 'Now you try, and tell me what went wrong.', visual: null },
  ];
}

/** One of the proposed times; without any, 18:00 UTC, one day on per position. */
function slotFrom({ now, evidence }: Brief, position: number): Recommendation['postAt'][number] {
  const slots = evidence.flatMap((item) => item.slots);
  const slot = slots[position % Math.max(1, slots.length)];
  if (slot !== undefined) return { at: slot.at };
  const at = new Date(now);
  at.setUTCDate(at.getUTCDate() + 1 + position);
  at.setUTCHours(18, 0, 0, 0);
  return { at: at.toISOString() };
}

function shorten(title: string): string {
  const characters = Array.from(title);
  return characters.length <= 40 ? title : `${characters.slice(0, 39).join('').trimEnd()}…`;
}
