import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '../testing/database.ts';
import type { TestDatabase } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { defineJob, defineWorker, RetryLater, WorkerStoppingError } from './job.ts';
import type { Job, JobContext, WorkerBinding } from './job.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';

const isPostgreSQL = process.env['TEST_DATABASE_URL'] !== undefined;

let test: TestDatabase;
let queues: Queue[];

beforeEach(async () => {
  test = await createTestDatabase();
  queues = [];
});

afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.stop({ graceMs: 0 })));
  await test.drop();
});

async function startQueue(jobs: Job<object>[], bindings: WorkerBinding[] = []): Promise<Queue> {
  const queue = createQueue(test.database, SILENT_LOG, { jobs });
  queues.push(queue);
  await queue.start();
  if (bindings.length > 0) await queue.work(bindings);
  return queue;
}

/** What a worker reported, in order, and a promise of the nth. */
function createRecorder<T>() {
  const items: T[] = [];
  let check: () => void = () => undefined;
  return {
    items,
    add(item: T) {
      items.push(item);
      check();
    },
    reach: (count: number) =>
      new Promise<T[]>((resolve) => {
        check = () => {
          if (items.length >= count) resolve(items);
        };
        check();
      }),
  };
}

async function jobStates(name: string): Promise<string[]> {
  const rows = await test.database.query<{ state: string }>(
    'SELECT state::text FROM pgboss.job WHERE name = $1 ORDER BY created_on',
    [name],
  );
  return rows.map((row) => row.state);
}

const untilAborted = ({ signal }: JobContext) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });

describe('groups', () => {
  const job = defineJob<{ who: string }>('test.shared-out', { perGroup: 2 });

  /** A worker whose jobs go on until they are let go. */
  function createHall(concurrency: number) {
    const started = createRecorder<string>();
    const running: (() => void)[] = [];
    const binding = defineWorker(
      job,
      async ({ who }) => {
        await new Promise<void>((resolve) => {
          running.push(resolve);
          started.add(who);
        });
      },
      { concurrency },
    );
    return { binding, started, letGo: (place: number) => running[place]?.() };
  }
  const send = async (queue: Queue, who: string, count: number) => {
    for (let sent = 0; sent < count; sent += 1) await queue.send(job, { who }, { group: who });
  };

  it('have so many jobs at a time, and leave the rest of a worker to others', async () => {
    const { binding, started, letGo } = createHall(4);
    const queue = await startQueue([job]);
    await send(queue, 'greedy', 100);
    await send(queue, 'other', 1);
    await queue.work([binding]);
    await started.reach(3);
    expect(started.items.toSorted()).toEqual(['greedy', 'greedy', 'other']);
    letGo(started.items.indexOf('greedy'));
    await started.reach(4);
    expect(started.items[3]).toBe('greedy');
    await send(queue, 'third', 1);
    await started.reach(5);
    expect(started.items[4]).toBe('third');
  });

  it('that wait begin before what groups with running jobs have sent long before', async () => {
    const { binding, started, letGo } = createHall(4);
    const queue = await startQueue([job]);
    await send(queue, 'a', 50);
    await send(queue, 'b', 50);
    await queue.work([binding]);
    await started.reach(4);
    expect(started.items.toSorted()).toEqual(['a', 'a', 'b', 'b']);
    await send(queue, 'late', 1);
    letGo(0);
    await started.reach(5);
    expect(started.items[4]).toBe('late');
  });

  it('begin in the order in which they were sent where none of them has a job that runs', async () => {
    const { binding, started, letGo } = createHall(1);
    const queue = await startQueue([job]);
    await send(queue, 'a', 3);
    await send(queue, 'b', 1);
    await queue.work([binding]);
    for (let place = 0; place < 4; place += 1) {
      await started.reach(place + 1);
      letGo(place);
    }
    expect(started.items).toEqual(['a', 'a', 'a', 'b']);
  });

  (isPostgreSQL ? it : it.skip)('have so many jobs at a time over all processes', async () => {
    const halls = [createHall(4), createHall(4)];
    const first = await startQueue([job]);
    await send(first, 'greedy', 10);
    await send(first, 'other', 1);
    for (const { binding } of halls) await startQueue([job], [binding]);
    await Promise.race(halls.map(({ started }) => started.reach(1)));
    const running = async () =>
      test.database.query("SELECT group_id FROM pgboss.job WHERE state = 'active' AND name = $1", [job.name]);
    while ((await running()).length < 3) await new Promise((resolve) => setImmediate(resolve));
    // Both have looked again.
    await send(first, 'third', 2);
    while ((await running()).length < 5) await new Promise((resolve) => setImmediate(resolve));
    const groups = (await running()).map((row) => (row as { group_id: string }).group_id);
    expect(groups.sort()).toEqual(['greedy', 'greedy', 'other', 'third', 'third']);
  });

  it('have their jobs retried under the same rules, with attempts counted', async () => {
    const attempts = createRecorder<number>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async (_payload, { attempt }) => {
          attempts.add(attempt);
          await Promise.resolve();
          if (attempt < 2) throw new Error('once more');
        }),
      ],
    );
    await send(queue, 'one', 1);
    expect(await attempts.reach(2)).toEqual([1, 2]);
  });
});

describe('sending', () => {
  const job = defineJob<{ id: number }>('test.send');

  it('starts a job when it is sent, not at the next poll', async () => {
    const done = createRecorder<number>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async () => {
          done.add(performance.now());
        }),
      ],
    );
    await queue.send(job, { id: 0 });
    await done.reach(1);
    const delays: number[] = [];
    for (let id = 1; id <= 9; id += 1) {
      const before = performance.now();
      await queue.send(job, { id });
      const started = await done.reach(id + 1);
      delays.push((started[id] ?? NaN) - before);
    }
    delays.sort((a, b) => a - b);
    // 5 ms on an idle machine; by polling it would be 500.
    expect(delays[4]).toBeLessThan(200);
  });

  it('enqueues in a transaction only what commits', async () => {
    const done = createRecorder<number>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async ({ id }) => {
          done.add(id);
        }),
      ],
    );
    await expect(
      test.database.transaction(async (tx) => {
        await queue.send(job, { id: 1 }, { tx });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    let seenBeforeCommit = -1;
    await test.database.transaction(async (tx) => {
      await queue.send(job, { id: 2 }, { tx });
      seenBeforeCommit = done.items.length;
    });
    await done.reach(1);
    expect(seenBeforeCommit).toBe(0);
    expect(done.items).toEqual([2]);
    expect(await jobStates(job.name)).toHaveLength(1);
  });

  it('starts a waiting job of the same key only after the commit of whoever sent it again', async () => {
    const done = createRecorder<number>();
    const queue = await startQueue([job]);
    await queue.send(job, { id: 1 }, { singletonKey: 'same' });
    const sent = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const committed = test.database.transaction(async (tx) => {
      await queue.send(job, { id: 2 }, { tx, singletonKey: 'same' });
      sent.resolve(undefined);
      await gate.promise;
    });
    await sent.promise;
    await queue.work([
      defineWorker(job, async ({ id }) => {
        done.add(id);
      }),
    ]);
    gate.resolve(undefined);
    await committed;
    await done.reach(1);
    expect(done.items).toEqual([2]);
  });

  it('drains a burst without waiting for the next poll of each job', async () => {
    const done = createRecorder<number>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async ({ id }) => {
          done.add(id);
        }),
      ],
    );
    const before = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, id) => queue.send(job, { id })));
    await done.reach(20);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(new Set(done.items).size).toBe(20);
  });

  it('runs as many jobs at a time as the worker allows', async () => {
    const started = createRecorder<number>();
    const gate = Promise.withResolvers<undefined>();
    const binding = defineWorker(
      job,
      async ({ id }) => {
        started.add(id);
        await gate.promise;
      },
      { concurrency: 3 },
    );
    const queue = await startQueue([job], [binding]);
    await Promise.all(Array.from({ length: 5 }, (_, id) => queue.send(job, { id })));
    await started.reach(3);
    const active = await test.database.query("SELECT 1 FROM pgboss.job WHERE state = 'active'");
    expect(active).toHaveLength(3);
    gate.resolve(undefined);
    await started.reach(5);
  });

  it('lets a key wait once and gives the waiting job the newest payload', async () => {
    const done = createRecorder<number>();
    const queue = await startQueue([job]);
    await queue.send(job, { id: 1 }, { singletonKey: 'same' });
    await queue.send(job, { id: 2 }, { singletonKey: 'same' });
    await queue.send(job, { id: 3 }, { singletonKey: 'other' });
    await queue.work([
      defineWorker(job, async ({ id }) => {
        done.add(id);
      }),
    ]);
    await done.reach(2);
    expect(done.items).toEqual([2, 3]);
  });

  it('does not send a second unfinished job of a key that admits one', async () => {
    const exclusive = defineJob<{ id: number }>('test.exclusive', { singleton: 'unfinished' });
    const started = createRecorder<number>();
    const gate = Promise.withResolvers<undefined>();
    const queue = await startQueue(
      [exclusive],
      [
        defineWorker(
          exclusive,
          async ({ id }) => {
            started.add(id);
            await gate.promise;
          },
          { concurrency: 2 },
        ),
      ],
    );
    await queue.send(exclusive, { id: 1 }, { singletonKey: 'same' });
    await started.reach(1);
    await queue.send(exclusive, { id: 2 }, { singletonKey: 'same' });
    expect(await jobStates(exclusive.name)).toEqual(['active']);
    gate.resolve(undefined);
  });

  it('starts no sooner than asked', async () => {
    const queue = await startQueue([job], [defineWorker(job, async () => undefined)]);
    await queue.send(job, { id: 1 }, { startAfter: new Date(Date.now() + 60_000) });
    expect(await jobStates(job.name)).toEqual(['created']);
  });
});

describe('failing', () => {
  const job = defineJob<{ id: number }>('test.fail', { retryLimit: 1, retryDelaySeconds: 1 });

  it('retries, then tells the binding once, with the error', async () => {
    const attempts = createRecorder<Pick<JobContext, 'attempt' | 'isLastAttempt'>>();
    const exhausted = createRecorder<[number, string]>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(
          job,
          async (_payload, { attempt, isLastAttempt }) => {
            attempts.add({ attempt, isLastAttempt });
            throw new Error(`attempt ${String(attempt)}`);
          },
          {
            onExhausted: async ({ id }, error) => {
              exhausted.add([id, error.message]);
            },
          },
        ),
      ],
    );
    await queue.send(job, { id: 7 });
    await exhausted.reach(1);
    expect(attempts.items).toEqual([
      { attempt: 1, isLastAttempt: false },
      { attempt: 2, isLastAttempt: true },
    ]);
    expect(exhausted.items).toEqual([[7, 'attempt 2']]);
    expect(await jobStates(job.name)).toEqual(['failed']);
  });

  it('gives a job up by its own worker also where the first try at that fails', async () => {
    const hopeless = defineJob<{ id: number }>('test.hopeless', { retryLimit: 0 });
    const exhausted = createRecorder<string>();
    const queue = await startQueue(
      [hopeless],
      [
        defineWorker(hopeless, () => Promise.reject(new Error('hopeless')), {
          onExhausted: async ({ id }, error) => {
            exhausted.add(`${String(id)} ${error.message}`);
            await Promise.resolve();
            if (exhausted.items.length === 1) throw new Error('not now');
          },
        }),
      ],
    );
    await queue.send(hopeless, { id: 7 });
    expect(await exhausted.reach(2)).toEqual(['7 hopeless', '7 hopeless']);
  });

  it('puts a job off without counting it as an attempt', async () => {
    const attempts = createRecorder<number>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async (_payload, { attempt }) => {
          attempts.add(attempt);
          if (attempts.items.length < 3) throw new RetryLater(0);
        }),
      ],
    );
    await queue.send(job, { id: 1 });
    await attempts.reach(3);
    expect(attempts.items).toEqual([1, 1, 1]);
  });

  it('puts a job off for the seconds asked', async () => {
    const ran = createRecorder<undefined>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async () => {
          ran.add(undefined);
          throw new RetryLater(60);
        }),
      ],
    );
    await queue.send(job, { id: 1 });
    await ran.reach(1);
    await queue.stop({ graceMs: 1_000 });
    const [row] = await test.database.query<{ state: string; seconds: number }>(
      'SELECT state::text, extract(epoch FROM start_after - now())::float8 AS seconds FROM pgboss.job WHERE name = $1',
      [job.name],
    );
    expect(row?.state).toBe('retry');
    expect(row?.seconds).toBeGreaterThan(55);
  });

  it('aborts and fails an attempt that takes too long', async () => {
    const short = defineJob<object>('test.expire', { expireSeconds: 1, retryLimit: 0 });
    const exhausted = createRecorder<string>();
    const queue = await startQueue(
      [short],
      [
        defineWorker(short, (_payload, context) => untilAborted(context), {
          onExhausted: async (_payload, error) => {
            exhausted.add(error.name);
          },
        }),
      ],
    );
    await queue.send(short, {});
    await exhausted.reach(1);
    expect(exhausted.items).toEqual(['JobExpiredError']);
  });
});

describe('schedules', () => {
  it('sends one job a period, whoever schedules it', async () => {
    const job = defineJob<{ from: string }>('test.tick');
    const first = await startQueue([job]);
    const second = await startQueue([job]);
    await Promise.all([
      first.schedule(job, { from: 'first' }, { everySeconds: 3_600 }),
      second.schedule(job, { from: 'second' }, { everySeconds: 3_600 }),
    ]);
    expect(await jobStates(job.name)).toHaveLength(1);
  });

  it('goes on period after period', async () => {
    const job = defineJob<object>('test.tick');
    const ticks = createRecorder<undefined>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async () => {
          ticks.add(undefined);
        }),
      ],
    );
    await queue.schedule(job, {}, { everySeconds: 1 });
    await ticks.reach(3);
  });
});

describe('stopping', () => {
  const job = defineJob<object>('test.stop', { retryLimit: 0 });

  it('waits for a handler that ends within the grace', async () => {
    const started = createRecorder<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async () => {
          started.add(undefined);
          await gate.promise;
        }),
      ],
    );
    await queue.send(job, {});
    await started.reach(1);
    const stopped = queue.stop({ graceMs: 5_000 });
    gate.resolve(undefined);
    await stopped;
    expect(await jobStates(job.name)).toEqual(['completed']);
  });

  it('hands back what is still running, and another worker has it at once', async () => {
    const started = createRecorder<number>();
    const reasons: unknown[] = [];
    const first = await startQueue(
      [job],
      [
        defineWorker(job, async (_payload, context) => {
          started.add(context.attempt);
          await untilAborted(context).catch((error: unknown) => {
            reasons.push(error);
            throw error;
          });
        }),
      ],
    );
    const second = await startQueue([job]);
    await first.send(job, {});
    await started.reach(1);
    const taken = createRecorder<JobContext>();
    await second.work([
      defineWorker(job, async (_payload, context) => {
        taken.add(context);
      }),
    ]);
    const before = performance.now();
    await first.stop({ graceMs: 50 });
    await taken.reach(1);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(reasons).toEqual([expect.any(WorkerStoppingError)]);
    // Its last attempt, though it was handed back: that did not count.
    expect(taken.items[0]).toMatchObject({ attempt: 1, isLastAttempt: true });
  });

  it('hands back the job of a handler that ignores its signal, and voids its end', async () => {
    const started = createRecorder<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const queue = await startQueue(
      [job],
      [
        defineWorker(job, async () => {
          started.add(undefined);
          await gate.promise;
        }),
      ],
    );
    await queue.send(job, {});
    await started.reach(1);
    await queue.stop({ graceMs: 0 });
    expect(await jobStates(job.name)).toEqual(['retry']);
    gate.resolve(undefined);
    await gate.promise;
    expect(await jobStates(job.name)).toEqual(['retry']);
  });
});

describe('dying', () => {
  (isPostgreSQL ? it.skip : it)(
    'starts again at once, on the embedded database, what was active',
    async () => {
      const job = defineJob<object>('test.crash', { retryLimit: 1 });
      const last = defineJob<object>('test.crash-last', { retryLimit: 0 });
      const before = await startQueue([job, last]);
      await before.send(job, {});
      await before.send(last, {});
      // As the process left them when it died.
      await test.database.query("UPDATE pgboss.job SET state = 'active', started_on = now()");
      const attempts = createRecorder<number>();
      const exhausted = createRecorder<undefined>();
      await startQueue(
        [job, last],
        [
          defineWorker(job, async (_payload, { attempt }) => {
            attempts.add(attempt);
          }),
          defineWorker(last, () => Promise.reject(new Error('unexpected')), {
            onExhausted: async () => {
              exhausted.add(undefined);
            },
          }),
        ],
      );
      const since = performance.now();
      await Promise.all([attempts.reach(1), exhausted.reach(1)]);
      expect(attempts.items).toEqual([2]);
      expect(performance.now() - since).toBeLessThan(500);
    },
  );

  (isPostgreSQL ? it : it.skip)(
    'is noticed within 10 s of a kill -9',
    async () => {
      const job = defineJob<object>('test.victim');
      const worker = spawn(
        process.execPath,
        [new URL('./victim-worker.fixture.ts', import.meta.url).pathname, test.url ?? ''],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const queue = await startQueue([job]);
      await queue.send(job, {});
      await once(worker.stdout, 'data');
      const attempts = createRecorder<number>();
      await queue.work([
        defineWorker(job, async (_payload, { attempt }) => {
          attempts.add(attempt);
        }),
      ]);
      const killed = performance.now();
      worker.kill('SIGKILL');
      await attempts.reach(1);
      expect(performance.now() - killed).toBeLessThan(10_000);
      expect(attempts.items).toEqual([2]);
    },
    30_000,
  );
});
