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
  const statistics = source.evidence.filter((item) => item.kind === 'STATISTIC');
  const statistic =
    statistics.find((item) => item.topic === STATISTIC_OF_KIND[kind]) ??
    statistics[position % Math.max(1, statistics.length)];
  const name = video?.title ? `“${shorten(video.title)}”` : 'your strongest video';
  const tags = hashtagsFrom(source, kind, video);
  const hashtags = tags.map(({ hashtag }) => hashtag);
  const theme = source.task.topic ?? (hashtags[0] === undefined ? 'your theme' : `#${hashtags[0]}`);
  const { sentences, citations } = rest(video, statistic, name, source.task.language);

  return {
    kind,
    title: titleOf(kind, name, theme),
    idea: [leadOf(kind, theme), ...sentences].join(' '),
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

/** Sentences on what the recommendation rests on, each with its citation. */
function rest(
  video: Evidence | undefined,
  statistic: Evidence | undefined,
  name: string,
  language: string,
): { sentences: string[]; citations: Recommendation['citations'] } {
  const sentences: string[] = [];
  const citations: Recommendation['citations'] = [];
  const cite = (evidence: Evidence, figure: number, quote: string, sentence: string): void => {
    sentences.push(sentence);
    citations.push({ path: 'idea', quote, evidenceKey: evidence.key, figure, basis: 'STORED' });
  };
  const views = video?.figures['views'];
  if (video !== undefined && views !== undefined) {
    const quote = `${views.toLocaleString(language)} views`;
    cite(video, views, quote, `It builds on ${name}, which reached ${quote}.`);
  }
  const sampleSize = statistic?.figures['sampleSize'];
  if (statistic !== undefined && sampleSize !== undefined) {
    const subject = statistic.subject ?? 'your account as a whole';
    // With the subject, whose digits (16–30 s) rest on the statistic too.
    const quote = `${subject} rests on ${sampleSize.toLocaleString(language)} of your videos`;
    cite(statistic, sampleSize, quote, `What we know about ${quote}.`);
  }
  return { sentences, citations };
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

function leadOf(kind: string, theme: string): string {
  switch (kind) {
    case 'SCRIPT':
      return `Open on the result, then show the one step of ${theme} that viewers always skip, and end before they expect it.`;
    case 'HASHTAG_SET':
      return 'Keep the set small and close to what the video shows, so that it reaches people who already look for it.';
    case 'POSTING_SLOT':
      return 'Post the next video in this slot and compare it with your usual one; a single post proves nothing, four begin to.';
    case 'FORMAT_CHANGE':
      return `Take one video on ${theme}, cut it to its strongest half, and post both a week apart.`;
    default:
      return `Collect the questions under your videos on ${theme}, pick the most frequent one and answer it in a single take.`;
  }
}

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
