import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forecastTurns, type QueuedTask } from './turn-forecast.ts';

const turns = { now: 0, nextAt: 0, everyMs: 10, callMs: 0, againMs: 1_000 };
const task = (connectionId: string, dueAt: number, deadline: number, own = 1): QueuedTask => ({
  connectionId,
  dueAt,
  deadline,
  turns: own,
});
const all = (tasks: readonly QueuedTask[]) => new Set(tasks.map(({ connectionId }) => connectionId));
const forecast = (tasks: readonly QueuedTask[], more: Partial<typeof turns> = {}) =>
  Object.fromEntries(forecastTurns(tasks, all(tasks), { ...turns, ...more }));

describe('the forecast of a queue', () => {
  it('gives the turns to the earliest deadlines, one by one', () => {
    const tasks = [task('a', 0, 30), task('b', 0, 10), task('c', 0, 20)];
    expect(forecast(tasks)).toEqual({ b: 0, c: 10, a: 20 });
  });

  it('waits for the next turn, and for what is not due', () => {
    expect(forecast([task('a', 0, 10), task('b', 500, 510)], { nextAt: 7 })).toEqual({ a: 7, b: 500 });
  });

  it('lets what becomes due wait for the call that others are making then', () => {
    expect(forecast([task('a', 0, 10), task('b', 500, 510)], { callMs: 4 })).toEqual({ a: 0, b: 502 });
  });

  it('counts those that are due before its turn and come before it', () => {
    const tasks = [task('old', 0, 900), task('a', 0, 10), task('soon', 5, 20)];
    expect(forecast(tasks)).toEqual({ a: 0, soon: 10, old: 20 });
  });

  it('gives a full sync as many turns as it has pages, and then counts it as done', () => {
    const tasks = [task('full', 0, 10, 3), task('a', 0, 20), task('b', 0, 30)];
    expect(forecast(tasks)).toEqual({ full: 0, a: 30, b: 40 });
  });

  it('counts those that are due again before its turn', () => {
    // Two that are due every 15 ms and may wait 5 take all turns until the deadline of the third is the earliest.
    const tasks = [task('slow', 0, 100), task('a', 0, 5), task('b', 0, 5)];
    const { slow } = forecast(tasks, { againMs: 15 });
    expect(slow).toBeGreaterThanOrEqual(80);
    expect(slow).toBeLessThanOrEqual(110);
  });

  it('gives everybody a time, never before it is due, and no two the same turn', () => {
    const tasks = fc.array(fc.tuple(fc.nat(5_000), fc.nat(500)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        tasks,
        fc.integer({ min: 1, max: 300 }),
        fc.option(fc.integer({ min: 1, max: 900 })),
        (list, everyMs, againMs) => {
          const queue = list.map(([dueAt, slack], index) => task(String(index), dueAt, dueAt + slack));
          const begins = forecastTurns(queue, all(queue), { ...turns, everyMs, againMs });
          expect(begins.size).toBe(queue.length);
          for (const { connectionId, dueAt } of queue) {
            expect(begins.get(connectionId)).toBeGreaterThanOrEqual(Math.min(dueAt, 0));
          }
        },
      ),
    );
  });
});
