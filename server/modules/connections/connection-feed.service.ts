import type { Services } from '../../app/services.ts';
import { notFound, ValidationError } from '../../lib/errors.ts';
import { bounds } from '../../realtime/event-log.ts';
import { type ConnectionEvent, connectionStream } from './connection.events.ts';

/**
 * The stored events after the sequence `after`, then those to come; without `after`, those to come alone. Never
 * ends by itself. Whether the caller may see the connection is decided before.
 *
 * @throws NotFoundError when there is no such connection.
 * @throws ValidationError when `after` is negative or above the last sequence.
 * @throws ConflictError EXPIRED, at the first event, when what follows `after` is no longer kept.
 */
export async function followConnection(
  { database, hub }: Pick<Services, 'database' | 'hub'>,
  connectionId: string,
  after: number | null,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<ConnectionEvent>> {
  const known = await bounds(database.prisma, connectionStream, connectionId);
  if (known === null) throw notFound(connectionId);
  const from = after ?? known.lastSequence;
  if (from < 0 || from > known.lastSequence) {
    throw new ValidationError([
      { path: ['after'], message: `must be from 0 to lastEventSequence, ${String(known.lastSequence)}` },
    ]);
  }
  return hub.follow(connectionStream, connectionId, { after: from, signal });
}
