import type { RateBucket as RateBucketShape } from '../../lib/rate-limit.ts';
import { builder } from '../../schema/builder.ts';
import { viewerOf } from '../../schema/viewer-of.ts';
import { AiBudget } from '../ai-budget/ai-budget.type.ts';
import { aiBudgetOf, tikTokQuotas, type TikTokQuota as TikTokQuotaShape } from './rate-limit.service.ts';

const TikTokQuota = builder.objectRef<TikTokQuotaShape>('TikTokQuota').implement({
  description: "What is left in TikTok's sliding window at one endpoint.",
  fields: (t) => ({
    endpoint: t.exposeString('endpoint', { description: 'user/info, video/list or video/query.' }),
    limit: t.exposeInt('limit', { description: 'Calls that the window has room for.' }),
    remaining: t.exposeInt('remaining', {
      description:
        'Calls that may begin now: from 0 to limit. A call counts from its start until a window after its answer; the last twentieth is kept for what people ask for.',
    }),
    windowSeconds: t.exposeInt('windowSeconds', { description: 'Length of the window.' }),
    waitSeconds: t.exposeInt('waitSeconds', {
      nullable: true,
      description: 'Until a call may begin again; null while some may.',
    }),
  }),
});

const RateBucket = builder.objectRef<RateBucketShape>('RateBucket').implement({
  description: 'A bucket that is emptied by use and refills evenly, an empty one within a minute.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'What it holds when full.' }),
    remaining: t.exposeInt('remaining', {
      description: 'What is left after this operation: from 0 to limit.',
    }),
    resetAt: t.expose('resetAt', { type: 'DateTime', description: 'When it is full again.' }),
  }),
});

const RateLimit = builder.objectRef<{ tikTok: TikTokQuotaShape[] }>('RateLimit').implement({
  description: 'What this caller has left.',
  fields: (t) => ({
    requestedCost: t.int({
      description:
        'Of this operation, before it ran: each field costs 1, and the fields below a list once for each row that its page may have.',
      resolve: (_limits, _args, { requestedCost }) => {
        if (requestedCost === undefined) throw new Error('An operation runs whose cost nobody has reckoned');
        return requestedCost;
      },
    }),
    requests: t.field({
      type: RateBucket,
      nullable: true,
      description: 'Operations that this API key or user may ask for. Null while they are not counted.',
      resolve: (_limits, _args, { rateLimit }) => rateLimit?.requests ?? null,
    }),
    cost: t.field({
      type: RateBucket,
      nullable: true,
      description: 'What they may cost, by `requestedCost`. Null while it is not counted.',
      resolve: (_limits, _args, { rateLimit }) => rateLimit?.cost ?? null,
    }),
    ai: t.field({
      type: AiBudget,
      nullable: true,
      description:
        "The AI budget of the key's workspace, or of a person's only one. Null when it has none; for people of several workspaces `Workspace.aiBudget` tells.",
      resolve: async (_limits, _args, context) => aiBudgetOf(context.services, viewerOf(context)),
    }),
    tikTok: t.expose('tikTok', {
      type: [TikTokQuota],
      nullable: true,
      description: 'By endpoint of TikTok, shared by all who use this server.',
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimit,
    nullable: true,
    authScopes: { may: 'read' },
    description:
      'What this caller has left. Null when the counters cannot be read; the request itself goes on.',
    resolve: async (_root, _args, { services }) => {
      const tikTok = await tikTokQuotas(services);
      return tikTok === null ? null : { tikTok };
    },
  }),
);
