import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { toBigInt } from '../../lib/counters.ts';
import { builder } from '../../schema/builder.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import { ConnectionStatus } from './connection.enums.ts';
import type {
  ConnectionEventPayloads,
  ConnectionEventType,
  StoredAccountMetrics,
} from './connection.events.ts';
import { AccountMetrics, SyncError, SyncProgress } from './connection.type.ts';

/** An event of a connection's log together with whose it is. */
export type ConnectionEventShape = {
  [Type in ConnectionEventType]: EventOf<Type>;
}[ConnectionEventType];

interface EventOf<Type extends ConnectionEventType> {
  connectionId: string;
  sequence: number;
  at: Date;
  type: Type;
  payload: ConnectionEventPayloads[Type];
}

export const ConnectionEvent = builder.interfaceRef<ConnectionEventShape>('ConnectionEvent').implement({
  description:
    'What happens to a connection; `sequence` grows per connection. Ignore unknown members but keep their sequence.',
  resolveType: ({ type }) => type,
  fields: (t) => ({
    connectionId: t.id({
      description: 'The connection it happened to.',
      resolve: ({ connectionId }) => encodeGlobalId('TikTokConnection', connectionId),
    }),
    sequence: t.exposeInt('sequence', { description: 'From 1, without gaps.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was stored.' }),
  }),
});

/** The GraphQL type of a member, to be implemented by the module whose event it is. */
export const connectionEvent = <Type extends ConnectionEventType>(type: Type) =>
  builder.objectRef<EventOf<Type>>(type);

connectionEvent('SyncProgressed').implement({
  description: 'A sync moved on.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    progress: t.field({
      type: SyncProgress,
      description: 'How far it is.',
      resolve: ({ payload }) => payload.progress,
    }),
  }),
});

connectionEvent('SyncCompleted').implement({
  description: 'A sync ended well.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    newVideos: t.int({
      description: 'Videos seen for the first time.',
      resolve: ({ payload }) => payload.newVideos,
    }),
    snapshots: t.int({ description: 'Snapshots stored.', resolve: ({ payload }) => payload.snapshots }),
    nextSyncAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null when none is planned.',
      resolve: ({ payload }) => payload.nextSyncAt,
    }),
  }),
});

connectionEvent('SyncFailed').implement({
  description: 'A sync ended badly.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    error: t.field({ type: SyncError, description: 'Why.', resolve: ({ payload }) => payload.error }),
    nextSyncAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again; null when a person has to connect again first.',
      resolve: ({ payload }) => payload.nextSyncAt,
    }),
  }),
});

connectionEvent('SnapshotsStored').implement({
  description: 'New snapshots, also between syncs: refetch what shows these.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    videoIds: t.idList({
      nullable: true,
      description: 'At most 100; null means more: refetch all.',
      resolve: ({ payload }) => payload.videoIds?.map((id) => encodeGlobalId('TikTokVideo', id)) ?? null,
    }),
    metrics: t.field({
      type: AccountMetrics,
      nullable: true,
      description: 'Null when unchanged.',
      resolve: ({ payload }) => (payload.metrics === null ? null : toMetricsRow(payload.metrics)),
    }),
  }),
});

connectionEvent('ConnectionStatusChanged').implement({
  description: 'Status or scopes changed.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    status: t.field({
      type: ConnectionStatus,
      description: 'As it is since then.',
      resolve: ({ payload }) => payload.status,
    }),
    statusReason: t.string({
      nullable: true,
      description: "TikTok's raw reason; null while ACTIVE.",
      resolve: ({ payload }) => payload.statusReason,
    }),
    missingScopes: t.stringList({
      description: 'Asked for but declined.',
      resolve: ({ payload }) => payload.missingScopes,
    }),
  }),
});

/** Counters as they were at the event, in the columns that AccountMetrics reads; no other is there. */
function toMetricsRow(metrics: StoredAccountMetrics): TikTokConnection {
  const { nextCaptureAt } = metrics;
  return {
    followers: toBigInt(metrics.followers),
    following: toBigInt(metrics.following),
    likes: toBigInt(metrics.likes),
    videoCount: toBigInt(metrics.videos),
    metricsCapturedAt: new Date(metrics.capturedAt),
    metricsSource: metrics.source,
    nextCaptureAt: nextCaptureAt === null ? null : new Date(nextCaptureAt),
  } satisfies Partial<TikTokConnection> as TikTokConnection;
}
