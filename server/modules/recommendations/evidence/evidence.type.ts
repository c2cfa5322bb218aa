import type { RunEvidence, TikTokVideo as TikTokVideoRow } from '../../../data/generated/prisma/client.ts';
import { toBigInt } from '../../../lib/counters.ts';
import { builder } from '../../../schema/builder.ts';
import { defineLoader } from '../../../schema/loader.ts';
import { Verdict } from '../../analytics/analytics.enums.ts';
import { Estimate } from '../../analytics/estimate.type.ts';
import { OutlierScore } from '../../analytics/outlier/outlier.type.ts';
import { Finding } from '../../findings/finding.type.ts';
import { TrendRelevance } from '../../trends/relevance/trend-relevance.type.ts';
import { TikTokTrend } from '../../trends/trend.type.ts';
import { TikTokVideo, VideoMetrics } from '../../videos/video.type.ts';
import type { EvidenceItem, VideoItem } from '../engine.ts';
import { StatisticTopic } from '../recommendation.enums.ts';
import { evidenceOfRuns } from '../recommendation-reads.service.ts';

/** All evidence of a run, by the short name that its text uses. One statement for all runs of an answer. */
export const evidenceOf = defineLoader(({ services }, runIds: readonly string[]) =>
  evidenceOfRuns(services, runIds),
);

const TYPES: Readonly<Record<RunEvidence['kind'], string>> = {
  VIDEO: 'VideoEvidence',
  STATISTIC: 'StatisticEvidence',
  TREND: 'TrendEvidence',
  FINDING: 'FindingEvidence',
  PAST_RECOMMENDATION: 'PastRecommendationEvidence',
};

export const Evidence = builder.interfaceRef<RunEvidence>('Evidence').implement({
  description: 'A fact that text may cite, stored with the run as it was then.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ({ kind }) => TYPES[kind],
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Short name used in text: E3.' }),
    summary: t.exposeString('summary', {
      description: 'The fact in an English sentence, with the figures of that time.',
    }),
    capturedAt: t.expose('capturedAt', { type: 'DateTime', description: 'When its figures were captured.' }),
  }),
});

builder.prismaNode('RunEvidence', {
  variant: 'VideoEvidence',
  description: 'A video that did well or badly.',
  interfaces: [Evidence],
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    video: t.relation('video', { type: TikTokVideo, nullable: true, description: 'Null when erased since.' }),
    metrics: t.field({
      type: VideoMetrics,
      description: 'Its counters when the run gathered them.',
      resolve: (row) => toMetricsRow(factsOf(row, 'VIDEO').metrics),
    }),
    outlier: t.field({
      type: OutlierScore,
      nullable: true,
      description: 'How unusual it was then; null where too few videos could be compared.',
      resolve: (row) => {
        const { outlier } = factsOf(row, 'VIDEO');
        return outlier && { ...outlier, capturedAt: new Date(outlier.capturedAt) };
      },
    }),
  }),
});

builder.prismaNode('RunEvidence', {
  variant: 'StatisticEvidence',
  description: 'A figure with its uncertainty.',
  interfaces: [Evidence],
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    topic: t.field({
      type: StatisticTopic,
      description: 'What it is about.',
      resolve: (row) => factsOf(row, 'STATISTIC').topic,
    }),
    subject: t.string({
      nullable: true,
      description: 'The hashtag, format, block or metric; null for the whole account.',
      resolve: (row) => factsOf(row, 'STATISTIC').subject,
    }),
    estimate: t.field({
      type: Estimate,
      description: 'The figure.',
      resolve: (row) => factsOf(row, 'STATISTIC').estimate,
    }),
    verdict: t.field({
      type: Verdict,
      description: 'What it allows one to say; NO_EVIDENCE_YET where nothing is compared.',
      resolve: (row) => factsOf(row, 'STATISTIC').verdict,
    }),
  }),
});

builder.prismaNode('RunEvidence', {
  variant: 'TrendEvidence',
  description: 'A trend that matters here, and rose when the run gathered it.',
  interfaces: [Evidence],
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    trend: t.relation('trend', {
      type: TikTokTrend,
      nullable: true,
      description:
        'As it is now. Null when retired since, or when the connection was moved away from the workspace whose own it is.',
    }),
    relevance: t.field({
      type: TrendRelevance,
      nullable: true,
      description:
        'To this connection, as it was then. Null where it is watched, and nothing else was known.',
      resolve: (row) => {
        const { relevance } = factsOf(row, 'TREND');
        return relevance && { ...relevance, computedAt: new Date(relevance.computedAt) };
      },
    }),
  }),
});

builder.prismaNode('RunEvidence', {
  variant: 'FindingEvidence',
  description: 'A recent change.',
  interfaces: [Evidence],
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    finding: t.relation('finding', {
      type: Finding,
      nullable: true,
      description: 'Null when erased since.',
    }),
  }),
});

export const PastRecommendationEvidence = builder.prismaNode('RunEvidence', {
  variant: 'PastRecommendationEvidence',
  description: 'An earlier recommendation and its result. `summary` tells them as they were then.',
  interfaces: [Evidence],
  id: { field: 'id', description: 'Opaque and globally unique.' },
});

/** Only the run's own gathering of evidence writes the column, by the item's kind. */
function factsOf<Kind extends EvidenceItem['kind']>(
  { facts }: Pick<RunEvidence, 'facts'>,
  _kind: Kind,
): Extract<EvidenceItem, { kind: Kind }> {
  return facts as unknown as Extract<EvidenceItem, { kind: Kind }>;
}

/** Counters as they were then, in the columns that VideoMetrics reads; no other is there. */
function toMetricsRow(metrics: VideoItem['metrics']): TikTokVideoRow {
  return {
    views: toBigInt(metrics.views),
    likes: toBigInt(metrics.likes),
    comments: toBigInt(metrics.comments),
    shares: toBigInt(metrics.shares),
    metricsCapturedAt: new Date(metrics.capturedAt),
    metricsSource: metrics.source,
    // Nothing is planned for the past.
    nextCaptureAt: null,
  } satisfies Partial<TikTokVideoRow> as TikTokVideoRow;
}
