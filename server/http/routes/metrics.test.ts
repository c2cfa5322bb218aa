import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { readConfig } from '../../lib/config.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import { addressOf } from '../address.ts';
import { sendMetrics } from './metrics.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The status with which this machine is answered. */
async function ask(environment: NodeJS.ProcessEnv, headers: Record<string, string> = {}): Promise<number> {
  const metrics = createMetrics(SILENT_LOG);
  metrics.counter({ name: 'things_total', help: 'Things.', labels: [] })({});
  const config = readConfig(environment, { clientKey: 'key', clientSecret: 'secret' });
  server = createServer((asked, response) => {
    void sendMetrics({ metrics, config }, asked, addressOf(asked)!, response).then((isSent) => {
      if (!isSent) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/metrics', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const TOKEN = 'a-token-of-enough-characters';
const WITH_TOKEN = { CREATORGRAPH_METRICS_TOKEN: TOKEN };

describe('the door of the metrics', () => {
  it.each([
    ['this machine', {}, {}, 200],
    ['this machine by name', {}, { host: 'localhost:3000' }, 200],
    ['a proxy on this machine', {}, { 'x-forwarded-for': '203.0.113.7' }, 404],
    ['a page whose name was made to lead here', {}, { host: 'rebound.example.com' }, 404],
    ['who has the token', WITH_TOKEN, { authorization: `Bearer ${TOKEN}` }, 200],
    [
      'who has the token, through a proxy',
      WITH_TOKEN,
      { authorization: `Bearer ${TOKEN}`, host: 'example.com', 'x-forwarded-for': '203.0.113.7' },
      200,
    ],
    ['who has another token', WITH_TOKEN, { authorization: `Bearer ${TOKEN}x` }, 404],
    ['this machine without the token', WITH_TOKEN, {}, 404],
    ['whoever sends a token where none is set', {}, { host: 'example.com', authorization: 'Bearer ' }, 404],
  ])('for %s', async (_who, environment, headers, status) => {
    expect(await ask(environment, headers)).toBe(status);
  });

  it('has no short token', () => {
    expect(() =>
      readConfig({ CREATORGRAPH_METRICS_TOKEN: 'short' }, { clientKey: 'key', clientSecret: 'secret' }),
    ).toThrow('CREATORGRAPH_METRICS_TOKEN: must have 16 characters or more');
  });
});
