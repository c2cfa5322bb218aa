import { Agent, fetch, type Dispatcher, type Response } from 'undici';
import type { Log } from '../../lib/log.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { ImageFetchError, type ImageSource } from './port.ts';
import { createPublicAgent, PrivateAddressError } from './public-agent.ts';

/** Covers are some 100 kB, photos in full size 5 MB. */
const MAX_BYTES = 10_000_000;
const MAX_REDIRECTS = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const HEADERS = { accept: 'image/jpeg,image/png,image/webp', 'accept-encoding': 'identity' };
/** Refusals of the link itself; TikTok answers 403 once it has ended. */
const ENDED: ReadonlySet<number> = new Set([401, 403, 404, 410]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface ImageSourceOptions {
  /** The one origin that may be anywhere, this machine included: the sandbox's. Null: none. */
  trustedOrigin: string | null;
  /** Whether links without encryption are refused. */
  httpsOnly: boolean;
  log: Log;
  metrics: Metrics;
  /** For one picture, redirects and body included. @default 20_000 */
  timeoutMs?: number;
}

export interface OpenImageSource extends ImageSource {
  close(): Promise<void>;
}

/** Pictures over HTTP. Holds connections to the servers they come from. */
export function createImageSource(options: ImageSourceOptions): OpenImageSource {
  const { trustedOrigin, httpsOnly, log, metrics, timeoutMs = 20_000 } = options;
  const publicAgent = createPublicAgent(CONNECT_TIMEOUT_MS);
  const count = metrics.counter({
    name: 'image_fetches_total',
    help: 'Pictures asked for at TikTok, by what came of it.',
    labels: ['outcome'],
  });
  const trustedAgent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });

  /** @throws ImageFetchError REFUSED for a link that is not to be followed. */
  function agentFor(url: URL): Dispatcher {
    if (url.origin === trustedOrigin) return trustedAgent;
    if (url.protocol !== 'https:' && (httpsOnly || url.protocol !== 'http:')) {
      throw new ImageFetchError('REFUSED', `A link by ${url.protocol} is not followed`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new ImageFetchError('REFUSED', 'A link with a password is not followed');
    }
    return publicAgent;
  }

  async function follow(link: string, signal: AbortSignal): Promise<Uint8Array> {
    let url = URL.parse(link);
    for (let redirects = 0; url !== null; redirects += 1) {
      const response = await fetch(url, {
        dispatcher: agentFor(url),
        redirect: 'manual',
        headers: HEADERS,
        signal,
      });
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return await read(response);
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS) throw new ImageFetchError('REFUSED', 'Too many redirects');
      url = URL.parse(location, url.href);
    }
    throw new ImageFetchError('REFUSED', 'This is no link');
  }

  return {
    async fetch(link, { signal } = {}) {
      const startedAt = performance.now();
      const facts = { host: URL.parse(link)?.host ?? null };
      const took = () => ({ ...facts, ms: Math.round(performance.now() - startedAt) });
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const bytes = await follow(link, signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
        count({ outcome: 'ok' });
        log.debug({ ...took(), bytes: bytes.byteLength }, 'Picture fetched');
        return bytes;
      } catch (error) {
        if (signal?.aborted === true) {
          count({ outcome: 'aborted' });
          throw signal.reason;
        }
        const failure = failureOf(error, timeout.aborted);
        count({ outcome: failure.problem.toLowerCase() });
        log.debug({ ...took(), problem: failure.problem, reason: failure.message }, 'Picture not fetched');
        throw failure;
      }
    },
    async close() {
      await Promise.all([publicAgent.destroy(), trustedAgent.destroy()]);
    },
  };
}

async function read(response: Response): Promise<Uint8Array> {
  const { status, body } = response;
  if (status !== 200 || body === null) {
    await body?.cancel();
    throw new ImageFetchError(ENDED.has(status) ? 'LINK_ENDED' : 'UNAVAILABLE', `Answered ${status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // What the headers say of the length is not to be relied on. Leaving the loop cancels the body.
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new ImageFetchError('REFUSED', `More than ${MAX_BYTES / 1e6} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function failureOf(error: unknown, isTimeout: boolean): ImageFetchError {
  if (error instanceof ImageFetchError) return error;
  // undici's fetch wraps whatever the connection met.
  const cause = (error as { cause?: unknown }).cause ?? error;
  if (cause instanceof PrivateAddressError) {
    return new ImageFetchError('REFUSED', cause.message, { cause: error });
  }
  const code = (cause as { code?: unknown }).code;
  const reason = isTimeout
    ? 'No whole answer in time'
    : `The connection failed${typeof code === 'string' ? ` (${code})` : ''}`;
  return new ImageFetchError('UNAVAILABLE', reason, { cause: error });
}
