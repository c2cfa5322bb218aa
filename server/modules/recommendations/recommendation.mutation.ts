import type { RequestContext } from '../../app/context.ts';
import type { Remembered } from '../../data/idempotency.ts';
import { builder } from '../../schema/builder.ts';
import { InsufficientDataError } from '../../lib/errors.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { runMutation } from '../../schema/mutation.ts';
import { BudgetExceededError } from '../ai-budget/ai-budget.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import {
  CancelRecommendationRunInput,
  GenerateRecommendationsInput,
  UpdateRecommendationInput,
} from './recommendation.input.ts';
import { reloadRecommendation, reloadRun } from './recommendation-reads.service.ts';
import { updateRecommendation } from './recommendation.service.ts';
import { RecommendationRun, TikTokRecommendation } from './recommendation.type.ts';
import { cancelRun, recallCancelled, requestRun } from './run/run.service.ts';

builder.mutationFields((t) => ({
  generateRecommendations: t.prismaField({
    type: RecommendationRun,
    authScopes: { may: 'recommendation.generate' },
    errors: {
      types: [InsufficientDataError, BudgetExceededError, ...COMMON_ERRORS],
      union: {
        description:
          'INSUFFICIENT_DATA: the account has no video at all. With thin data the run goes ahead and says so. AI_BUDGET_EXCEEDED: it may cost more than the budget has left; the engine STATISTICAL costs nothing. What fails later is on the run.',
      },
    },
    description: 'Queues a run and returns at once; follow it with recommendationRunEvents.',
    args: {
      input: t.arg({
        type: GenerateRecommendationsInput,
        required: true,
        description: 'For whom, and what.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      const runId = await runMutation(
        context,
        'generateRecommendations',
        input,
        async (viewer, remember) => {
          const connectionId = decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          const run = await requestRun(context.services, viewer, { ...input, connectionId }, remember);
          return run.id;
        },
        recall('runId'),
      );
      return reloadRun(context.services, runId, query);
    },
  }),

  cancelRecommendationRun: t.prismaField({
    type: RecommendationRun,
    authScopes: { may: 'recommendation.generate' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'The run as it ended, or why it could not be stopped.' },
    },
    description:
      'Stops the vendor call. A cancelled run is returned as it is; a completed or failed one is a ConflictError.',
    args: { input: t.arg({ type: CancelRecommendationRunInput, required: true, description: 'Which run.' }) },
    resolve: async (query, _root, { input }, context) => {
      const runId = await runMutation(
        context,
        'cancelRecommendationRun',
        input,
        async (viewer, remember) => {
          const id = decodeIdOf('RecommendationRun', input.runId, ['input', 'runId']);
          const run = await cancelRun(context.services, viewer, { runId: id }, remember);
          return run.id;
        },
        async ({ runId: id }) => (await recallCancelled(context.services, String(id))).id,
      );
      return reloadRun(context.services, runId, query);
    },
  }),

  updateRecommendation: t.prismaField({
    type: TikTokRecommendation,
    authScopes: { may: 'recommendation.update' },
    errors: { types: COMMON_ERRORS, union: { description: 'The recommendation as it is now, or why not.' } },
    description: 'Save, dismiss, mark used, give feedback.',
    args: {
      input: t.arg({ type: UpdateRecommendationInput, required: true, description: 'What to change.' }),
    },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'updateRecommendation',
        input,
        async (viewer, remember) => (await update(context, viewer, input, remember)).id,
        recall('recommendationId'),
      );
      return reloadRecommendation(context.services, id, query);
    },
  }),
}));

function update(
  { services }: RequestContext,
  viewer: Parameters<typeof updateRecommendation>[1],
  input: typeof UpdateRecommendationInput.$inferInput,
  remember: Parameters<typeof updateRecommendation>[3],
) {
  const recommendationId = decodeIdOf('TikTokRecommendation', input.recommendationId, [
    'input',
    'recommendationId',
  ]);
  const usedVideoId =
    input.usedVideoId == null
      ? input.usedVideoId
      : decodeIdOf('TikTokVideo', input.usedVideoId, ['input', 'usedVideoId']);
  return updateRecommendation(services, viewer, { ...input, recommendationId, usedVideoId }, remember);
}

function recall(name: string): (remembered: Remembered) => Promise<string> {
  return (remembered) => Promise.resolve(String(remembered[name]));
}
