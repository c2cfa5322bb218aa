import { z } from 'zod';
import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { printable } from '../../schema/texts.ts';
import { COMMON_ERRORS } from './account-error.type.ts';
import { ApiKeyScope, WorkspaceRole } from './account.enums.ts';
import { reloadApiKey } from './account.service.ts';
import { ApiKey } from './account.type.ts';
import { createApiKey, revokeApiKey } from './api-key-lifecycle.service.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A key, and what it may do.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'The workspace it acts for.' }),
    name: t.string({
      required: true,
      validate: printable(100),
      description: 'To tell it from others: 1–100 printable characters.',
    }),
    role: t.field({
      type: WorkspaceRole,
      required: true,
      description: 'The ceiling of what it may do: at most your own role.',
    }),
    scopes: t.field({
      type: [ApiKeyScope],
      required: true,
      validate: z.array(z.unknown()).min(1, 'must name at least one scope'),
      description: 'What it may touch; at least one. A key that makes a key can hand on only what it has.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description:
        'When it ends by itself; null: never. A key that makes a key cannot let it outlive itself.',
    }),
  }),
});

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'The key to end.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    apiKeyId: t.id({ required: true, description: 'Any key of a workspace whose keys you manage.' }),
  }),
});

const CreateApiKeyPayload = builder
  .objectRef<{ apiKeyId: string; secret: string | null }>('CreateApiKeyPayload')
  .implement({
    description: 'The new key with its secret.',
    fields: (t) => ({
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'The key as it is stored.',
        resolve: (query, { apiKeyId }, _args, { services }) => reloadApiKey(services, apiKeyId, query),
      }),
      secret: t.exposeString('secret', {
        nullable: true,
        description:
          'What `Authorization: Bearer …` takes. Told this once; null on a replay by idempotencyKey, since it is not stored.',
      }),
    }),
  });

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: CreateApiKeyPayload,
    authScopes: { may: 'apiKey.manage' },
    errors: { types: COMMON_ERRORS, union: { description: 'The key and its secret, or why not.' } },
    description: 'Makes a key for a workspace. ADMIN.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: (_root, { input }, context) =>
      runMutation<{ apiKeyId: string; secret: string | null }>(
        context,
        'createApiKey',
        input,
        (viewer, remember) => {
          const { name, role, scopes } = input;
          const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
          const expiresAt = input.expiresAt ?? null;
          return createApiKey(
            context.services,
            viewer,
            { workspaceId, name, role, scopes, expiresAt },
            remember,
          );
        },
        ({ apiKeyId }) => Promise.resolve({ apiKeyId: String(apiKeyId), secret: null }),
      ),
  }),

  revokeApiKey: t.prismaField({
    type: ApiKey,
    authScopes: { may: 'apiKey.manage' },
    errors: { types: COMMON_ERRORS, union: { description: 'The key as it ended, or why not.' } },
    description: 'Ends a key at once, open sockets included; one that has ended stays as it is. ADMIN.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await runMutation(
        context,
        'revokeApiKey',
        input,
        async (viewer, remember) => {
          const apiKeyId = decodeIdOf('ApiKey', input.apiKeyId, ['input', 'apiKeyId']);
          await revokeApiKey(context.services, viewer, apiKeyId, remember);
          return apiKeyId;
        },
        ({ apiKeyId }) => Promise.resolve(String(apiKeyId)),
      );
      return reloadApiKey(context.services, id, query);
    },
  }),
}));
