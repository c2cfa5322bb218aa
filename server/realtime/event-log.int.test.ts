import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { createTestDatabase } from '../testing/database.ts';
import type { TestDatabase } from '../testing/database.ts';
import { append, bounds, defineStream, prune, read } from './event-log.ts';
import { appendNumbers, createOwner, numbers } from './streams.fixture.ts';

let test: TestDatabase;
let ownerId: string;

beforeEach(async () => {
  test = await createTestDatabase();
  ownerId = await createOwner(test.database);
});

afterEach(() => test.drop());

const readAll = () => read(test.database.prisma, numbers, ownerId, { after: 0, limit: 1_000 });

describe('append', () => {
  it('gives sequences without gaps to appends at the same time', async () => {
    const lasts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => appendNumbers(test.database, ownerId, index * 3, 3)),
    );
    const events = await readAll();
    expect(events.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    expect(lasts.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index + 1) * 3),
    );
    // The events of one append stay together.
    for (let index = 0; index < 60; index += 3) {
      const first = events[index]?.payload.number ?? NaN;
      expect(events.slice(index, index + 3).map(({ payload }) => payload.number)).toEqual([
        first,
        first + 1,
        first + 2,
      ]);
    }
  });

  it('gives a sequence again when its transaction was rolled back', async () => {
    await appendNumbers(test.database, ownerId, 0, 2);
    const failing = test.database.transaction(async (tx) => {
      await append(tx, numbers, ownerId, [{ type: 'Numbered', payload: { number: 99 } }], new Date());
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await appendNumbers(test.database, ownerId, 2, 1)).toBe(3);
    expect((await readAll()).map(({ payload }) => payload.number)).toEqual([0, 1, 2]);
  });

  it('stores type, time and any text of the payload as they are', async () => {
    const texts = defineStream<{ type: 'Said'; payload: { text: string; none: null } }>(numbers);
    const at = new Date('2026-03-04T05:06:07.089Z');
    const text = 'quote " backslash \\ newline \n é 👩‍👩‍👧 \u2028 ';
    await test.database.transaction((tx) =>
      append(tx, texts, ownerId, [{ type: 'Said', payload: { text, none: null } }], at),
    );
    expect(await read(test.database.prisma, texts, ownerId, { after: 0, limit: 1 })).toEqual([
      { sequence: 1, at, type: 'Said', payload: { text, none: null } },
    ]);
  });

  it('tells the newest sequence when there is nothing to append', async () => {
    await appendNumbers(test.database, ownerId, 0, 4);
    expect(await appendNumbers(test.database, ownerId, 4, 0)).toBe(4);
  });

  it('refuses events of an owner that does not exist', async () => {
    await expect(appendNumbers(test.database, newId(), 0, 1)).rejects.toThrow(NotFoundError);
  });
});

describe('read', () => {
  it('pages by sequence and keeps streams apart', async () => {
    const other = await createOwner(test.database);
    await appendNumbers(test.database, ownerId, 0, 5);
    await appendNumbers(test.database, other, 100, 5);
    const page = await read(test.database.prisma, numbers, ownerId, { after: 2, limit: 2 });
    expect(page.map(({ sequence, payload }) => [sequence, payload.number])).toEqual([
      [3, 2],
      [4, 3],
    ]);
  });
});

describe('bounds', () => {
  it('tells what is kept, before and after pruning', async () => {
    const { database } = test;
    expect(await bounds(database.prisma, numbers, newId())).toBeNull();
    expect(await bounds(database.prisma, numbers, ownerId)).toEqual({ firstSequence: 1, lastSequence: 0 });
    const old = new Date('2026-01-01T00:00:00Z');
    await database.transaction((tx) =>
      append(
        tx,
        numbers,
        ownerId,
        [1, 2, 3].map((number) => ({ type: 'Numbered', payload: { number } })),
        old,
      ),
    );
    await appendNumbers(database, ownerId, 4, 1);
    expect(await bounds(database.prisma, numbers, ownerId)).toEqual({ firstSequence: 1, lastSequence: 4 });

    const others = defineStream({ name: 'run', table: 'RecommendationRun', counter: 'lastSequence' });
    expect(await prune(database.prisma, new Date('2026-01-02T00:00:00Z'), others)).toBe(0);
    expect(await prune(database.prisma, new Date('2026-01-02T00:00:00Z'), numbers)).toBe(3);
    expect(await bounds(database.prisma, numbers, ownerId)).toEqual({ firstSequence: 4, lastSequence: 4 });
    expect(await prune(database.prisma, new Date(Date.now() + 1_000), numbers)).toBe(1);
    expect(await bounds(database.prisma, numbers, ownerId)).toEqual({ firstSequence: 5, lastSequence: 4 });
  });
});

describe('defineStream', () => {
  it('refuses names that would not be identifiers', () => {
    expect(() => defineStream({ name: 'run', table: 'Run"; --', counter: 'lastSequence' })).toThrow(
      TypeError,
    );
  });
});
