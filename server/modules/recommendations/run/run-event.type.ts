import { builder } from '../../../schema/builder.ts';
import { encodeGlobalId } from '../../../lib/global-id.ts';
import { Evidence } from '../evidence/evidence.type.ts';
import { RecommendationEngine, RecommendationKind } from '../recommendation.enums.ts';
import type { RunEventPayloads, RunEventType } from './run.events.ts';
import { evidenceByIds, recallRecommendation } from '../recommendation-reads.service.ts';
import { RecommendationRun, TikTokRecommendation } from '../recommendation.type.ts';
import { RunError, TokenUsage } from './run-error.type.ts';
import { readRunEvents } from './run-feed.service.ts';

interface EventOf<Type extends RunEventType> {
  runId: string;
  sequence: number;
  at: Date;
  type: Type;
  payload: RunEventPayloads[Type];
}

/** An event of a run's log together with whose it is. */
export type RunEventShape = { [Type in RunEventType]: EventOf<Type> }[RunEventType];

export const RecommendationRunEvent = builder
  .interfaceRef<RunEventShape>('RecommendationRunEvent')
  .implement({
    description:
      'Stored before sent; strictly increasing `sequence` from 1. New members may come: ignore an unknown __typename but keep its sequence.',
    resolveType: ({ type }) => type,
    fields: (t) => ({
      runId: t.id({
        description: 'The run it happened to.',
        resolve: ({ runId }) => encodeGlobalId('RecommendationRun', runId),
      }),
      sequence: t.exposeInt('sequence', {
        description: 'From 1, without gaps until `RecommendationRun.compactedAt`.',
      }),
      at: t.expose('at', { type: 'DateTime', description: 'When it was stored.' }),
    }),
  });

const event = <Type extends RunEventType>(type: Type) => builder.objectRef<EventOf<Type>>(type);

event('RunStarted').implement({
  description:
    'Work began. attempt > 1: a worker was lost; drop text of recommendations not yet completed, keep completed ones.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    engine: t.field({
      type: RecommendationEngine,
      description: 'Who writes.',
      resolve: ({ payload }) => payload.engine,
    }),
    model: t.string({
      nullable: true,
      description: 'As the vendor names it; null for STATISTICAL.',
      resolve: ({ payload }) => payload.model,
    }),
    attempt: t.int({ description: 'From 1.', resolve: ({ payload }) => payload.attempt }),
  }),
});

event('EvidenceGathered').implement({
  description: 'More evidence.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    evidence: t.field({
      type: [Evidence],
      nullable: true,
      description: 'Null only with an error.',
      resolve: ({ payload }, _args, { services }) => evidenceByIds(services, payload.evidenceIds),
    }),
  }),
});

event('RecommendationStarted').implement({
  description: 'A recommendation begins, or begins again (attempt > 1): drop what this index held.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    index: t.int({ description: 'From 0.', resolve: ({ payload }) => payload.index }),
    kind: t.field({
      type: RecommendationKind,
      description: 'What it will be.',
      resolve: ({ payload }) => payload.kind,
    }),
    attempt: t.int({ description: 'From 1.', resolve: ({ payload }) => payload.attempt }),
  }),
});

event('RecommendationDelta').implement({
  description:
    'Text. Apply as value(path) = value(path).slice(0, offset) + text: right even when a delta repeats, or several were merged into one.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    index: t.int({ description: 'From 0.', resolve: ({ payload }) => payload.index }),
    path: t.string({ description: 'title, hook, script[1].line, …', resolve: ({ payload }) => payload.path }),
    offset: t.int({
      description: "Where text starts in the path's value, in UTF-16 code units (a JavaScript string index).",
      resolve: ({ payload }) => payload.offset,
    }),
    text: t.string({ description: 'What to put there.', resolve: ({ payload }) => payload.text }),
  }),
});

event('RecommendationCompleted').implement({
  description: 'Complete, checked and saved.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    index: t.int({ description: 'From 0.', resolve: ({ payload }) => payload.index }),
    recommendation: t.prismaField({
      type: TikTokRecommendation,
      nullable: true,
      description: 'Null when erased since; otherwise as it is stored now.',
      resolve: (query, { payload }, _args, { services }) =>
        recallRecommendation(services, payload.recommendationId, query),
    }),
  }),
});

event('RecommendationDropped').implement({
  description: 'Given up, e.g. UNGROUNDED: remove it from the screen.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    index: t.int({ description: 'From 0.', resolve: ({ payload }) => payload.index }),
    error: t.field({ type: RunError, description: 'Why.', resolve: ({ payload }) => payload.error }),
  }),
});

event('RunCompleted').implement({
  description: 'Terminal.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    completed: t.int({ description: 'Recommendations saved.', resolve: ({ payload }) => payload.completed }),
    dropped: t.int({ description: 'Recommendations given up.', resolve: ({ payload }) => payload.dropped }),
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description: 'Null for STATISTICAL.',
      resolve: ({ payload }) => payload.usage,
    }),
  }),
});

event('RunFailed').implement({
  description: 'Terminal. What was spent is said.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    error: t.field({ type: RunError, description: 'Why.', resolve: ({ payload }) => payload.error }),
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description: 'Null where nothing was spent.',
      resolve: ({ payload }) => payload.usage,
    }),
  }),
});

event('RunCancelled').implement({
  description: 'Terminal. What was spent is said.',
  interfaces: [RecommendationRunEvent],
  fields: (t) => ({
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description: 'Null where nothing was spent, or the worker could not tell any more.',
      resolve: ({ payload }) => payload.usage,
    }),
  }),
});

builder.prismaObjectFields(RecommendationRun, (t) => ({
  events: t.field({
    type: [RecommendationRunEvent],
    nullable: true,
    description: 'For those who poll: events after `after`, at most 100. Null only with an error.',
    args: {
      after: t.arg.int({
        required: true,
        defaultValue: 0,
        description: 'Sequence of the last event you have.',
      }),
      first: t.arg.int({ required: true, defaultValue: 100, description: 'How many: 1–100.' }),
    },
    resolve: async ({ id: runId }, { after, first }, { services }) => {
      const events = await readRunEvents(services, runId, after, first);
      return events.map((stored) => ({ ...stored, runId }));
    },
  }),
}));
