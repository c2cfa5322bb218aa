import type {
  DismissReason,
  FindingKind,
  MetricSource,
  RecommendationStatus,
  TrendKind,
  TrendStage,
} from '../../data/generated/prisma/client.ts';
import type { ModelPrice } from '../../lib/model-price.ts';
import type { ModelUsage } from '../../vendors/openai/port.ts';
import type { EstimateInterval } from '../analytics/engagement-rate.ts';
import type { Lift, Verdict } from '../analytics/lift/lift.ts';
import type { OutlierScore } from '../analytics/outlier/outlier.ts';
import type { SlotBasis } from '../analytics/posting/posting-slots.ts';
import type { TrendRelevance } from '../trends/relevance/trend-relevance.ts';

export const RECOMMENDATION_KINDS = [
  'IDEA',
  'SCRIPT',
  'HASHTAG_SET',
  'POSTING_SLOT',
  'FORMAT_CHANGE',
] as const;

/** What is recommended. */
export type RecommendationKind = (typeof RECOMMENDATION_KINDS)[number];

/** What the creator wants more of. */
export type RecommendationGoal = 'REACH' | 'ENGAGEMENT' | 'FOLLOWERS';

/** A figure with its uncertainty. */
export interface EvidenceEstimate {
  value: number;
  interval: EstimateInterval;
  sampleSize: number;
  /** What is estimated, in which unit. */
  definition: string;
}

/** How unusual a video was for its account, as JSON. */
export type StoredOutlierScore = Omit<OutlierScore, 'capturedAt'> & { capturedAt: string };

/** A time to post that the analysis of posting times proposed. */
export interface ProposedSlot {
  /** ISO 8601 in UTC. */
  at: string;
  basis: SlotBasis;
  /** Null where the block has no posts. */
  lift: Lift | null;
}

/** A video that did well or badly. */
export interface VideoItem {
  kind: 'VIDEO';
  videoId: string;
  tikTokId: string;
  title: string | null;
  /** Without `#`. */
  hashtags: string[];
  durationSeconds: number | null;
  postedAt: string;
  metrics: {
    views: number | null;
    likes: number | null;
    comments: number | null;
    shares: number | null;
    source: MetricSource;
    capturedAt: string;
  };
  /** Against others of the account at the same age; null where too few can be compared. */
  outlier: StoredOutlierScore | null;
}

/** A figure of the account, or of what its posts have in common. */
export interface StatisticItem {
  kind: 'STATISTIC';
  /** A lift where it is of HASHTAG, FORMAT or POSTING_TIME. */
  topic: 'ENGAGEMENT' | 'HASHTAG' | 'FORMAT' | 'POSTING_TIME' | 'CADENCE' | 'FORECAST';
  /** The hashtag (without `#`), format, hours or metric; null for the whole account. */
  subject: string | null;
  estimate: EvidenceEstimate;
  /** What it allows one to say; NO_EVIDENCE_YET where nothing is compared. */
  verdict: Verdict;
  /** The plain average's lift, mostly noise of few posts; null of what is no lift. */
  unshrunken: number | null;
  /** Days looked back over (CADENCE) or ahead (FORECAST); null otherwise. */
  days: number | null;
  /** Times ahead that rest on it; empty unless POSTING_TIME. */
  slots: ProposedSlot[];
}

/** A trend that matters to the account. */
export interface TrendItem {
  kind: 'TREND';
  trendId: string;
  trendKind: TrendKind;
  /** A hashtag without `#`; a sound's title; a format in plain words. */
  name: string;
  /** ISO 3166-1 alpha-2; null is world-wide, or unknown. */
  region: string | null;
  category: string | null;
  stage: TrendStage | null;
  /** A fraction a day; null with too few observations. */
  dailyGrowth: EvidenceEstimate | null;
  /** Days that the growth is reckoned over. */
  windowDays: number | null;
  rank: number | null;
  views: number | null;
  posts: number | null;
  /** Null where nothing is known. */
  relevance: (TrendRelevance & { computedAt: string }) | null;
}

/** A sudden change of the account or of a video. */
export interface FindingItem {
  kind: 'FINDING';
  findingId: string;
  findingKind: FindingKind;
  /** A day in the account's time zone. */
  startedOn: string;
  effect: EvidenceEstimate;
}

/** What was recommended earlier, and what became of it. */
export interface PastRecommendationItem {
  kind: 'PAST_RECOMMENDATION';
  recommendationId: string;
  recommendationKind: RecommendationKind;
  title: string;
  /** Without `#`. */
  hashtags: string[];
  createdAt: string;
  status: RecommendationStatus;
  dismissReason: DismissReason | null;
  /** Of the video made from it; null while none is named, or known to have views. */
  result: {
    views: number;
    outlier: StoredOutlierScore | null;
    /** Its views in its first week against what was expected; null before that age, and where nothing was. */
    outcome: { views: number; expected: EvidenceEstimate; isWithinInterval: boolean } | null;
    capturedAt: string;
  } | null;
}

/** One fact the text may cite, as stored with the run. Times are ISO 8601; null means nobody told. */
export type EvidenceItem = {
  /** Short name used in citations, `E1` onwards; unique in its pack. */
  key: string;
  /** An English sentence with its figures. */
  summary: string;
  capturedAt: string;
} & (VideoItem | StatisticItem | TrendItem | FindingItem | PastRecommendationItem);

/** All that a run may cite, and whom it is for. */
export interface EvidencePack {
  items: EvidenceItem[];
  account: {
    username: string | null;
    displayName: string | null;
    followers: number | null;
    /** IANA name. */
    timezone: string;
    /** BCP 47. */
    language: string;
  };
  /** ISO 8601; posting slots lie after it. */
  now: string;
}

export interface EngineRequest {
  /** At least one; the kind of index i is `kinds[i % kinds.length]`. */
  kinds: RecommendationKind[];
  /** Which of the run's indexes to write, ascending; a second attempt leaves out the completed ones. */
  indices: number[];
  goal: RecommendationGoal;
  /** BCP 47: the language of every text written. */
  language: string;
  tone: string | null;
  topic: string | null;
  constraints: string[];
  evidence: EvidencePack;
  /** Hash of what is asked and of the evidence: same seed, same text, for engines that can be deterministic. */
  seed: string;
  /** Why indexes are asked for once more; left out the first time. */
  revisions?: ReadonlyMap<number, Revision>;
}

/** What was wrong with a recommendation that is to be written once more. */
export interface Revision {
  /** English sentences. */
  flaws: string[];
  /** As it was written; null where nothing usable was. */
  draft: RecommendationDraft | null;
}

/** The kind of one of the run's indexes. */
export function kindOf(request: Pick<EngineRequest, 'kinds'>, index: number): RecommendationKind {
  const kind = request.kinds[index % request.kinds.length];
  if (kind === undefined) throw new RangeError('A run has at least one kind.');
  return kind;
}

/** A whole recommendation before it is stored. Text equals the folded deltas of its path. */
export interface RecommendationDraft {
  kind: RecommendationKind;
  title: string;
  idea: string;
  hook: string | null;
  callToAction: string | null;
  caption: string | null;
  /** Empty unless SCRIPT. Whole seconds from the video's start. */
  script: { startSecond: number; endSecond: number; line: string; visual: string | null }[];
  /** Without `#`. */
  hashtags: { hashtag: string; basis: 'OWN_WINNER' | 'RISING' | 'TOPIC' }[];
  /** The trend's row id, of a sound in the evidence; null when none fits. */
  soundId: string | null;
  postAt: ProposedSlot[];
  /** `quote` occurs in the text at `path` (as in deltas: `script[1].line`). At least one. */
  citations: {
    path: string;
    quote: string;
    evidenceKey: string;
    figure: number | null;
    basis: 'STORED' | 'ENGINE_ESTIMATE';
  }[];
}

/**
 * What an engine tells while it writes. Per index: `started`, any number of `delta`s, then `completed` or
 * `dropped`; an index the engine never got to is `dropped` without having started, and one that is written once more
 * starts again. `usage` comes last, and each one replaces the one before.
 * A delta applies as `value(path) = value(path).slice(0, offset) + text`, offsets in UTF-16 code units.
 */
export type EngineEvent =
  | { type: 'started'; index: number; kind: RecommendationKind }
  | { type: 'delta'; index: number; path: string; offset: number; text: string }
  | { type: 'completed'; index: number; draft: RecommendationDraft }
  | {
      type: 'dropped';
      index: number;
      error: {
        code: 'UNGROUNDED' | 'AI_OUTPUT_INVALID';
        message: string;
        retryable: boolean;
        vendorCode: string | null;
      };
    }
  | { type: 'usage'; usage: ModelUsage };

/** What the recommendations of a request may use of a model. */
export interface UsageCeiling {
  /** What its prompt comes to; spent as soon as the model was asked. */
  promptTokens: number;
  /** The most that all calls may use together, the further one for what was not grounded included. */
  most: Pick<ModelUsage, 'inputTokens' | 'cachedInputTokens' | 'outputTokens'>;
}

/** Writes recommendations from evidence. Engines keep no state between calls. */
export interface RecommendationEngine {
  readonly name: 'OPENAI' | 'STATISTICAL';
  /** As the vendor names it; null where no model writes. */
  readonly model: string | null;
  readonly promptVersion: string | null;
  /** What its model's tokens cost; null where nobody knows, or no model writes. */
  readonly price: ModelPrice | null;
  /**
   * What a request may use at most; null where no model writes. With `count` alone, of evidence that is not gathered yet:
   * more than usual, and no promise.
   */
  ceilingOf(request: EngineRequest | { count: number }): UsageCeiling | null;
  /**
   * @throws {AiError} when the vendor failed; a `usage` event came before it if anything was spent.
   * @throws {AiAbortedError} soon after `signal` aborts; same for usage.
   */
  generate(request: EngineRequest, signal: AbortSignal): AsyncIterable<EngineEvent>;
}

/** The engines that are configured here. */
export interface RecommendationEngines {
  /** Writes where nobody asks for another one. */
  readonly default: RecommendationEngine;
  /** Null when that engine is not configured. */
  byName(name: RecommendationEngine['name']): RecommendationEngine | null;
}
