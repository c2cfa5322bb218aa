import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { handleApi } from './api/api.ts';
import { handleAuthorize } from './authorize/authorize.handler.ts';
import { createCallLog } from './api/call.log.ts';
import { handleCdn } from './images/cdn.handler.ts';
import { SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET, type SandboxContext } from './context.ts';
import { handleControl } from './control/control.handler.ts';
import { createFaults } from './faults/faults.ts';
import { BodyTooLargeError, send } from './http.ts';
import { handleMedia } from './media.handler.ts';
import { createRateLimit } from './api/rate.limit.ts';
import { defaultSettings } from './settings.ts';
import { openState, type StateStore } from './state/state.store.ts';
import { createTrendWorld } from './trends/trend.world.ts';
import { createWebhook } from './webhook/webhook.ts';
import { createWorld, type World } from './world/world.ts';

export {
  SANDBOX_BUSINESS,
  SANDBOX_CLIENT_KEY,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_RESEARCH_CLIENT_KEY,
  SANDBOX_RESEARCH_CLIENT_SECRET,
} from './context.ts';

const DEFAULT_SEED = 'creatorgraph';

/** Something else that answers on the sandbox's port, such as another vendor's sandbox. */
export interface SandboxHandler {
  /** True where it has answered the request. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export interface TikTokSandboxOptions {
  /** 0: any free port. */
  port: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** JSON file, mode 0600, replaced atomically; a sandbox started on it again knows its tokens and codes. */
  stateFile: string;
  /** Of the creators' worlds. @default the one in the state file, else a fixed one */
  seed?: string;
  /** Whose sandbox it is, for others that find its port taken. @default nobody's */
  deployment?: string;
  log?: Log;
  /** Asked in turn before the sandbox's own paths. */
  extraHandlers?: readonly SandboxHandler[];
}

export interface TikTokSandbox {
  /** Base of authorization page and API alike, such as `http://127.0.0.1:4010`. */
  url: string;
  clientKey: string;
  clientSecret: string;
  /** The first three are meant for the demo. */
  creators: { key: string; username: string; displayName: string }[];
  /** Ends open connections, too. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks TikTok's wire protocol for simulated creators. Rejects with the socket's error where
 * the port is taken (`code` is `EADDRINUSE`), and where the state file is unreadable.
 */
export async function startTikTokSandbox(options: TikTokSandboxOptions): Promise<TikTokSandbox> {
  const { host = '127.0.0.1', extraHandlers = [] } = options;
  // Longer than a client leaves a connection idle: one that is closed as it is used again is a fault nobody asked for.
  const server = createServer({ keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  let sandbox: SandboxContext;
  try {
    sandbox = createContext(`http://${host.includes(':') ? `[${host}]` : host}:${port}`, options);
  } catch (error) {
    server.close();
    throw error;
  }
  server.on('request', (request, response) => {
    route(sandbox, extraHandlers, request, response).catch((error: unknown) => {
      fail(sandbox, response, error);
    });
  });
  return {
    url: sandbox.url,
    clientKey: SANDBOX_CLIENT_KEY,
    clientSecret: SANDBOX_CLIENT_SECRET,
    creators: sandbox.world.creators.map(({ persona: { key, username, displayName } }) => ({
      key,
      username,
      displayName,
    })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          sandbox.webhook.clear();
          sandbox.store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function createContext(url: string, options: TikTokSandboxOptions): SandboxContext {
  const store = openState(options.stateFile, options.seed, DEFAULT_SEED);
  const clock = createClock();
  const settings = defaultSettings();
  const now = (): number => clock.now().getTime() + settings.clockSkewSeconds * 1000;
  return {
    url,
    clock,
    now,
    webhook: createWebhook({ settings, clientSecret: SANDBOX_CLIENT_SECRET, clock, now }),
    world: restoreWorld(store),
    trends: createTrendWorld(store.seed),
    clientTokens: new Map(),
    store,
    limits: createRateLimit(),
    faults: createFaults(),
    settings,
    callLog: createCallLog(),
    deployment: options.deployment ?? null,
    log: options.log,
  };
}

function restoreWorld(store: StateStore): World {
  const world = createWorld(store.seed);
  for (const group of store.madeUp.all()) world.addGroup(group);
  for (const upload of store.uploads.all()) world.creator(upload.creator)?.addUpload(upload);
  for (const change of store.visibility.all()) world.creator(change.creator)?.addChange(change);
  return world;
}

async function route(
  sandbox: SandboxContext,
  extraHandlers: readonly SandboxHandler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const extra of extraHandlers) {
    if (await extra.handle(request, response)) return;
  }
  const url = URL.parse(request.url ?? '/', sandbox.url);
  if (url !== null) {
    if (await handleApi(sandbox, request, response, url)) return;
    if (await handleAuthorize(sandbox, request, response, url)) return;
    if (await handleControl(sandbox, request, response, url)) return;
    if (await handleCdn(sandbox, request, response, url)) return;
    if (handleMedia(sandbox, request, response, url)) return;
  }
  request.resume();
  send(response, 404, 'text/plain; charset=utf-8', 'Unsupported path');
}

function fail(sandbox: SandboxContext, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
  } else if (error instanceof BodyTooLargeError) {
    send(response, 413, 'text/plain; charset=utf-8', 'Request entity too large', { connection: 'close' });
  } else {
    sandbox.log?.error({ err: error }, 'the TikTok sandbox failed');
    send(response, 500, 'text/plain; charset=utf-8', 'Internal error');
  }
}
