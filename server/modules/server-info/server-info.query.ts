import { builder } from '../../schema/builder.ts';
import { RecommendationEngine } from '../recommendations/recommendation.enums.ts';
import { serverInfo, type ServerInfo as ServerInfoShape } from './server-info.service.ts';

const ServerMode = builder.enumType('ServerMode', {
  description: 'Whether TikTok is TikTok.',
  values: {
    SANDBOX: { description: 'Accounts are simulated by the sandbox.' },
    LIVE: { description: 'Accounts are real.' },
  },
});

const ServerInfo = builder.objectRef<ServerInfoShape>('ServerInfo').implement({
  description: 'Which build this is, and on what it runs.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Of the server.' }),
    mode: t.expose('mode', { type: ServerMode, description: 'Whether TikTok is TikTok.' }),
    recommendationEngine: t.expose('recommendationEngine', {
      type: RecommendationEngine,
      description: 'Who writes where nobody asks for another one.',
    }),
    database: t.exposeString('database', { description: 'pglite, postgresql.' }),
    pubSub: t.exposeString('pubSub', { description: 'memory, postgresql, redis.' }),
  }),
});

builder.queryField('serverInfo', (t) =>
  t.field({
    type: ServerInfo,
    authScopes: { public: true },
    description: 'Which build this is, and on what it runs.',
    resolve: (_root, _args, { services }) => serverInfo(services),
  }),
);
