import { builder } from '../../../schema/builder.ts';
import { decodeIdOf } from '../../../lib/global-id.ts';
import { mapped } from '../../../lib/mapped.ts';
import { viewerOf } from '../../../schema/viewer-of.ts';
import { authorize } from '../../accounts/viewer.ts';
import { findRun, reloadRun } from '../recommendation-reads.service.ts';
import { RecommendationRun } from '../recommendation.type.ts';
import { RecommendationRunEvent, type RunEventShape } from './run-event.type.ts';
import type { RunEvent } from './run.events.ts';
import { followRun, followWorkspaceRuns } from './run-feed.service.ts';

builder.subscriptionFields((t) => ({
  recommendationRunEvents: t.field({
    type: RecommendationRunEvent,
    authScopes: { may: 'read' },
    description:
      'Stored events after `after`, then live ones; completes after the one terminal event. 0 or null is the beginning; more than lastSequence is BAD_USER_INPUT.',
    args: {
      runId: t.arg.id({ required: true, description: 'Which run.' }),
      after: t.arg.int({ defaultValue: 0, description: 'Sequence of the last event you have.' }),
    },
    subscribe: async (_root, { runId: globalId, after }, context) => {
      const runId = decodeIdOf('RecommendationRun', globalId, ['runId']);
      await findRun(context.services, viewerOf(context), runId, globalId);
      const events = await followRun(context.services, runId, after ?? 0, context.signal);
      return mapped(events, (event) => shapeOf(event, runId));
    },
    resolve: (event) => event,
  }),

  recommendationRuns: t.prismaField({
    type: RecommendationRun,
    authScopes: { may: 'read' },
    description:
      "Each run's current state whenever it changes. First, those changed after `changedSince` and those not yet ended; repeats are harmless.",
    args: {
      workspaceId: t.arg.id({ required: true, description: 'Whose runs.' }),
      changedSince: t.arg({ type: 'DateTime', description: 'When you last knew them all.' }),
    },
    subscribe: (_root, { workspaceId: globalId, changedSince }, context) => {
      const workspaceId = decodeIdOf('Workspace', globalId, ['workspaceId']);
      authorize(viewerOf(context), workspaceId, 'read', globalId);
      return followWorkspaceRuns(context.services, workspaceId, changedSince ?? null, context.signal);
    },
    resolve: (query, runId, _args, { services }) => reloadRun(services, runId, query),
  }),
}));

const shapes = new WeakMap<RunEvent, RunEventShape>();

/** The same for all readers of an event, so that it is executed once for all. */
function shapeOf(event: RunEvent, runId: string): RunEventShape {
  let shape = shapes.get(event);
  if (shape === undefined) shapes.set(event, (shape = { ...event, runId }));
  return shape;
}
