import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { ConnectionStatus, MetricSource, SyncPhase } from '../../data/generated/prisma/client.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import { append, defineStream } from '../../realtime/event-log.ts';
import type { StoredEvent } from '../../realtime/event-log.ts';

/** Why a sync failed, as stored. */
export interface StoredSyncError {
  code: ErrorCode;
  message: string;
  /** The next sync may succeed without anybody's doing. */
  retryable: boolean;
  /** ISO 8601 instant. */
  at: string;
  /** TikTok's own word. */
  tikTokCode: string | null;
}

/** An account's newest counters, as stored. */
export interface StoredAccountMetrics {
  followers: number | null;
  following: number | null;
  likes: number | null;
  videos: number | null;
  /** ISO 8601 instant. */
  capturedAt: string;
  /** ISO 8601 instant. */
  nextCaptureAt: string | null;
  source: MetricSource;
}

/**
 * What a connection's log holds: per type, named as the GraphQL type, its payload. Instants are ISO 8601 texts,
 * ids are row ids.
 */
export interface ConnectionEventPayloads {
  SyncProgressed: { progress: { phase: SyncPhase; videosSeen: number; videosExpected: number | null } };
  /** `snapshots` counts those of videos and, where one was stored, that of the account. */
  SyncCompleted: { newVideos: number; snapshots: number; nextSyncAt: string | null };
  SyncFailed: { error: StoredSyncError; nextSyncAt: string | null };
  /** `videoIds` is null for more than 100; `metrics` is null when the account's did not change. */
  SnapshotsStored: { videoIds: string[] | null; metrics: StoredAccountMetrics | null };
  ConnectionStatusChanged: {
    status: ConnectionStatus;
    statusReason: string | null;
    missingScopes: string[];
  };
  ImportFinished: { importId: string };
  FindingRaised: { findingId: string };
  TrendExploded: { trendId: string };
  /** Instants are ISO 8601 texts. */
  AnalysisRefreshed: {
    freshness: { computedAt: string; inputsThrough: string | null; isStale: boolean };
  };
}

export type ConnectionEventType = keyof ConnectionEventPayloads;

/** An event before it has a place in the log. */
export type NewConnectionEvent = {
  [Type in ConnectionEventType]: { type: Type; payload: ConnectionEventPayloads[Type] };
}[ConnectionEventType];

/** A stored event. `sequence` counts from 1 without gaps. */
export type ConnectionEvent = StoredEvent<NewConnectionEvent>;

/** The log of a connection. */
export const connectionStream = defineStream<NewConnectionEvent>({
  name: 'connection',
  table: 'TikTokConnection',
  counter: 'lastEventSequence',
});

/** Stores events in `tx`; the returned function announces them and is for after its commit. Never throws then. */
export async function record(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'hub'>,
  connectionId: string,
  ...events: NewConnectionEvent[]
): Promise<() => Promise<void>> {
  const { lastSequence } = await append(tx, connectionStream, connectionId, events, deps.clock.now());
  return () => deps.hub.notify(connectionStream, connectionId, lastSequence);
}
