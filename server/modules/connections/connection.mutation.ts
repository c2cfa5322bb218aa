import { builder } from '../../schema/builder.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { ConflictError, ValidationError } from '../../lib/errors.ts';
import { COMMON_ERRORS } from '../accounts/account-error.type.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import { completeEncodedLogin } from './complete-login.service.ts';
import { ReauthorizationRequiredError, TikTokError } from './connection.errors.ts';
import { reloadConnection } from './connection.service.ts';
import { TikTokConnection } from './connection.type.ts';
import { recallLogin, type StartedLogin, startLogin } from './login.service.ts';
import { requestSync } from '../collector/sync-plan.service.ts';

const StartTikTokAuthInput = builder.inputType('StartTikTokAuthInput', {
  description: 'What to connect, and where to come back to.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'The workspace that will collect the account.' }),
    scopes: t.stringList({ description: 'As TikTok names them; default all that the product uses.' }),
    connectionId: t.id({ description: 'Reconnect this one, or ask for more scopes.' }),
    returnTo: t.string({ description: 'A path of this origin to come back to.' }),
  }),
});

const CompleteTikTokAuthInput = builder.inputType('CompleteTikTokAuthInput', {
  description:
    "`code` and `state` exactly as they stand in the address of TikTok's redirect: percent-encoded, not decoded.",
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    code: t.string({ required: true, description: 'The query parameter `code`.' }),
    state: t.string({ required: true, description: 'The query parameter `state`.' }),
  }),
});

const SyncConnectionInput = builder.inputType('SyncConnectionInput', {
  description: 'One connection.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    connectionId: t.id({ required: true, description: 'The connection to sync.' }),
  }),
});

const StartTikTokAuthPayload = builder.objectRef<StartedLogin>('StartTikTokAuthPayload').implement({
  description: 'A login that waits for the person. `state` is checked when TikTok sends the person back.',
  fields: (t) => ({
    authorizationUrl: t.expose('authorizationUrl', {
      type: 'URL',
      description:
        "Send the person here: it ties the login to the browser and goes on to TikTok's consent page.",
    }),
    state: t.exposeString('state', { description: 'Comes back with the redirect.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'The login must be finished by then.',
    }),
  }),
});

builder.mutationFields((t) => ({
  startTikTokAuth: t.field({
    type: StartTikTokAuthPayload,
    authScopes: { may: 'connection.connect' },
    errors: { types: COMMON_ERRORS, union: { description: 'Where to send the person, or why not.' } },
    description: 'The address to send the person to. Also for reconnecting or asking for more scopes.',
    args: { input: t.arg({ type: StartTikTokAuthInput, required: true, description: 'What to connect.' }) },
    resolve: (_root, { input }, context) =>
      runMutation(
        context,
        'startTikTokAuth',
        input,
        (viewer, remember) => {
          const { scopes, returnTo } = input;
          const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
          const connectionId =
            input.connectionId == null
              ? null
              : decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          return startLogin(
            context.services,
            viewer,
            { workspaceId, scopes, connectionId, returnTo },
            remember,
          );
        },
        (remembered) => recallLogin(context.services, remembered),
      ),
  }),

  completeTikTokAuth: t.prismaField({
    type: TikTokConnection,
    authScopes: { may: 'connection.connect' },
    errors: {
      types: [TikTokError, ConflictError, ForbiddenError, ValidationError],
      union: { description: 'EXPIRED: the state is spent, too old, or of another caller.' },
    },
    description: "For apps that receive the callback themselves; the server's own callback needs no call.",
    args: {
      input: t.arg({ type: CompleteTikTokAuthInput, required: true, description: "TikTok's redirect." }),
    },
    resolve: async (query, _root, { input }, context) => {
      const connectionId = await runMutation(
        context,
        'completeTikTokAuth',
        input,
        async (viewer, remember) => {
          const { code, state } = input;
          const completed = await completeEncodedLogin(
            context.services,
            { code, state, by: { viewer } },
            remember,
          );
          return completed.connection.id;
        },
        (remembered) => Promise.resolve(String(remembered['connectionId'])),
      );
      return reloadConnection(context.services, connectionId, query);
    },
  }),

  syncConnection: t.prismaField({
    type: TikTokConnection,
    authScopes: { may: 'connection.sync' },
    errors: {
      types: [ReauthorizationRequiredError, ...COMMON_ERRORS],
      union: { description: 'The connection with its sync queued, or why not.' },
    },
    description:
      'Puts a sync at the front of the queue; one already under way is left alone. Without quota it waits: see sync.nextSyncAt.',
    args: { input: t.arg({ type: SyncConnectionInput, required: true, description: 'Which connection.' }) },
    resolve: async (query, _root, { input }, context) => {
      const connectionId = await runMutation(
        context,
        'syncConnection',
        input,
        async (viewer, remember) => {
          const id = decodeIdOf('TikTokConnection', input.connectionId, ['input', 'connectionId']);
          const connection = await requestSync(context.services, viewer, { connectionId: id }, remember);
          return connection.id;
        },
        (remembered) => Promise.resolve(String(remembered['connectionId'])),
      );
      return reloadConnection(context.services, connectionId, query);
    },
  }),
}));
