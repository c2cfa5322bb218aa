import type { Services } from '../../../app/services.ts';
import type { ErrorCode } from '../../../lib/errors.ts';
import { defineStream } from '../../../realtime/event-log.ts';
import type { StoredEvent } from '../../../realtime/event-log.ts';
import { publish, topics } from '../../../realtime/topics.ts';
import type { ModelUsage } from '../../../vendors/openai/port.ts';
import type { Delta } from './delta-buffer.ts';
import type { RecommendationEngine, RecommendationKind } from '../engine.ts';

/** Why a run ended or a recommendation was dropped, as stored. */
export interface StoredRunError {
  code: ErrorCode;
  message: string;
  /** A new run may succeed. */
  retryable: boolean;
  /** The vendor's own word. */
  vendorCode: string | null;
}

/** What a run spent, over all its attempts, as stored. */
export interface StoredUsage extends ModelUsage {
  /** US dollars; null where the model's price is unknown. */
  costUsd: number | null;
  /** The newest attempt that is counted in. */
  throughAttempt: number;
}

/**
 * What a run's log holds: per type, named as the GraphQL type, its payload. Rows are named by id, since they
 * are read as they are when the event is shown.
 */
export interface RunEventPayloads {
  RunStarted: { engine: RecommendationEngine['name']; model: string | null; attempt: number };
  EvidenceGathered: { evidenceIds: string[] };
  /** `attempt` counts the starts of this index, from 1. */
  RecommendationStarted: { index: number; kind: RecommendationKind; attempt: number };
  RecommendationDelta: Delta;
  RecommendationCompleted: { index: number; recommendationId: string };
  RecommendationDropped: { index: number; error: StoredRunError };
  RunCompleted: { completed: number; dropped: number; usage: StoredUsage | null };
  RunFailed: { error: StoredRunError; usage: StoredUsage | null };
  RunCancelled: { usage: StoredUsage | null };
}

export type RunEventType = keyof RunEventPayloads;

/** An event before it has a place in the log. */
export type NewRunEvent = {
  [Type in RunEventType]: { type: Type; payload: RunEventPayloads[Type] };
}[RunEventType];

/** The log of a run. */
export const runStream = defineStream<NewRunEvent>({
  name: 'run',
  table: 'RecommendationRun',
  counter: 'lastSequence',
  isFolded: true,
});

/** A stored event. `sequence` counts from 1; without gaps until the log is folded. */
export type RunEvent = StoredEvent<NewRunEvent>;

const TERMINAL: ReadonlySet<RunEventType> = new Set(['RunCompleted', 'RunFailed', 'RunCancelled']);

/** Whether nothing can follow an event of this type. */
export function isTerminal(type: string): boolean {
  return (TERMINAL as ReadonlySet<string>).has(type);
}

/** Tells the followers of a workspace that a run changed. */
export function announceRun(
  deps: Pick<Services, 'pubsub' | 'log'>,
  workspaceId: string,
  runId: string,
): Promise<void> {
  return publish(deps.pubsub, deps.log, topics.workspaceRuns(workspaceId), { runId });
}

/** Tells the worker of a run that it is to be cancelled; the row says so too. */
export function announceCancel(deps: Pick<Services, 'pubsub' | 'log'>, runId: string): Promise<void> {
  return publish(deps.pubsub, deps.log, topics.runCancel(runId), { runId });
}
