import type { Database, Transaction } from '../data/database.ts';
import { NotFoundError } from '../lib/errors.ts';

/** An event before it is stored: the GraphQL type's name, and its fields as JSON. */
export interface StreamEventBody {
  readonly type: string;
  readonly payload: object;
}

/** An event as it is stored and sent. Sequences of a stream run from 1 without gaps. */
export type StoredEvent<Event extends StreamEventBody> = Event & {
  readonly sequence: number;
  readonly at: Date;
};

export interface StreamDefinition {
  /** First half of the stream's key: `run` gives `run:<owner's id>`, which is also its topic. */
  readonly name: string;
  /** Table of the owners. */
  readonly table: string;
  /** Column of `table` that holds the sequence of the owner's newest event. */
  readonly counter: string;
  /**
   * Whether `replace` leaves gaps in logs that have ended, which readers then pass over. Without it a gap means that
   * events are no longer kept. @default false
   */
  readonly isFolded?: boolean;
}

/** A kind of stream; every row of its table owns one. */
export interface Stream<Event extends StreamEventBody> extends StreamDefinition {
  /** Never set: carries the events' type. */
  readonly event?: Event;
}

/** What is kept of a stream: `firstSequence` is `lastSequence + 1` when no event is. */
export interface StreamBounds {
  readonly firstSequence: number;
  readonly lastSequence: number;
}

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*$/;
/** Owners whose events one statement deletes. */
const PRUNE_BATCH = 200;

/** @throws TypeError when a name cannot be an identifier; table and column become part of SQL. */
export function defineStream<Event extends StreamEventBody>(definition: StreamDefinition): Stream<Event> {
  for (const name of [definition.name, definition.table, definition.counter]) {
    if (!IDENTIFIER.test(name)) throw new TypeError(`"${name}" cannot name a stream, a table or a column.`);
  }
  return definition;
}

/** `run:<id>`: the value of the `stream` column and the name of the topic. */
export function streamKey(stream: StreamDefinition, ownerId: string): string {
  return `${stream.name}:${ownerId}`;
}

/**
 * Stores events under the next sequences. The owner's row stays locked until the transaction ends, so sequences
 * have no gaps and become visible in their order, whoever else appends. Announce them after the commit with
 * `StreamHub.notify`. Texts must be well-formed Unicode without NUL: cut them between code points.
 *
 * @param at when it happened; must not go back within a stream, since pruning goes by it.
 * @returns the sequence of the last event, or of the newest one there was if `events` is empty.
 * @throws NotFoundError when the owner does not exist any more.
 */
export async function append<Event extends StreamEventBody>(
  tx: Transaction,
  stream: Stream<Event>,
  ownerId: string,
  events: readonly Event[],
  at: Date,
): Promise<{ lastSequence: number }> {
  // One statement: a second one would be one more round trip for every word of a recommendation.
  const rows = await tx.$queryRawUnsafe<{ last: number }[]>(
    `WITH owner AS (
       UPDATE "${stream.table}" SET "${stream.counter}" = "${stream.counter}" + $1::int WHERE id = $2::uuid
       RETURNING "${stream.counter}" AS last
     ), stored AS (
       INSERT INTO "StreamEvent" (stream, sequence, at, type, payload)
       SELECT $3::text, owner.last - $1::int + event.position, $4::timestamptz, event.body ->> 'type', event.body -> 'payload'
       FROM owner, jsonb_array_elements($5::jsonb) WITH ORDINALITY AS event(body, position)
     )
     SELECT last FROM owner`,
    events.length,
    ownerId,
    streamKey(stream, ownerId),
    at,
    JSON.stringify(events.map(({ type, payload }) => ({ type, payload }))),
  );
  const row = rows[0];
  if (row === undefined)
    throw new NotFoundError('What the events belong to does not exist any more.', ownerId);
  return { lastSequence: row.last };
}

/** Events after the sequence `after`, in order, at most `limit`. */
export async function read<Event extends StreamEventBody>(
  via: Database | Transaction,
  stream: Stream<Event>,
  ownerId: string,
  { after, limit }: { after: number; limit: number },
): Promise<StoredEvent<Event>[]> {
  // By hand, since whoever follows a stream waits for it.
  const sql = `SELECT sequence, at, type, payload FROM "StreamEvent"
    WHERE stream = $1::text AND sequence > $2::int ORDER BY sequence LIMIT $3::int`;
  const parameters = [streamKey(stream, ownerId), after, limit];
  // Only `append` writes the table, with events of this stream's type.
  return 'query' in via ? via.query(sql, parameters) : via.$queryRawUnsafe(sql, ...parameters);
}

/**
 * Puts other payloads in the place of events, and deletes some. For logs that have ended, of a stream with `isFolded`:
 * a reader must end with the same whether he reads the events from before, those from after, or some of each.
 */
export async function replace<Event extends StreamEventBody>(
  tx: Transaction,
  stream: Stream<Event>,
  ownerId: string,
  { kept, removed }: { kept: readonly { sequence: number; payload: object }[]; removed: readonly number[] },
): Promise<void> {
  const key = streamKey(stream, ownerId);
  await tx.$executeRaw`
    UPDATE "StreamEvent" SET payload = kept.payload
    FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS kept(sequence int, payload jsonb)
    WHERE stream = ${key} AND "StreamEvent".sequence = kept.sequence`;
  await tx.streamEvent.deleteMany({ where: { stream: key, sequence: { in: [...removed] } } });
}

/**
 * What is kept of a stream; null when its owner does not exist. To continue after `after` is possible where
 * `firstSequence - 1 <= after <= lastSequence`: below it has expired, above it was never given out.
 */
export async function bounds(
  prisma: Transaction,
  stream: StreamDefinition,
  ownerId: string,
): Promise<StreamBounds | null> {
  const rows = await prisma.$queryRawUnsafe<StreamBounds[]>(
    `SELECT "${stream.counter}" AS "lastSequence",
       coalesce((SELECT min(sequence) FROM "StreamEvent" WHERE stream = $2::text), "${stream.counter}" + 1) AS "firstSequence"
     FROM "${stream.table}" WHERE id = $1::uuid`,
    ownerId,
    streamKey(stream, ownerId),
  );
  return rows[0] ?? null;
}

/**
 * Deletes the events of all streams of this kind from before an instant. Returns how many; repeatable. It goes from
 * owner to owner, since by time it would wade through the events of kinds that are kept for ever.
 */
export async function prune(prisma: Transaction, before: Date, stream: StreamDefinition): Promise<number> {
  let deleted = 0;
  let last: string | null = null;
  do {
    const owners: { id: string }[] = await prisma.$queryRawUnsafe(
      `SELECT id FROM "${stream.table}" WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT ${String(PRUNE_BATCH)}`,
      last,
    );
    deleted += await prisma.$executeRawUnsafe(
      `DELETE FROM "StreamEvent" WHERE stream = ANY($1::text[]) AND at < $2::timestamptz`,
      owners.map(({ id }) => streamKey(stream, id)),
      before,
    );
    last = owners.length === PRUNE_BATCH ? (owners.at(-1)?.id ?? null) : null;
  } while (last !== null);
  return deleted;
}
