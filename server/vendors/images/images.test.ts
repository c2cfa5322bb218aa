import dns from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { createRecordingLog, SILENT_LOG } from '../../testing/log.ts';
import { createImageSource, type OpenImageSource } from './images.ts';
import { ImageFetchError } from './port.ts';

const metrics = createMetrics(SILENT_LOG);
const quiet = { log: SILENT_LOG, metrics };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What it was asked for. */
const asked: string[] = [];
let handle: Handler;
let server: Server;
let url: string;
let source: OpenImageSource;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked.length = 0;
  source = createImageSource({ trustedOrigin: url, httpsOnly: false, ...quiet });
});
afterEach(() => source.close());

const port = () => new URL(url).port;
const body = (contents: string | Buffer, headers = {}): Handler => {
  return (_request, response) => response.writeHead(200, headers).end(contents);
};
const redirectTo = (location: (path: string) => string): Handler => {
  return ({ url: path = '/' }, response) => response.writeHead(302, { location: location(path) }).end('x');
};

async function problemOf(link: string, from = source): Promise<{ problem: string; message: string }> {
  const failure = await from.fetch(link).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ImageFetchError);
  const { problem, message } = failure as ImageFetchError;
  return { problem, message };
}

describe('a picture', () => {
  it('comes as its bytes, whatever its type is said to be', async () => {
    handle = body(Buffer.from([1, 2, 3]), { 'content-type': 'text/html' });
    expect([...(await source.fetch(`${url}/a?x-signature=s`))]).toEqual([1, 2, 3]);
    expect(asked).toEqual(['/a?x-signature=s']);
  });

  it('may be three redirects away and no farther', async () => {
    const step: Handler = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('here');
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    };
    handle = step;
    expect(Buffer.from(await source.fetch(`${url}/3`)).toString()).toBe('here');
    expect(await problemOf(`${url}/4`)).toEqual({ problem: 'REFUSED', message: 'Too many redirects' });
    handle = redirectTo((path) => path);
    expect(await problemOf(`${url}/round`)).toMatchObject({ problem: 'REFUSED' });
  });

  it.each([
    [401, 'LINK_ENDED'],
    [403, 'LINK_ENDED'],
    [404, 'LINK_ENDED'],
    [410, 'LINK_ENDED'],
    [204, 'UNAVAILABLE'],
    [304, 'UNAVAILABLE'],
    [429, 'UNAVAILABLE'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
  ])('that is answered %i is %s', async (status, problem) => {
    handle = (_request, response) => response.writeHead(status).end();
    expect(await problemOf(url)).toEqual({ problem, message: `Answered ${status}` });
  });

  it('is cut off at 10 MB, whatever length was said, and however it is packed', async () => {
    const streams: Handler[] = [
      body(Buffer.alloc(10_000_001)),
      (_request, response) => {
        response.on('error', () => {});
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(100_000))) {
            // On until the other side has enough.
          }
        };
        response.on('drain', more);
        more();
      },
      body(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }),
    ];
    for (const stream of streams) {
      handle = stream;
      expect(await problemOf(url)).toEqual({ problem: 'REFUSED', message: 'More than 10 MB' });
    }
    handle = body(Buffer.alloc(10_000_000));
    expect((await source.fetch(url)).byteLength).toBe(10_000_000);
  });

  it('must be there in time, to its last byte', async () => {
    const slow: Handler[] = [
      () => {},
      (_request, response) => {
        response.writeHead(200, { 'content-length': 1_000 });
        const drip = setInterval(() => response.write('x'), 50);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
    ];
    const hasty = createImageSource({ ...quiet, trustedOrigin: url, httpsOnly: false, timeoutMs: 300 });
    for (const answer of slow) {
      handle = answer;
      expect(await problemOf(url, hasty)).toEqual({
        problem: 'UNAVAILABLE',
        message: 'No whole answer in time',
      });
    }
    await hasty.close();
  });

  it('that breaks off, or whose server is gone, is not there for now', async () => {
    handle = (_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('x', () => response.destroy());
    };
    expect(await problemOf(url)).toMatchObject({ problem: 'UNAVAILABLE' });
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const trustedOrigin = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const gone = createImageSource({ trustedOrigin, httpsOnly: false, ...quiet });
    expect(await problemOf(trustedOrigin, gone)).toEqual({
      problem: 'UNAVAILABLE',
      message: 'The connection failed (ECONNREFUSED)',
    });
    await gone.close();
  });

  it('is given up when the caller does', async () => {
    handle = () => {};
    const reason = new Error('enough');
    await expect(source.fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const fetched = source.fetch(url, { signal: controller.signal });
    controller.abort(reason);
    await expect(fetched).rejects.toBe(reason);
  });
});

describe('a link into our own networks', () => {
  beforeEach(() => {
    handle = body('secret');
  });

  it.each([
    ['a name', () => `http://localhost:${port()}/`],
    ['its address, on another port than the trusted one', () => url],
    ['a decimal number', () => `http://2130706433:${port()}/`],
    ['a hexadecimal number', () => `http://0x7f000001:${port()}/`],
    ['octal parts', () => `http://0177.0.0.1:${port()}/`],
    ['a short form', () => `http://127.1:${port()}/`],
    ['no address', () => `http://0:${port()}/`],
    ['an IPv4 address in an IPv6 one', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['the same in hexadecimal', () => `http://[::ffff:7f00:1]:${port()}/`],
  ])('by %s is not followed', async (_way, link) => {
    const trusting = createImageSource({
      trustedOrigin: 'http://127.0.0.1:1',
      httpsOnly: false,
      ...quiet,
    });
    expect(await problemOf(link(), trusting)).toEqual({
      problem: 'REFUSED',
      message: 'The link leads to no public address',
    });
    expect(asked).toEqual([]);
    await trusting.close();
  });

  it('by a name that resolves to it is not followed, however often it is looked up', async () => {
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((
      _host: string,
      { all }: { all?: boolean },
      found: (error: null, address: unknown, family?: number) => void,
    ) => {
      // The first time somebody looks, it is a stranger's.
      const address = lookup.mock.calls.length > 1 ? '8.8.8.8' : '127.0.0.1';
      process.nextTick(() => {
        if (all === true) found(null, [{ address, family: 4 }]);
        else found(null, address, 4);
      });
    }) as typeof dns.lookup);
    try {
      expect(await problemOf(`http://rebound.example:${port()}/`)).toEqual({
        problem: 'REFUSED',
        message: 'The link leads to no public address',
      });
      expect(lookup).toHaveBeenCalled();
    } finally {
      lookup.mockRestore();
    }
    expect(asked).toEqual([]);
  });

  it('is not followed after a redirect either', async () => {
    let isReached = false;
    const inner = createServer((_request, response) => {
      isReached = true;
      response.end('secret');
    });
    await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
    const innerPort = (inner.address() as AddressInfo).port;
    for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]', '2130706433']) {
      for (const scheme of ['http:', 'https:', '']) {
        handle = redirectTo(() => `${scheme}//${host}:${innerPort}/secret`);
        expect(await problemOf(`${url}/a`)).toEqual({
          problem: 'REFUSED',
          message: 'The link leads to no public address',
        });
      }
    }
    inner.close();
    expect([isReached, new Set(asked)]).toEqual([false, new Set(['/a'])]);
  });

  it.each([
    'ftp://x.example/a',
    'file:///etc/passwd',
    'data:image/png;base64,AA==',
    'javascript:1',
    'nonsense',
    '',
  ])('or no link by HTTP, such as %s, is not followed', async (link) => {
    expect(await problemOf(link)).toMatchObject({ problem: 'REFUSED' });
    handle = redirectTo(() => link);
    if (link.includes(':')) expect(await problemOf(url)).toMatchObject({ problem: 'REFUSED' });
  });

  it('with a password in it is not followed', async () => {
    expect(await problemOf('http://user:pass@example.com/')).toMatchObject({ problem: 'REFUSED' });
  });
});

it('takes encrypted links alone where it is told so, after redirects too', async () => {
  const live = createImageSource({ trustedOrigin: null, httpsOnly: true, ...quiet });
  expect(await problemOf('http://8.8.8.8/', live)).toEqual({
    problem: 'REFUSED',
    message: 'A link by http: is not followed',
  });
  expect(await problemOf(url, live)).toMatchObject({ problem: 'REFUSED' });
  expect(asked).toEqual([]);
  await live.close();
});

it('logs no link: it is signed', async () => {
  const { log, entries } = createRecordingLog();
  const logged = createImageSource({
    trustedOrigin: url,
    httpsOnly: false,
    log,
    metrics: createMetrics(log),
  });
  handle = body('x');
  await logged.fetch(`${url}/path-of-it?x-signature=secret`);
  handle = (_request, response) => response.writeHead(403).end();
  await problemOf(`${url}/path-of-it?x-signature=secret`, logged);
  await logged.close();
  expect(entries).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toMatch(/secret|path-of-it/);
});

it('counts what came of them', async () => {
  handle = (_request, response) => response.writeHead(404).end();
  const own = createMetrics(SILENT_LOG);
  const counted = createImageSource({ ...quiet, trustedOrigin: url, httpsOnly: false, metrics: own });
  await problemOf(url, counted);
  await counted.close();
  expect((await own.print()).text).toMatch(/^image_fetches_total\{outcome="link_ended"\} 1$/m);
});
