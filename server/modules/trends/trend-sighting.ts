import type {
  TrendKind,
  TrendMeasure,
  TrendSource,
  TrendStage,
  TrendUnit,
} from '../../data/generated/prisma/client.ts';

export type { TrendKind, TrendMeasure, TrendSource, TrendStage, TrendUnit };

/**
 * What one source says of one trend at one time, in the source's own words and units. Whatever it does not say is null:
 * an unknown count is never 0.
 */
export interface TrendSighting {
  kind: TrendKind;
  /** A hashtag without `#`; a sound's title; a format in plain words. */
  name: string;
  /**
   * What tells it from others of its kind in a region: a hashtag's name and a sound's id at TikTok do by default; a format
   * states its class here, since its words may be put otherwise one day.
   */
  key?: string;
  tikTokId: string | null;
  /** ISO 3166-1 alpha-2, upper case; null is world-wide. */
  region: string | null;
  /** TikTok's industry name. */
  category: string | null;
  /** When the source says that this was so. */
  capturedAt: Date;
  /** From 1. */
  rank: number | null;
  views: bigint | null;
  posts: bigint | null;
  /** What `views` and `posts` count. */
  measure: TrendMeasure;
  /** How many of the workspace's own accounts posted it, of a source that counts these. */
  accounts?: number;
  curve: TrendCurveSighting | null;
  /** Row ids of the workspace's own videos that show it, best first, at most 10. Only of a workspace's own trends. */
  exampleVideoIds?: readonly string[];
}

/** A curve that a source draws: views or posts of days (COUNT), or popularity on a scale of its own. */
export interface TrendCurveSighting {
  unit: TrendUnit;
  /** In any order. A day's count stands at the day's beginning in UTC. */
  points: readonly TrendCurvePoint[];
}

export interface TrendCurvePoint {
  /** Epoch milliseconds. */
  at: number;
  value: number;
}

/** From the most trusted to the least: which one speaks for a trend that several know. */
export const SOURCES_BY_TRUST: readonly TrendSource[] = [
  'BUSINESS_DISCOVERY',
  'CREATIVE_CENTER',
  'RESEARCH_API',
  'OWN_CORPUS',
];
