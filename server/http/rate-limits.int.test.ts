import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RateDecision } from '../lib/rate-limit.ts';
import { apiKeyColumns } from '../modules/accounts/api-key.service.ts';
import { connectSocket, subscribeOverSocket } from '../testing/live.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      // The defaults.
      CREATORGRAPH_RATE_LIMIT_REQUESTS: '',
      CREATORGRAPH_RATE_LIMIT_COST: '',
      CREATORGRAPH_STRANGER_RATE_LIMIT_REQUESTS: '',
      CREATORGRAPH_STRANGER_RATE_LIMIT_COST: '',
      CREATORGRAPH_TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  server.runtime.clock.standAt(NOW);
});
afterAll(() => server.stop());

let strangers = 0;
let key: string;
let callerKey: string;
let address: string;
beforeEach(async () => {
  ({ secret: key } = await server.workspace.addKey());
  const row = await server.runtime.services.database.prisma.apiKey.findUniqueOrThrow({
    where: apiKeyColumns(key),
  });
  callerKey = `key:${row.id}`;
  strangers += 1;
  address = `203.0.113.${String(strangers)}`;
});

/** Takes so much out of the buckets of this test's key, or of its stranger. */
async function drain(cost: number, who: 'key' | 'stranger' = 'key'): Promise<RateDecision | null> {
  const viewer = who === 'key' ? { callerKey } : null;
  return server.runtime.services.callerLimits.charge({ viewer, ipAddress: address }, cost);
}

const ask = (document: string, as: string | null = key, headers: Record<string, string> = {}) =>
  server.execute<Record<string, unknown>>(
    document,
    {},
    { as, headers: { 'x-forwarded-for': address, ...headers } },
  );

describe('an answer', () => {
  it('tells what it cost, before and after it ran', async () => {
    const document = '{ connections(first: 50) { edges { node { id } } } rateLimit { requestedCost } }';
    const answer = await ask(document);
    expect(JSON.parse(answer.text)).toEqual({
      data: { connections: { edges: [] }, rateLimit: { requestedCost: 153 } },
      extensions: { cost: { requested: 153, actual: 4 } },
    });
  });

  it('tells what is left, in its header fields and as a field', async () => {
    const answer = await ask(
      '{ rateLimit { requests { limit remaining resetAt } cost { limit remaining resetAt } } }',
    );
    expect(answer.expectData()['rateLimit']).toEqual({
      requests: { limit: 3_000, remaining: 2_999, resetAt: '2026-11-22T12:00:00.020Z' },
      cost: { limit: 1_000_000, remaining: 999_991, resetAt: '2026-11-22T12:00:00.001Z' },
    });
    expect(answer.headers.get('ratelimit-policy')).toBe(
      '"requests";q=3000;w=60, "cost";q=1000000;qu="cost";w=60',
    );
    expect(answer.headers.get('ratelimit')).toBe('"requests";r=2999;t=1, "cost";r=999991;t=1');
  });

  it('tells it of refused documents too, which are taken from the address they come from', async () => {
    const answer = await ask('{ nonsense }');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('ratelimit')).toBe('"requests";r=299;t=1, "cost";r=29999;t=1');
  });
});

describe('a caller who asks for too much', () => {
  it('is answered as docs/LIMITS.md prints it', async () => {
    await drain(1_000_000);
    const answer = await ask(
      '{ connections(first: 100) { edges { node { displayName videos { totalCount } } } } }',
    );
    const shown = ['content-type', 'retry-after', 'ratelimit-policy', 'ratelimit'];
    const printed = [
      `HTTP/1.1 ${String(answer.status)} Too Many Requests`,
      ...shown.map((name) => `${name}: ${String(answer.headers.get(name))}`),
      '',
      JSON.stringify(JSON.parse(answer.text), null, 2),
    ];
    const limits = await readFile(new URL('../../docs/LIMITS.md', import.meta.url), 'utf8');
    expect(limits).toContain(`\`\`\`http\n${printed.join('\n')}\n\`\`\``);
  });

  it('is let in again when there is enough', async () => {
    await drain(1_000_000);
    const refused = await ask('{ viewer { __typename } }');
    expect(refused.status).toBe(429);
    server.runtime.clock.standAt(new Date(NOW.getTime() + 1_000));
    expect((await ask('{ viewer { __typename } }')).status).toBe(200);
    server.runtime.clock.standAt(NOW);
  });

  it('keeps nobody else from asking', async () => {
    await drain(1_000_000);
    expect((await ask('{ viewer { __typename } }')).status).toBe(429);
    const other = await server.workspace.addKey();
    expect((await ask('{ viewer { __typename } }', other.secret)).status).toBe(200);
    expect((await ask('{ viewer { __typename } }', null)).status).toBe(200);
  });

  it('is refused as a stranger too, by the address that a trusted proxy names', async () => {
    await drain(30_000, 'stranger');
    const document = '{ serverInfo { mode } }';
    expect((await ask(document, null)).status).toBe(429);
    expect((await ask(document, null, { 'x-forwarded-for': `198.51.100.1, ${address}` })).status).toBe(429);
    expect((await ask(document, null, { 'x-forwarded-for': `${address}, 198.51.100.1` })).status).toBe(200);
  });

  it('is refused documents that are none, and keys that do not work', async () => {
    await drain(30_000, 'stranger');
    const codes = [];
    for (const answer of [
      await ask('{'),
      await ask('{ nonsense }'),
      await ask('{ viewer { __typename } }', 'cg_x'),
    ]) {
      codes.push([answer.status, answer.expectErrors()[0]?.extensions.code]);
    }
    expect(codes).toEqual(Array(3).fill([429, 'RATE_LIMITED']));
  });

  it('is told so on a socket', async () => {
    await drain(1_000_000);
    const socket = connectSocket(server.graphqlUrl, key);
    for (const document of [
      '{ viewer { __typename } }',
      'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }',
    ]) {
      const live = subscribeOverSocket(socket, document, { id: server.workspace.id });
      expect((await live.next()).value).toMatchObject({
        errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }],
      });
    }
    await socket.dispose();
  });

  it('is counted for operators', async () => {
    await drain(1_000_000);
    await ask('{ viewer { __typename } }');
    const { text } = await server.runtime.services.metrics.print();
    expect(Number(/graphql_refused_total\{reason="rate"\} (\d+)/.exec(text)?.[1])).toBeGreaterThan(0);
  });
});
