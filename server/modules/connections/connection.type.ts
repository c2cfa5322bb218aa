import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { known } from '../../schema/known.ts';
import { ErrorInterface } from '../../schema/error-types.ts';
import { Workspace } from '../accounts/account.type.ts';
import { ConnectionStatus, MetricSource, SyncPhase } from './connection.enums.ts';
import type { ConnectionEventPayloads, StoredSyncError } from './connection.events.ts';
import { storedSyncError } from './sync-error.ts';

export const AccountMetrics = builder.prismaObject('TikTokConnection', {
  variant: 'AccountMetrics',
  description:
    'Lifetime counters of an account at one time. Each is null when its scope is missing or TikTok left it out.',
  fields: (t) => ({
    followers: t.expose('followers', {
      type: 'SafeInt',
      nullable: true,
      description: 'People who follow it.',
    }),
    following: t.expose('following', {
      type: 'SafeInt',
      nullable: true,
      description: 'Accounts that it follows.',
    }),
    likes: t.expose('likes', { type: 'SafeInt', nullable: true, description: 'Received on all videos.' }),
    videos: t.expose('videoCount', { type: 'SafeInt', nullable: true, description: 'Public videos.' }),
    capturedAt: t.expose(
      'metricsCapturedAt',
      known({ type: 'DateTime', description: 'When TikTok gave these counters.' }),
    ),
    nextCaptureAt: t.expose('nextCaptureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null when none is planned.',
    }),
    source: t.expose(
      'metricsSource',
      known({ type: MetricSource, description: 'Where the counters come from.' }),
    ),
  }),
});

export const SyncProgress = builder
  .objectRef<ConnectionEventPayloads['SyncProgressed']['progress']>('SyncProgress')
  .implement({
    description: 'How far a sync is.',
    fields: (t) => ({
      phase: t.expose('phase', { type: SyncPhase, description: 'What it is doing.' }),
      videosSeen: t.exposeInt('videosSeen', { description: 'So far.' }),
      videosExpected: t.exposeInt('videosExpected', {
        nullable: true,
        description: 'From the profile; null when unknown.',
      }),
    }),
  });

export const SyncError = builder.objectRef<StoredSyncError>('SyncError').implement({
  description: 'Why the last sync failed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether it is tried again without anybody doing anything.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it failed.' }),
    tikTokCode: t.exposeString('tikTokCode', { nullable: true, description: "TikTok's own word." }),
  }),
});

const SyncState = builder.prismaObject('TikTokSyncState', {
  name: 'SyncState',
  description: "The collector's state for one connection.",
  fields: (t) => ({
    isRunning: t.boolean({
      description: 'From the moment it is queued until it has ended.',
      select: { syncId: true },
      resolve: ({ syncId }) => syncId !== null,
    }),
    progress: t.field({
      type: SyncProgress,
      nullable: true,
      description: 'Null while none runs.',
      select: { phase: true, videosSeen: true, videosExpected: true },
      resolve: ({ phase, videosSeen, videosExpected }) =>
        phase === null ? null : { phase, videosSeen, videosExpected },
    }),
    lastSyncedAt: t.expose('lastSyncedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Last complete success.',
    }),
    nextSyncAt: t.expose('nextSyncAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Honest: includes waiting for quota. Null when the connection is not ACTIVE.',
    }),
    lastError: t.field({
      type: SyncError,
      nullable: true,
      description: 'Null after a success.',
      select: {
        errorCode: true,
        errorMessage: true,
        errorRetryable: true,
        errorAt: true,
        errorTikTokCode: true,
      },
      resolve: storedSyncError,
    }),
  }),
});

export const TikTokConnection = builder.prismaNode('TikTokConnection', {
  description: 'A TikTok account that a workspace collects.',
  select: { id: true, timezone: true, metricsCapturedAt: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first connected.' }),
    username: t.exposeString('username', {
      nullable: true,
      description: 'Null without scope user.info.profile.',
    }),
    displayName: t.exposeString('displayName', {
      nullable: true,
      description: 'Null until the first profile answer.',
    }),
    profileUrl: t.expose('profileUrl', {
      type: 'URL',
      nullable: true,
      description: 'The profile at TikTok. Null without scope user.info.profile.',
    }),
    isVerified: t.exposeBoolean('isVerified', {
      nullable: true,
      description: 'Whether TikTok verified it. Null without scope user.info.profile.',
    }),
    bio: t.exposeString('bio', {
      nullable: true,
      description: 'What the creator says of the account. Null without scope user.info.profile.',
    }),
    status: t.expose('status', { type: ConnectionStatus, description: 'Whether we can still ask TikTok.' }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      description: "TikTok's raw reason; null while ACTIVE.",
    }),
    erasureDueAt: t.expose('erasureDueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When a removal at TikTok will erase the history; null when none is due. Connecting again clears it.',
    }),
    grantedScopes: t.exposeStringList('grantedScopes', {
      description: 'As TikTok names them: user.info.basic, video.list, …',
    }),
    missingScopes: t.exposeStringList('missingScopes', { description: 'Asked for but declined.' }),
    timezone: t.exposeString('timezone', {
      description: 'IANA name; days and posting times are read in it. UTC until set: TikTok does not tell.',
    }),
    workspace: t.relation('workspace', { type: Workspace, description: 'Who collects it.' }),
    metrics: t.variant(AccountMetrics, {
      description: 'Newest snapshot; null before the first.',
      isNull: ({ metricsCapturedAt }) => metricsCapturedAt === null,
    }),
    sync: t.relation('sync', {
      type: SyncState,
      nullable: false,
      onNull: 'error',
      description: "The collector's state.",
    }),
    lastEventSequence: t.exposeInt('lastEventSequence', {
      description:
        'Pass it to connectionEvents(after:) so that nothing is missed between query and subscription.',
    }),
  }),
});

export const ConnectionPage = pageOf(TikTokConnection, { many: 'connections', one: 'A connection' });
