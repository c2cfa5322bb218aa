import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { EngineEvent, RecommendationEngine } from '../modules/recommendations/engine.ts';
import { draftOf, scriptedEngine, USAGE } from '../modules/recommendations/run/run-test-engine.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const PIECES = 120;
/** All pieces are far more than what the kernel takes for a reader who does not read. */
const PIECE = 'x'.repeat(250_000);

/** Writes one recommendation again and again, each time a lot. */
const verbose: RecommendationEngine = scriptedEngine(async function* (request): AsyncGenerator<EngineEvent> {
  for (let piece = 0; piece < PIECES; piece += 1) {
    await Promise.resolve();
    yield { type: 'started', index: 0, kind: 'IDEA' };
    yield { type: 'delta', index: 0, path: 'title', offset: 0, text: `${String(piece)} ${PIECE}` };
  }
  yield { type: 'completed', index: 0, draft: draftOf(0, request) };
  yield { type: 'usage', usage: USAGE };
});

let server: TestServer;
let pinging: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    overrides: { engines: { default: verbose, byName: (name) => (name === 'OPENAI' ? verbose : null) } },
  });
  pinging = await startTestServer({ limits: { pingMs: 1_000 } });
});
afterAll(() => Promise.all([server.stop(), pinging.stop()]));

async function open(
  { graphqlUrl, workspace }: TestServer,
  query: string,
  variables: object,
  options: WebSocket.ClientOptions = {},
) {
  const socket = new WebSocket(graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws', options);
  await once(socket, 'open');
  const payload = { authorization: `Bearer ${workspace.ownerKey}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
  return socket;
}

const RUNS = 'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }';

describe('a reader to whom nothing happens', () => {
  it('is pinged on a socket, which ends when he does not answer', async () => {
    const id = pinging.workspace.id;
    const socket = await open(pinging, RUNS, { id });
    for (let pings = 0; pings < 2; pings += 1) await once(socket, 'ping');
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
    const dead = await open(pinging, RUNS, { id }, { autoPong: false });
    const [code] = (await once(dead, 'close')) as [number];
    expect(code).toBe(1006);
  });

  it('is sent comments among server-sent events', async () => {
    const leaving = new AbortController();
    const response = await fetch(server.graphqlUrl, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${server.workspace.ownerKey}`,
      },
      body: JSON.stringify({ query: RUNS, variables: { id: server.workspace.id } }),
      signal: leaving.signal,
    });
    let text = '';
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    while ((text.match(/^:$/gm)?.length ?? 0) < 3) text += (await reader.read()).value ?? '';
    leaving.abort();
    await reader.cancel().catch(() => undefined);
    expect(text.replaceAll(/^:?$\n?/gm, '')).toBe('');
  });
});

describe('a reader who does not read', () => {
  it('keeps nobody waiting, and has everything once he reads', async () => {
    const [connection] = await server.workspace.connect(['maya']);
    const started = await server.execute<{ generateRecommendations: { id: string } }>(
      `mutation ($connection: ID!) { generateRecommendations(input: { connectionId: $connection, kinds: [IDEA], count: 1 }) {
        ... on RecommendationRun { id } } }`,
      { connection },
    );
    const run = started.expectData().generateRecommendations.id;
    const query = `subscription ($run: ID!) { recommendationRunEvents(runId: $run) { __typename sequence
      ... on RecommendationDelta { text } } }`;
    const slow = await open(server, query, { run });
    slow.pause();
    const all: unknown[] = [];
    for await (const { data } of server.subscribe<{ recommendationRunEvents: unknown }>(query, { run })) {
      all.push(data?.recommendationRunEvents);
    }
    expect(all.at(-1)).toMatchObject({ __typename: 'RunCompleted' });
    expect(all.length).toBeGreaterThan(2 * PIECES);

    const late: unknown[] = [];
    slow.on('message', (message: Buffer) => {
      const { payload } = JSON.parse(message.toString()) as {
        payload?: { data: { recommendationRunEvents: unknown } };
      };
      if (payload !== undefined) late.push(payload.data.recommendationRunEvents);
    });
    slow.resume();
    while (late.length < all.length) await once(slow, 'message');
    expect(late).toEqual(all);
    slow.terminate();
  });
});
