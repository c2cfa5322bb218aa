import type { Database } from '../data/database.ts';
import { newId } from '../lib/ids.ts';
import { append, defineStream } from './event-log.ts';

/** For this room's tests: a stream and its owners. */
export interface NumberEvent {
  type: 'Numbered';
  payload: { number: number };
}

export const numbers = defineStream<NumberEvent>({
  name: 'connection',
  table: 'TikTokConnection',
  counter: 'lastEventSequence',
});

export async function createOwner({ prisma }: Database): Promise<string> {
  const id = newId();
  await prisma.workspace.create({
    data: {
      id: newId(),
      name: 'Test',
      slug: id,
      connections: { create: { id, openId: id, createdAt: new Date() } },
    },
  });
  return id;
}

/** Appends `count` events numbered from `first` in one transaction. Returns the last sequence. */
export function appendNumbers(
  database: Database,
  ownerId: string,
  first: number,
  count: number,
): Promise<number> {
  const events = Array.from({ length: count }, (_, index): NumberEvent => ({
    type: 'Numbered',
    payload: { number: first + index },
  }));
  return database.transaction(async (tx) => {
    const { lastSequence } = await append(tx, numbers, ownerId, events, new Date());
    return lastSequence;
  });
}
