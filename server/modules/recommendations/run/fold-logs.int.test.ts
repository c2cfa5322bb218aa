import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Services } from '../../../app/services.ts';
import { Killed, mortal } from '../../../testing/mortal.ts';
import { captureQueries } from '../../../testing/queries.ts';
import { startTestServer, type TestServer } from '../../../testing/server.ts';
import { executeRun } from './run-executor.ts';
import { foldEndedLogs } from './fold-logs.service.ts';
import { followRun } from './run-feed.service.ts';
import { tell, tellAll } from './run-test-engine.ts';
import { createRunTestRig, foldText, logOf, typesOf } from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import type { RunEvent } from './run.events.ts';

const DAY_MS = 24 * 3_600_000;
const forever = () => new AbortController().signal;
const alive = () => ({ signal: forever() });

/** The services as they are some time later. */
function later<Deps extends Pick<Services, 'clock'>>(deps: Deps, ms: number): Deps {
  return { ...deps, clock: { now: () => new Date(deps.clock.now().getTime() + ms) } };
}

describe('the log of a run that has ended', () => {
  let rig: RunTestRig;
  beforeAll(async () => {
    rig = await createRunTestRig();
  });
  afterAll(() => rig.close());

  const fold = (ms: number, deps: Pick<Services, 'database' | 'clock'> = rig.deps) =>
    foldEndedLogs(later(deps, ms), forever());
  const compactedAt = async (id: string) =>
    (await rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } })).compactedAt;

  /** A run that lost its worker in the middle of a recommendation, and gave one up. */
  async function eventfulRun(): Promise<string> {
    const { id } = await rig.request();
    const reached = Promise.withResolvers<undefined>();
    const back = Promise.withResolvers<undefined>();
    rig.play(async function* (request) {
      yield* tell(0, request);
      yield* [...tell(1, request)].slice(0, -1);
      // Taken back, and written anew.
      yield* [...tell(1, request)].slice(0, 6);
      reached.resolve(undefined);
      await back.promise;
    });
    const lost = executeRun(rig.deps, id, alive());
    await reached.promise;
    const error = { code: 'UNGROUNDED', message: 'Twice.', retryable: true, vendorCode: null } as const;
    rig.play(async function* (request) {
      yield* [...tell(2, request)].slice(0, -1);
      yield { type: 'dropped', index: 2, error };
      yield* tellAll({ ...request, indices: request.indices.filter((index) => index === 1) });
    });
    await executeRun(rig.deps, id, alive());
    back.resolve(undefined);
    await lost;
    return id;
  }

  it('is folded a day later, once; what is not text stays, and so does every place in it', async () => {
    const id = await eventfulRun();
    const waiting = await rig.request();
    const before = await logOf(rig.deps, id);
    expect(await fold(DAY_MS - 60_000)).toBe(0);
    expect(await fold(DAY_MS)).toBe(1);
    expect(await compactedAt(id)).not.toBeNull();
    expect(await compactedAt(waiting.id)).toBeNull();

    const after = await eventsAfter(id, 0);
    expect(typesOf(after)).toEqual(typesOf(before));
    const deltas = after.flatMap((event) => (event.type === 'RecommendationDelta' ? [event.payload] : []));
    expect(new Set(deltas.map(({ index, path }) => `${String(index)} ${path}`)).size).toBe(deltas.length);
    expect(deltas.every(({ index, offset }) => offset === 0 && index !== 2)).toBe(true);
    for (let cut = 0; cut <= before.length; cut += 1) {
      const rest = await eventsAfter(id, cut);
      expect(rest).toEqual(after.filter(({ sequence }) => sequence > cut));
      expect(foldText([...before.slice(0, cut), ...rest])).toEqual(foldText(before));
    }

    expect(await fold(2 * DAY_MS)).toBe(0);
    expect(await eventsAfter(id, 0)).toEqual(after);
  });

  it('is whole wherever the process dies that folds it', async () => {
    const ids = [await eventfulRun(), await eventfulRun()];
    const texts = await Promise.all(ids.map(async (id) => foldText(await eventsAfter(id, 0))));
    const dying = { ...rig.deps, database: mortal(rig.deps.database, 1) };
    await expect(fold(DAY_MS, dying)).rejects.toThrow(Killed);
    expect((await Promise.all(ids.map(compactedAt))).filter((at) => at !== null)).toHaveLength(1);
    expect(await fold(DAY_MS)).toBe(1);
    for (const [place, id] of ids.entries()) expect(foldText(await eventsAfter(id, 0))).toEqual(texts[place]);
  });

  it('is folded by two processes as by one', async () => {
    const id = await eventfulRun();
    const text = foldText(await eventsAfter(id, 0));
    await Promise.all([fold(DAY_MS), fold(DAY_MS)]);
    expect(foldText(await eventsAfter(id, 0))).toEqual(text);
  });

  it('does not end a slow reader who is in the middle of it', async () => {
    const id = await eventfulRun();
    const text = foldText(await eventsAfter(id, 0));
    const seen: RunEvent[] = [];
    for await (const event of await followRun(rig.deps, id, 0, forever())) {
      seen.push(event);
      if (seen.length === 3) await fold(DAY_MS);
    }
    expect(foldText(seen)).toEqual(text);
    const [last] = (await eventsAfter(id, 0)).slice(-1);
    expect(seen.at(-1)).toEqual(last);
  });

  async function eventsAfter(id: string, after: number): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const event of await followRun(rig.deps, id, after, forever())) events.push(event);
    return events;
  }
});

describe('a folded run in the API', () => {
  let server: TestServer;
  beforeAll(async () => {
    // Slow enough that a text takes several deltas.
    server = await startTestServer({ paceMs: 25 });
  });
  afterAll(() => server.stop());

  interface Event {
    __typename: string;
    sequence: number;
    path?: string;
  }
  const EVENT = `__typename sequence ... on RecommendationDelta { index path offset text }`;

  async function follow(run: string, after: number, over: 'ws' | 'sse'): Promise<Event[]> {
    const events: Event[] = [];
    const live = server.subscribe<{ recommendationRunEvents: Event }>(
      `subscription ($run: ID!, $after: Int) { recommendationRunEvents(runId: $run, after: $after) { ${EVENT} } }`,
      { run, after },
      { over },
    );
    for await (const { data, errors } of live) {
      if (data == null) throw new Error(JSON.stringify(errors));
      events.push(data.recommendationRunEvents);
    }
    return events;
  }

  async function read(run: string, after: number) {
    const query = `query ($run: ID!, $after: Int!) {
      recommendationRun(id: $run) { compactedAt events(after: $after) { ${EVENT} } } }`;
    return (
      await server.execute<{ recommendationRun: { compactedAt: string | null; events: Event[] } }>(query, {
        run,
        after,
      })
    ).expectData().recommendationRun;
  }

  it('says so, and is told alike over both transports and to those who poll, from any former place', async () => {
    const [connection] = await server.workspace.connect(['maya']);
    const started = await server.execute<{ generateRecommendations: { id: string } }>(
      `mutation ($connection: ID!) { generateRecommendations(input: { connectionId: $connection, kinds: [SCRIPT], count: 2 }) {
        ... on RecommendationRun { id } } }`,
      { connection },
    );
    const run = started.expectData().generateRecommendations.id;
    const before = await follow(run, 0, 'ws');
    expect(await read(run, 0)).toMatchObject({ compactedAt: null });
    await foldEndedLogs(later(server.runtime.services, DAY_MS), forever());

    const { result: after, statements } = await captureQueries(() => read(run, 0));
    expect(statements).toHaveLength(2);
    expect(after.compactedAt).not.toBeNull();
    expect(after.events.length).toBeLessThan(before.length);
    expect(after.events.at(-1)).toEqual(before.at(-1));
    for (let cut = 0; cut <= before.length; cut += 7) {
      const rest = after.events.filter(({ sequence }) => sequence > cut);
      expect(await follow(run, cut, 'ws')).toEqual(rest);
      expect(await follow(run, cut, 'sse')).toEqual(rest);
      expect((await read(run, cut)).events).toEqual(rest);
    }
  });
});
