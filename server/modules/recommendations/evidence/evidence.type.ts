import type { RunEvidence, TikTokVideo as TikTokVideoRow } from '../../../data/generated/prisma/client.ts';
import { toBigInt } from '../../../lib/counters.ts';
import { builder } from '../../../schema/builder.ts';
import { Verdict } from '../../analytics/analytics.enums.ts';
import { Estimate } from '../../analytics/estimate.type.ts';
import { TikTokVideo, VideoMetrics } from '../../videos/video.type.ts';
import type { EvidenceItem } from '../engine.ts';
import { StatisticTopic } from '../recommendation.enums.ts';

type VideoFacts = Extract<EvidenceItem, { kind: 'VIDEO' }>;
type StatisticFacts = Extract<EvidenceItem, { kind: 'STATISTIC' }>;

export const Evidence = builder.interfaceRef<RunEvidence>('Evidence').implement({
  description: 'A fact that text may cite, stored with the run as it was then.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ({ kind }) => (kind === 'VIDEO' ? 'VideoEvidence' : 'StatisticEvidence'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Short name used in text: E3.' }),
    summary: t.exposeString('summary', { description: 'The fact in one English sentence.' }),
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
      resolve: ({ facts }) => toMetricsRow((facts as unknown as VideoFacts).metrics),
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
      resolve: ({ facts }) => statisticOf(facts).topic,
    }),
    subject: t.string({
      nullable: true,
      description: 'The hashtag, format or block; null for the whole account.',
      resolve: ({ facts }) => statisticOf(facts).subject,
    }),
    estimate: t.field({
      type: Estimate,
      description: 'The figure.',
      resolve: ({ facts }) => statisticOf(facts).estimate,
    }),
    verdict: t.field({
      type: Verdict,
      description: 'What it allows one to say.',
      resolve: ({ facts }) => statisticOf(facts).verdict,
    }),
  }),
});

// Only the run's own evidence gathering writes the column.
function statisticOf(facts: RunEvidence['facts']): StatisticFacts {
  return facts as unknown as StatisticFacts;
}

/** Counters as they were then, in the columns that VideoMetrics reads; no other is there. */
function toMetricsRow(metrics: VideoFacts['metrics']): TikTokVideoRow {
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
