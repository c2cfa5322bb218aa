import type { Database, Transaction } from '../../../data/database.ts';
import type { RunStatus } from '../../../data/generated/prisma/enums.ts';
import { streamKey } from '../../../realtime/event-log.ts';
import { runStream } from './run.events.ts';
import type { NewRunEvent, StoredRunError, StoredUsage } from './run.events.ts';

/** Which state of the run allows the append; in any other one nothing is stored. */
export interface RunGuard {
  runId: string;
  /** @default any */
  attempt?: number;
  status: RunStatus;
}

/** What changes with the append. What is left out stays. */
export interface RunChanges {
  status?: RunStatus;
  startedAt?: Date;
  finishedAt?: Date;
  attempt?: number;
  model?: string | null;
  promptVersion?: string | null;
  usage?: StoredUsage | null;
  error?: StoredRunError;
  /** Left out for text alone: followers of a workspace are told of states, not of words. */
  changedAt?: Date;
}

export interface AppendedRun {
  /** Sequence of the last event appended. */
  lastSequence: number;
  workspaceId: string;
  /** Set once somebody asked to cancel. */
  cancelRequestedAt: Date | null;
}

// The update locks the run's row, so sequences have no gaps and no twins; guard, change and events are one
// statement, so a worker that lost the run cannot add to its log and an end comes once.
const APPEND = `
WITH run AS (
  UPDATE "RecommendationRun" SET
    "lastSequence" = "lastSequence" + jsonb_array_length($4::jsonb),
    status = COALESCE(($6::jsonb ->> 'status')::"RunStatus", status),
    "startedAt" = COALESCE(($6::jsonb ->> 'startedAt')::timestamptz, "startedAt"),
    "finishedAt" = COALESCE(($6::jsonb ->> 'finishedAt')::timestamptz, "finishedAt"),
    attempt = COALESCE(($6::jsonb ->> 'attempt')::int, attempt),
    model = COALESCE($6::jsonb ->> 'model', model),
    "promptVersion" = COALESCE($6::jsonb ->> 'promptVersion', "promptVersion"),
    usage = COALESCE(NULLIF($6::jsonb -> 'usage', 'null'::jsonb), usage),
    error = COALESCE($6::jsonb -> 'error', error),
    "changedAt" = COALESCE(($6::jsonb ->> 'changedAt')::timestamptz, "changedAt")
  WHERE id = $1::uuid AND status = $2::"RunStatus" AND attempt = COALESCE($3::int, attempt)
  RETURNING id, "lastSequence", "workspaceId", "cancelRequestedAt"
), stored AS (
  INSERT INTO "StreamEvent" (stream, sequence, at, type, payload)
  SELECT $7::text, run."lastSequence" - jsonb_array_length($4::jsonb) + event.place,
    $5::timestamptz, event.value ->> 'type', event.value -> 'payload'
  FROM run, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS event (value, place)
)
SELECT "lastSequence", "workspaceId"::text AS "workspaceId", "cancelRequestedAt" FROM run`;

/**
 * Appends events to a run's log and changes the run with them, in one SQL statement. No events is allowed.
 * Returns null, and stores nothing, where the guard does not hold.
 */
export async function appendToRun(
  via: Database | Transaction,
  guard: RunGuard,
  events: readonly NewRunEvent[],
  at: Date,
  changes: RunChanges = {},
): Promise<AppendedRun | null> {
  const parameters = [
    guard.runId,
    guard.status,
    guard.attempt ?? null,
    JSON.stringify(events),
    at.toISOString(),
    JSON.stringify(changes),
    streamKey(runStream, guard.runId),
  ];
  const rows =
    'query' in via
      ? await via.query<AppendedRun>(APPEND, parameters)
      : await via.$queryRawUnsafe<AppendedRun[]>(APPEND, ...parameters);
  return rows[0] ?? null;
}
