import { builder } from '../../schema/builder.ts';
import { RecommendationEngine } from '../recommendations/recommendation.enums.ts';
import { serverInfo, type ServerInfo as ServerInfoShape } from './server-info.service.ts';

const ServerMode = builder.enumType('ServerMode', {
  description: 'Whether this server talks to TikTok or to the sandbox.',
  values: {
    SANDBOX: { description: 'Accounts are simulated by the sandbox.' },
    LIVE: { description: 'Accounts are real.' },
  },
});

export const ServerInfo = builder.objectRef<ServerInfoShape>('ServerInfo').implement({
  description: 'Which build this is, and on what it runs.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version of the server.' }),
    mode: t.expose('mode', {
      type: ServerMode,
      description: 'Whether it talks to TikTok or to the sandbox.',
    }),
    recommendationEngine: t.expose('recommendationEngine', {
      type: RecommendationEngine,
      description: 'Who writes where nobody asks for another one.',
    }),
    database: t.exposeString('database', { description: 'Where data are kept: pglite or postgresql.' }),
    pubSub: t.exposeString('pubSub', {
      description: 'What carries live events between nodes: memory (one node), postgresql or redis.',
    }),
    fileStore: t.exposeString('fileStore', {
      description: 'Where stored files are, such as covers: folder (of one machine) or s3.',
    }),
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
