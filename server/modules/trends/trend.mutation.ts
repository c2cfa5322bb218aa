import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../app/context.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../lib/errors.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { runMutation } from '../../schema/mutation.ts';
import { asMember, selectionOf } from '../../schema/union-member.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { WatchTrendInput } from './trend.input.ts';
import { reloadTrend } from './trend.service.ts';
import { TikTokTrend } from './trend.type.ts';
import { unwatchTrend, watchTrend, type WatchedTrend } from './watch-trend.service.ts';

const WatchTrendResult = builder.errorUnion('WatchTrendResult', {
  description: 'The trend, or why its place on the list did not change.',
  types: [TikTokTrend, ForbiddenError, NotFoundError, ConflictError, ValidationError],
});

builder.mutationFields((t) => ({
  watchTrend: t.field({
    type: WatchTrendResult,
    authScopes: { may: 'trend.watch' },
    description:
      'Puts a trend on a watch list: its explosions are told on connectionEvents, relevant or not.',
    args: {
      input: t.arg({ type: WatchTrendInput, required: true, description: 'Which trend, whose list.' }),
    },
    resolve: (_root, { input }, context, info) => change('watchTrend', watchTrend, input, context, info),
  }),
  unwatchTrend: t.field({
    type: WatchTrendResult,
    authScopes: { may: 'trend.watch' },
    description: 'Takes a trend off a watch list.',
    args: {
      input: t.arg({ type: WatchTrendInput, required: true, description: 'Which trend, whose list.' }),
    },
    resolve: (_root, { input }, context, info) => change('unwatchTrend', unwatchTrend, input, context, info),
  }),
}));

async function change(
  mutation: string,
  work: (
    services: RequestContext['services'],
    viewer: Viewer,
    watched: WatchedTrend,
    remember: Remember,
  ) => Promise<void>,
  input: { idempotencyKey?: string | null | undefined; workspaceId: string; trendId: string },
  context: RequestContext,
  info: GraphQLResolveInfo,
) {
  const trendId = decodeIdOf('TikTokTrend', input.trendId, ['input', 'trendId']);
  const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
  await runMutation(
    context,
    mutation,
    input,
    (viewer, remember) => work(context.services, viewer, { workspaceId, trendId }, remember),
    () => Promise.resolve(),
  );
  const query: Prisma.TikTokTrendDefaultArgs = selectionOf(context, info, 'TikTokTrend');
  return asMember(await reloadTrend(context.services, trendId, query), 'TikTokTrend');
}
