/** @jest-environment node */
import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';
import type { RunEvent } from './client.ts';
import { ExpiredError, NotFoundError, UnauthenticatedError } from './errors.ts';
import { INITIAL_RUN_STATE, foldRunEvents } from './run-text.ts';
import { EVENTFUL_RUN, mergeDeltas } from './testing/run-events.ts';
import { startScriptedServer } from './testing/scripted-server.ts';
import type { Script, SeenRequest } from './testing/scripted-server.ts';

const whole = EVENTFUL_RUN.reduce(foldRunEvents, INITIAL_RUN_STATE);
const backoff = { initialMs: 1, maxMs: 2 };
const toResponse = (event: RunEvent) => ({ data: { recommendationRunEvents: event } });
const eventsAfter = ({ variables }: SeenRequest, events = EVENTFUL_RUN) =>
  events.filter(({ sequence }) => sequence > Number(variables['after'] ?? 0));
const refusal = (code: string) => ({
  responses: [{ errors: [{ message: 'No.', extensions: { code } }] }],
  then: 'complete' as const,
});

describe.each(['websocket', 'sse'] as const)('over %s', (transport) => {
  async function setUp(script: Script, options = {}) {
    const server = await startScriptedServer(script);
    const client = createClient({ url: server.url, transport, backoff, apiKey: 'cg_key', ...options });
    return {
      server,
      client,
      async [Symbol.asyncDispose]() {
        await client.close();
        await server[Symbol.asyncDispose]();
      },
    };
  }

  test('a run cut after any event ends with the same text, each event once', async () => {
    for (let cut = 0; cut <= EVENTFUL_RUN.length; cut += 1) {
      await using kit = await setUp({
        stream: (request, nth) =>
          nth === 1
            ? { responses: EVENTFUL_RUN.slice(0, cut).map(toResponse), then: 'cut' }
            : { responses: eventsAfter(request).map(toResponse), then: 'complete' },
      });
      const sequences: number[] = [];
      let state = INITIAL_RUN_STATE;
      for await (const event of kit.client.followRun('run-1')) {
        sequences.push(event.sequence);
        state = foldRunEvents(state, event);
      }
      expect(sequences).toEqual(EVENTFUL_RUN.map(({ sequence }) => sequence));
      expect(state).toEqual(whole);
    }
  });

  test('a run cut after every single event, its log merged meanwhile, ends with the same text', async () => {
    await using kit = await setUp({
      stream: (request, nth) => {
        const log = nth % 2 === 0 ? mergeDeltas(EVENTFUL_RUN, () => true) : EVENTFUL_RUN;
        // One event that was seen already, and one that was not.
        const from = log.findIndex(({ sequence }) => sequence > Number(request.variables['after']));
        return { responses: log.slice(Math.max(0, from - 1), from + 1).map(toResponse), then: 'cut' };
      },
    });
    let state = INITIAL_RUN_STATE;
    for await (const event of kit.client.followRun('run-1')) state = foldRunEvents(state, event);
    expect(state).toEqual(whole);
  });

  test('a stream that the server completes early goes on, unless the run is over', async () => {
    const statuses = ['RUNNING', 'COMPLETED'];
    await using kit = await setUp({
      stream: () => ({ responses: [], then: 'complete' }),
      answer: () => ({
        body: {
          data: { recommendationRun: { id: 'run-1', status: statuses.shift(), lastSequence: 9, events: [] } },
        },
      }),
    });
    const seen: RunEvent[] = [];
    for await (const event of kit.client.followRun('run-1', { after: 9 })) seen.push(event);
    expect(seen).toEqual([]);
    expect(kit.server.openedStreams()).toBe(2);
  });

  test('tells how the stream is doing', async () => {
    const states: string[] = [];
    await using kit = await setUp({
      stream: (request, nth) =>
        nth === 1
          ? { responses: EVENTFUL_RUN.slice(0, 3).map(toResponse), then: 'cut' }
          : { responses: eventsAfter(request).map(toResponse), then: 'complete' },
    });
    const options = { onState: (state: string) => states.push(state) };
    const events = [];
    for await (const event of kit.client.followRun('run-1', options)) events.push(event);
    expect(states[0]).toBe('connecting');
    expect(states).toContain('reconnecting');
    expect(states.at(-1)).toBe('live');
  });

  test('a refusal ends the loop with its typed error', async () => {
    await using kit = await setUp({ stream: () => refusal('NOT_FOUND') });
    await expect(kit.client.followRun('gone').next()).rejects.toBeInstanceOf(NotFoundError);
  });

  test('events older than the server keeps are an ExpiredError', async () => {
    await using kit = await setUp({ stream: () => refusal('EXPIRED') });
    await expect(kit.client.followConnection('c-1', { after: 1 }).next()).rejects.toBeInstanceOf(
      ExpiredError,
    );
  });

  test('sends the API key', async () => {
    await using kit = await setUp({ stream: () => refusal('NOT_FOUND') });
    await kit.client
      .followRun('x')
      .next()
      .catch(() => undefined);
    expect(kit.server.seen[0]?.authorization).toBe('Bearer cg_key');
  });

  test('fetches a fresh token when the old one is refused, and goes on', async () => {
    const asked: boolean[] = [];
    const getToken = ({ refresh }: { refresh: boolean }) => {
      asked.push(refresh);
      return Promise.resolve(refresh ? 'fresh' : 'stale');
    };
    await using kit = await setUp(
      {
        refuses: (authorization) => authorization !== 'Bearer fresh',
        stream: (request) => ({ responses: eventsAfter(request).map(toResponse), then: 'complete' }),
      },
      { apiKey: undefined, getToken },
    );
    let state = INITIAL_RUN_STATE;
    for await (const event of kit.client.followRun('run-1')) state = foldRunEvents(state, event);
    expect(state).toEqual(whole);
    expect(asked).toEqual([false, true]);
  });

  test.each([
    ['an API key', { apiKey: 'wrong' }],
    ['a token that stays wrong', { apiKey: undefined, getToken: () => Promise.resolve('wrong') }],
  ])('gives up on %s that is refused', async (_name, options) => {
    await using kit = await setUp({ refuses: () => true }, options);
    await expect(kit.client.followRun('run-1').next()).rejects.toBeInstanceOf(UnauthenticatedError);
  });

  test('ends with the reason of the signal, also while it waits', async () => {
    await using kit = await setUp({ stream: () => ({ responses: [], then: 'open' }) });
    const controller = new AbortController();
    const waiting = kit.client.followRun('run-1', {
      signal: controller.signal,
      onState: (state) => {
        if (state === 'live') controller.abort(new Error('Enough.'));
      },
    });
    await expect(waiting.next()).rejects.toThrow('Enough.');
  });

  test('keeps trying while the server is away', async () => {
    const controller = new AbortController();
    let tries = 0;
    const client = createClient({ url: 'http://127.0.0.1:9/graphql', transport, backoff });
    const waiting = client.followRun('run-1', {
      signal: controller.signal,
      onState: (state) => {
        if (state === 'reconnecting' && (tries += 1) > 5) controller.abort(new Error('Enough.'));
      },
    });
    await expect(waiting.next()).rejects.toThrow('Enough.');
  });
});
