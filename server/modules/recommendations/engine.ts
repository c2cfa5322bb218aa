import type { ModelPrice } from '../../lib/model-price.ts';
import type { ModelUsage } from '../../vendors/openai/port.ts';

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

/** One fact the text may cite, as stored with the run. Times are ISO 8601; null means TikTok did not tell. */
export type EvidenceItem = {
  /** Short name used in citations, `E1` onwards; unique in its pack. */
  key: string;
  summary: string;
  capturedAt: string;
} & (
  | {
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
        source: 'DISPLAY_API';
        capturedAt: string;
      };
      /** Views over the account's median views; null when the history is too short for a median. */
      multipleOfMedian: number | null;
    }
  | {
      kind: 'STATISTIC';
      topic: 'ENGAGEMENT' | 'HASHTAG' | 'FORMAT' | 'POSTING_TIME' | 'CADENCE';
      /** The hashtag, format or block; null for the whole account. */
      subject: string | null;
      estimate: {
        value: number;
        interval: { lower: number; upper: number; level: number; method: string };
        sampleSize: number;
        definition: string;
      };
      verdict: 'HIGHER' | 'LOWER' | 'NO_EVIDENCE_YET';
    }
);

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
  /** Same seed and evidence, same text, for engines that can be deterministic. */
  seed: string;
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
  hashtags: { hashtag: string; basis: 'OWN_WINNER' | 'TOPIC' }[];
  /** ISO 8601 in UTC. */
  postAt: { at: string; basis: 'EVIDENCE' | 'EXPERIMENT' | 'HABIT' }[];
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
 * `dropped`; an index the engine never got to is `dropped` without having started. `usage` comes last.
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

/** Writes recommendations from evidence. Engines keep no state between calls. */
export interface RecommendationEngine {
  readonly name: 'OPENAI' | 'STATISTICAL';
  /** As the vendor names it; null where no model writes. */
  readonly model: string | null;
  readonly promptVersion: string | null;
  /** What its model's tokens cost; null where nobody knows, or no model writes. */
  readonly price: ModelPrice | null;
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
