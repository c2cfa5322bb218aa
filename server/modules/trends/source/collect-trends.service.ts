import { createHash } from 'node:crypto';
import type { Services } from '../../../app/services.ts';
import { DomainError } from '../../../lib/errors.ts';
import { TikTokError } from '../../../lib/tiktok/tiktok-error.ts';
import type { StoredSyncError } from '../../connections/connection.events.ts';
import { storeSightings } from '../store-sightings.service.ts';
import type { TrendSource } from '../trend-sighting.ts';
import { claimSource, giveBack, noteFailure, noteSuccess, type SourceClaim } from './source-state.service.ts';
import type { TrendSourceClient } from './trend-source.ts';

type Deps = Pick<Services, 'config' | 'database' | 'clock' | 'log' | 'trendSources'>;

/** A source is asked once in so long: what it tells changes by the day. */
const INTERVAL_MS = 24 * 3_600_000;
/** After a failure that may pass: ten minutes, then twice as long each time, up to six hours. */
const FIRST_PAUSE_MS = 10 * 60_000;
/** For what will not pass by itself, such as a refused token, at once: now and then, in case somebody mended it. */
const LONGEST_PAUSE_MS = 6 * 3_600_000;

export interface CollectedSource {
  source: TrendSource;
  /** Null after a success. */
  error: StoredSyncError | null;
  /** Row ids of the trends that it named. */
  trendIds: string[];
  /** Observations that were new. */
  stored: number;
}

/**
 * Asks every source that is due or has other settings than before, each for itself: one that fails hinders no other, and keeps what it has said by then. Its
 * state says how it went, and when it is asked again. Safe beside itself: a source is asked by one process at a time.
 *
 * @returns the sources that were asked.
 */
export async function collectTrends(
  deps: Deps,
  { signal }: { signal?: AbortSignal } = {},
): Promise<CollectedSource[]> {
  const ends = await Promise.allSettled(
    deps.trendSources.map((client) => collectSource(deps, client, signal)),
  );
  return ends.flatMap((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value ?? [];
  });
}

async function collectSource(
  deps: Deps,
  { source, collect }: TrendSourceClient,
  signal: AbortSignal | undefined,
): Promise<CollectedSource | null> {
  if (collect === null) return null;
  const claim = await claimSource(deps, source, settingsOf(deps.config, source));
  if (claim === null) return null;
  const trendIds = new Set<string>();
  let stored = 0;
  try {
    for await (const sightings of collect({ regions: deps.config.trendRegions, at: claim.at, signal })) {
      const part = await storeSightings(deps, { source, workspaceId: null }, sightings);
      for (const id of part.trendIds) trendIds.add(id);
      stored += part.stored;
      signal?.throwIfAborted();
    }
    await noteSuccess(deps, claim, new Date(claim.at.getTime() + INTERVAL_MS));
    return { source, error: null, trendIds: [...trendIds], stored };
  } catch (error) {
    if (signal?.aborted === true) {
      await giveBack(deps, claim);
      throw error;
    }
    const failure = await endInFailure(deps, claim, error);
    return { source, error: failure, trendIds: [...trendIds], stored };
  }
}

/** A hash, since there are tokens among them. */
function settingsOf(
  { tiktokBusiness, tiktokResearch, trendRegions }: Deps['config'],
  source: TrendSource,
): string {
  const reached = source === 'RESEARCH_API' ? tiktokResearch : tiktokBusiness;
  return createHash('sha256')
    .update(JSON.stringify([reached, trendRegions]))
    .digest('hex');
}

async function endInFailure(deps: Deps, claim: SourceClaim, error: unknown): Promise<StoredSyncError> {
  const { source, failures } = claim;
  // Whatever is not expected is a bug of ours, and what it says is for the log alone.
  if (!(error instanceof DomainError)) deps.log.error({ err: error, source }, 'Collecting trends failed');
  const now = deps.clock.now();
  const failure: StoredSyncError = {
    code: error instanceof DomainError ? error.code : 'INTERNAL_SERVER_ERROR',
    message: error instanceof DomainError ? error.message : 'Collecting trends failed; it is tried again.',
    retryable: error instanceof TikTokError ? error.retryable : !(error instanceof DomainError),
    at: now.toISOString(),
    tikTokCode: error instanceof TikTokError ? error.tikTokCode : null,
  };
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
  const asked = error instanceof TikTokError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  const pause = failure.retryable ? Math.max(growing, asked) : LONGEST_PAUSE_MS;
  await noteFailure(deps, claim, failure, new Date(now.getTime() + pause));
  return failure;
}
