import { builder } from '../../schema/builder.ts';
import { ErrorInterface } from '../../schema/error-types.ts';
import { ReauthorizationRequiredError, TikTokError } from './connection.errors.ts';
import { reloadConnection } from './connection.service.ts';
import { TikTokConnection } from './connection.type.ts';

builder.objectType(TikTokError, {
  name: 'TikTokError',
  description:
    'TikTok refused, failed or answered nonsense. Codes: TIKTOK_UNAVAILABLE, TIKTOK_RATE_LIMITED, TIKTOK_REJECTED, TIKTOK_AUTH_FAILED.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    tikTokCode: t.exposeString('tikTokCode', {
      nullable: true,
      description: "TikTok's own word, unchanged: access_denied, rate_limit_exceeded, …",
    }),
    logId: t.exposeString('logId', { nullable: true, description: "TikTok's log_id, for its support." }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same may succeed later.' }),
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'Null unless known.',
    }),
  }),
});

builder.objectType(ReauthorizationRequiredError, {
  name: 'ReauthorizationRequiredError',
  description:
    'The person must go through startTikTokAuth again. Codes: REAUTHORIZATION_REQUIRED, SCOPE_MISSING.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    connection: t.prismaField({
      type: TikTokConnection,
      description: 'The connection to bring back: pass its id to startTikTokAuth.',
      resolve: (query, { connectionId }, _args, { services }) =>
        reloadConnection(services, connectionId, query),
    }),
    missingScopes: t.stringList({
      description: 'What was not granted.',
      resolve: ({ missingScopes }) => [...missingScopes],
    }),
  }),
});
