import { clockOf } from '../../analytics/calendar.ts';
import type {
  EngineRequest,
  EvidenceItem,
  FindingItem,
  PastRecommendationItem,
  ProposedSlot,
  StatisticItem,
  TrendItem,
  VideoItem,
} from '../engine.ts';
import { isRelevant } from '../../trends/relevance/trend-relevance.ts';
import type {
  ForecastFacts,
  PastFacts,
  Phrases,
  StatisticFacts,
  TrendFacts,
  VideoFacts,
} from './statistical-phrases.ts';
import { isDuration } from './statistical-phrases.ts';

/** A video of the evidence with all that a recommendation may take from it. */
export interface KnownVideo extends VideoFacts {
  /** The caption, from which a title names it in any language. */
  caption: string | null;
  hashtags: string[];
  durationSeconds: number | null;
}

/** A lift of posts that have something in common. */
export interface KnownLift extends StatisticFacts {
  /** As in the evidence, without decoration. */
  label: string;
}

export interface KnownTrend extends TrendFacts {
  trendId: string;
  name: string;
}

/** A time to post and what it rests on. */
export interface Slot extends ProposedSlot {
  /** Its hours, or what has evidence in their place. */
  block: StatisticFacts;
}

type Keyed<Item> = Item & Pick<EvidenceItem, 'key'>;

/** The evidence, sorted by what the engine needs of it. */
export interface Facts {
  /** Best first for the goal. */
  videos: KnownVideo[];
  /** The one that did badly. */
  miss: KnownVideo | null;
  engagement: StatisticFacts | null;
  /** Null only in packs of others' making. */
  cadence: StatisticFacts | null;
  followers: ForecastFacts | null;
  /** Strongest evidence first. */
  hashtags: KnownLift[];
  /** Durations and orientations, as videos of the language. */
  formats: KnownLift[];
  /** Soonest first. */
  slots: Slot[];
  rising: KnownTrend[];
  sound: KnownTrend | null;
  risingFormat: KnownTrend | null;
  change: Keyed<FindingItem> | null;
  /** Newest first. */
  past: Keyed<PastRecommendationItem>[];
  /** Nothing could be compared at all. */
  isThin: boolean;
}

const LONGEST_SUBJECT = 60;
/** From this far below the usual on a video counts as a bad one. */
const BAD_Z = -2;

export function toFacts(
  { evidence, goal }: Pick<EngineRequest, 'evidence' | 'goal'>,
  phrases: Phrases,
): Facts {
  const { items } = evidence;
  const statistics = items.filter((item) => item.kind === 'STATISTIC');
  const about = (name: StatisticItem['topic']) => statistics.filter((item) => item.topic === name);
  const first = ([item]: Keyed<StatisticItem>[]) => (item === undefined ? null : toStatistic(item, ''));
  const videos = items.filter((item) => item.kind === 'VIDEO');
  const isBad = ({ outlier }: VideoItem) => outlier !== null && outlier.robustZ <= BAD_Z;
  const trends = items.filter((item) => item.kind === 'TREND');
  const ofKind = (kind: TrendItem['trendKind']) =>
    trends.filter(({ trendKind }) => trendKind === kind).map((item) => toTrend(item, phrases));
  const hours = about('POSTING_TIME');
  const lifts = [...about('HASHTAG'), ...about('FORMAT'), ...hours];
  return {
    videos: videosFor(
      goal,
      videos.filter((video) => !isBad(video)),
      phrases,
    ),
    miss: videosFor(goal, videos.filter(isBad), phrases).at(-1) ?? null,
    engagement: first(about('ENGAGEMENT')),
    cadence: first(about('CADENCE')),
    followers: forecastOf(about('FORECAST')),
    hashtags: about('HASHTAG').map((item) => toLift(item, `#${item.subject ?? ''}`)),
    formats: about('FORMAT').flatMap((item) => {
      const subject = phrases.videos(item.subject ?? '');
      return subject === null ? [] : [toLift(item, subject)];
    }),
    slots: hours
      .flatMap((item) =>
        item.slots.map((slot) => ({ ...slot, block: toStatistic(item, phrases.block(item.subject ?? '')) })),
      )
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
    rising: ofKind('HASHTAG').filter(({ name }) => /\p{L}/u.test(name)),
    sound: ofKind('SOUND')[0] ?? null,
    risingFormat: ofKind('FORMAT')[0] ?? null,
    change: items.find((item) => item.kind === 'FINDING') ?? null,
    past: items.filter((item) => item.kind === 'PAST_RECOMMENDATION'),
    isThin: lifts.every(({ estimate }) => estimate.sampleSize === 0),
  };
}

/** Reach and followers go by how unusual a video was, then by views; engagement goes by what viewers did. */
function videosFor(
  goal: EngineRequest['goal'],
  items: readonly Keyed<VideoItem>[],
  phrases: Phrases,
): KnownVideo[] {
  return items
    .flatMap((item) => {
      if (item.metrics.views === null) return [];
      const { views, likes, comments, shares } = item.metrics;
      const rate = views === 0 ? 0 : ((likes ?? 0) + (comments ?? 0) + (shares ?? 0)) / views;
      const { key, hashtags, durationSeconds, title: caption } = item;
      const multiple = item.outlier?.multipleOfMedian ?? null;
      const subject = subjectOf(caption, phrases);
      return [{ key, subject, caption, views, comments, multiple, hashtags, durationSeconds, rate }];
    })
    .sort((a, b) =>
      goal === 'ENGAGEMENT' ? b.rate - a.rate : (b.multiple ?? 0) - (a.multiple ?? 0) || b.views - a.views,
    )
    .map(({ rate: _, ...video }) => video);
}

/** What a caption is about: its words without hashtags, mentions and addresses, in quotation marks. */
export function subjectOf(caption: string | null, phrases: Phrases): string {
  const words = unquoted(
    (caption ?? '').replaceAll(/(?:[#＃@]|https?:\/\/)\S+/gu, ' ').replaceAll(/\s+/g, ' '),
  )
    .replace(/[\s.,;:!?…–-]+$/u, '')
    .trim();
  if (words === '') return phrases.untitled;
  const characters = [...words];
  if (characters.length <= LONGEST_SUBJECT) return phrases.quoted(words);
  const cut = characters.slice(0, LONGEST_SUBJECT).join('');
  return phrases.quoted(`${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trimEnd()}…`);
}

/** A past one as text names it; null where it has no result. */
export function resultOf(
  { key, title, result }: Keyed<PastRecommendationItem>,
  phrases: Phrases,
): PastFacts | null {
  if (result === null) return null;
  const { views, outlier } = result;
  return {
    key,
    subject: phrases.quoted(unquoted(title)),
    views,
    multiple: outlier?.multipleOfMedian ?? null,
  };
}

/** Without quotation marks, since it is put into some. */
export function unquoted(words: string): string {
  return words
    .replaceAll(/[«»“”"]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The block of four hours, from midnight on, that a moment falls into: 0–5. */
export function blockOfDay(at: string, timezone: string): number {
  return Math.floor(clockOf(Date.parse(at), timezone).hour / 4);
}

function toTrend(item: Keyed<TrendItem>, { region, quoted }: Phrases): KnownTrend {
  const { key, trendId, name, trendKind } = item;
  return {
    key,
    trendId,
    name,
    subject: trendKind === 'HASHTAG' ? `#${name}` : quoted(unquoted(name)),
    region: item.region === null ? null : region(item.region),
    growth: item.dailyGrowth?.value ?? null,
    isWatchedAlone: item.relevance === null || !isRelevant(item.relevance),
  };
}

function toStatistic({ key, estimate, verdict }: Keyed<StatisticItem>, subject: string): StatisticFacts {
  const { value, sampleSize } = estimate;
  return { key, subject, value, sampleSize, verdict };
}

function toLift(item: Keyed<StatisticItem>, subject: string): KnownLift {
  return { ...toStatistic(item, subject), label: item.subject ?? '' };
}

function forecastOf(items: readonly Keyed<StatisticItem>[]): ForecastFacts | null {
  const item = items.find(({ subject }) => subject === 'followers');
  if (item?.days == null) return null;
  const { value, interval } = item.estimate;
  const { lower, upper, level } = interval;
  return { key: item.key, value, lower, upper, level, days: item.days };
}

/** The duration to film in: one with evidence, else the one most posts have. Null without any. */
export function durationToKeep({ formats }: Facts): KnownLift | null {
  const durations = formats.filter(({ label }) => isDuration(label));
  return durations.find(({ verdict }) => verdict === 'HIGHER') ?? mostUsed(durations);
}

function mostUsed(lifts: readonly KnownLift[]): KnownLift | null {
  return lifts.reduce<KnownLift | null>(
    (best, lift) => (best === null || lift.sampleSize > best.sampleSize ? lift : best),
    null,
  );
}
