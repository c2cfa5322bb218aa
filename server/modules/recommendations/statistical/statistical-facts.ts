import { addDays, dayOf, instantOf } from '../../analytics/calendar.ts';
import type { EngineRequest, EvidenceItem, EvidencePack, RecommendationDraft } from '../engine.ts';
import { blockOf } from '../evidence/evidence-items.ts';
import { randomNormal, shuffled } from '../../../lib/random.ts';
import type { Random } from '../../../lib/random.ts';
import type { Phrases, StatisticFacts, VideoFacts } from './statistical-phrases.ts';

type Statistic = Extract<EvidenceItem, { kind: 'STATISTIC' }>;

/** A video of the evidence with all that a recommendation may take from it. */
export interface KnownVideo extends VideoFacts {
  hashtags: string[];
  durationSeconds: number | null;
}

/** A statistic with its posterior on the scale of log views. */
export interface KnownLift extends StatisticFacts {
  /** As in the evidence, without decoration. */
  label: string;
  mean: number;
  deviation: number;
}

/** The evidence, sorted by what the engine needs of it. */
export interface Facts {
  /** Best first for the goal. */
  videos: KnownVideo[];
  engagement: StatisticFacts | null;
  /** Null only in packs of others' making. */
  cadence: StatisticFacts | null;
  /** Strongest evidence first. */
  hashtags: KnownLift[];
  hours: KnownLift[];
  bands: KnownLift[];
  /** No lift could be computed at all. */
  isThin: boolean;
}

/** A time to post and why. */
export interface Slot {
  at: Date;
  basis: RecommendationDraft['postAt'][number]['basis'];
  block: string;
  /** Null where the block has too few posts. */
  lift: KnownLift | null;
}

const LONGEST_SUBJECT = 60;
/** Two-sided normal quantile of the evidence's 95 %. */
const Z = 1.959964;
/** How much blocks of hours may differ before any post was seen: by a third, as log views. */
const PRIOR_DEVIATION = 0.3;
/** Blocks an experiment may fall into: nobody is sent out of bed. */
const WAKING_BLOCKS = ['08:00–12:00', '12:00–16:00', '16:00–20:00', '20:00–24:00'];

export function toFacts(
  { evidence, goal }: Pick<EngineRequest, 'evidence' | 'goal'>,
  phrases: Phrases,
): Facts {
  const statistics = evidence.items.filter((item) => item.kind === 'STATISTIC');
  const topic = (name: Statistic['topic']) => statistics.filter((item) => item.topic === name);
  const lifts = (name: Statistic['topic'], decorate: (label: string) => string) =>
    topic(name).flatMap((item) => (item.subject === null ? [] : [toLift(item, item.subject, decorate)]));
  const hashtags = lifts('HASHTAG', (tag) => `#${tag}`);
  const hours = lifts('POSTING_TIME', (block) => block);
  const bands = lifts('FORMAT', phrases.band);
  const first = ([item]: Statistic[]) => (item === undefined ? null : toStatistic(item, ''));
  return {
    videos: videosFor(goal, evidence.items, phrases),
    engagement: first(topic('ENGAGEMENT')),
    cadence: first(topic('CADENCE')),
    hashtags,
    hours,
    bands,
    isThin: hashtags.length + hours.length + bands.length === 0,
  };
}

/** Reach and followers go by views; engagement goes by what viewers did. */
function videosFor(
  goal: EngineRequest['goal'],
  items: readonly EvidenceItem[],
  phrases: Phrases,
): KnownVideo[] {
  return items
    .flatMap((item) => {
      if (item.kind !== 'VIDEO' || item.metrics.views === null) return [];
      const { views, likes, comments, shares } = item.metrics;
      const rate = views === 0 ? 0 : ((likes ?? 0) + (comments ?? 0) + (shares ?? 0)) / views;
      const { key, hashtags, durationSeconds } = item;
      const multiple = item.outlier?.multipleOfMedian ?? null;
      const subject = subjectOf(item.title, phrases);
      return [{ key, subject, views, comments, multiple, hashtags, durationSeconds, rate }];
    })
    .sort((a, b) => (goal === 'ENGAGEMENT' ? b.rate - a.rate : b.views - a.views))
    .map(({ rate: _, ...video }) => video);
}

/** What a caption is about: its words without hashtags, mentions and addresses, in quotation marks. */
function subjectOf(caption: string | null, phrases: Phrases): string {
  const words = (caption ?? '')
    .replaceAll(/(?:[#＃@]|https?:\/\/)\S+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[«»“”"]/g, '')
    .replace(/[\s.,;:!?…–-]+$/u, '')
    .trim();
  if (words === '') return phrases.untitled;
  const characters = [...words];
  if (characters.length <= LONGEST_SUBJECT) return phrases.quoted(words);
  const cut = characters.slice(0, LONGEST_SUBJECT).join('');
  return phrases.quoted(`${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trimEnd()}…`);
}

function toStatistic({ key, estimate, verdict }: Statistic, subject: string): StatisticFacts {
  const { value, sampleSize } = estimate;
  return { key, subject, value, sampleSize, isHigher: verdict === 'HIGHER' };
}

function toLift(item: Statistic, label: string, decorate: (label: string) => string): KnownLift {
  const { value, interval } = item.estimate;
  return {
    ...toStatistic(item, decorate(label)),
    label,
    mean: Math.log1p(value),
    deviation: (Math.log1p(interval.upper) - Math.log1p(interval.lower)) / (2 * Z),
  };
}

/** The band to film in: one with evidence, else the one most posts are in. Null without any. */
export function bandToKeep({ bands }: Facts): KnownLift | null {
  return bands.find(({ isHigher }) => isHigher) ?? mostUsed(bands);
}

function mostUsed(lifts: readonly KnownLift[]): KnownLift | null {
  return lifts.reduce<KnownLift | null>(
    (best, lift) => (best === null || lift.sampleSize > best.sampleSize ? lift : best),
    null,
  );
}

/**
 * Three times to post within the next six days, in order of time, on different days: what has evidence, else the
 * usual block as a habit, and experiments by Thompson sampling (Thompson 1933, doi:10.1093/biomet/25.3-4.285):
 * blocks whose lift, drawn from its posterior, comes out best.
 */
export function chooseSlots(facts: Facts, evidence: EvidencePack, random: Random): Slot[] {
  const { timezone } = evidence.account;
  const usual = mostUsed(facts.hours)?.label ?? usualBlock(evidence);
  const proven = facts.hours.filter(({ isHigher }) => isHigher).map(({ label }) => label);
  const settled = proven.length > 0 ? proven.slice(0, 2) : usual === null ? [] : [usual];
  const experiments = WAKING_BLOCKS.filter((block) => !settled.includes(block))
    .map((block) => {
      const lift = facts.hours.find(({ label }) => label === block);
      const draw = (lift?.mean ?? 0) + (lift?.deviation ?? PRIOR_DEVIATION) * randomNormal(random);
      return { block, draw };
    })
    .sort((a, b) => b.draw - a.draw)
    .map(({ block }) => block);
  const today = dayOf(Date.parse(evidence.now), timezone);
  const days = shuffled([1, 2, 3, 4, 5, 6], random);
  return [...settled, ...experiments]
    .slice(0, 3)
    .map((block, index): Slot => {
      const startHour = Number(block.slice(0, 2));
      const hour = startHour + 1 + Math.floor(random() * 2);
      const lift = facts.hours.find(({ label }) => label === block) ?? null;
      return {
        at: new Date(instantOf(addDays(today, days[index]!), hour, timezone)),
        basis: lift?.isHigher === true ? 'EVIDENCE' : block === usual ? 'HABIT' : 'EXPERIMENT',
        block,
        lift,
      };
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The block most of the named videos were posted in; null without a video. */
function usualBlock({ items, account }: EvidencePack): string | null {
  const counts = new Map<string, number>();
  for (const item of items) {
    if (item.kind !== 'VIDEO') continue;
    const block = blockOf(new Date(item.postedAt), account.timezone);
    counts.set(block, (counts.get(block) ?? 0) + 1);
  }
  return [...counts].reduce<[string | null, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [null, 0],
  )[0];
}
