import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRuntime, type Overrides, type Runtime } from './app/runtime.ts';
import { createApplication, type HttpApplication } from './http/application.ts';
import { DOOR_LIMITS, type DoorLimits } from './http/door-limits.ts';
import { addressList } from './lib/address-list.ts';
import { type Application, listen, type Listener } from './http/listener.ts';
import { METRICS_PATH } from './http/routes/metrics.ts';
import { AUTH_PATH } from './http/routes/tiktok-auth.ts';
import { WEBHOOKS_PATH } from './http/routes/tiktok-webhooks.ts';
import { createStartingApplication } from './http/starting.ts';
import { type Config, readConfig } from './lib/config.ts';
import type { Log } from './lib/log.ts';
import { orExplain } from './lib/start-error.ts';
import { ensureDemoHistory, isBuilt } from './modules/demo/demo-history.service.ts';
import {
  type DemoWorkspace,
  ensureDemoWorkspace,
  readDemoWorkspace,
} from './modules/demo/demo-workspace.service.ts';
import { createSandboxControl } from './modules/demo/sandbox-person.ts';
import { type JoinedSandbox, joinSandbox } from './sandbox/join-sandbox.ts';
import { SANDBOX_BUSINESS, SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET } from './sandbox/tiktok/server.ts';
import { schema } from './schema/index.ts';

export interface StartOptions {
  /** The environment, `.env` included. */
  environment: NodeJS.ProcessEnv;
  createLog: (config: Config) => Log;
  /** Told what start is busy with, in a few words. @default nobody is told */
  onProgress?: (words: string) => void;
  /** For tests: without the demo's accounts and history. @default true */
  withDemo?: boolean;
  overrides?: Overrides;
  /** For tests: in the place of what the door lets through else. */
  limits?: Partial<DoorLimits>;
}

export interface RunningServer {
  readonly config: Config;
  readonly runtime: Runtime;
  /** Null in live mode. */
  readonly demoApiKey: string | null;
  /** Drains requests, sockets and jobs. Resolves within 10 s. */
  stop(): Promise<void>;
}

/** How long answers under way may take once the server stops. */
const REQUEST_GRACE_MS = 8_000;
const WAIT_FOR_DEMO_MS = 1_000;

/**
 * Starts the server in the role that the environment gives it. It listens at once and says so until it can
 * serve: the database, the queue, the sandbox and the demo come first.
 *
 * @throws ConfigError or StartError with a sentence for the operator, or whatever else keeps it from starting; all
 * that was started by then is stopped.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const asked = readConfig(options.environment, SANDBOX);
  const log = options.createLog(asked);
  let words = 'Opening the database';
  const tell = (next: string) => {
    words = next;
    options.onProgress?.(next);
  };
  const starting = createStartingApplication(() => words);

  const limits = { ...DOOR_LIMITS, ...options.limits };
  const proxies = addressList(asked.trustedProxies);
  const listener = await listen(asked.host, asked.port, starting, {
    limits,
    isProxy: (address) => proxies.has(address),
  });
  let sandbox: JoinedSandbox | undefined;
  let runtime: Runtime | undefined;
  let application: HttpApplication | undefined;
  const stop = async () => {
    application?.drain();
    const closed = listener.close({ graceMs: REQUEST_GRACE_MS });
    await Promise.all([application?.dispose(), runtime?.stopWork()]);
    // Answers under way still need the database.
    await closed;
    await runtime?.dispose();
    await sandbox?.close();
  };

  try {
    const folder = mkdir(asked.dataDir, { recursive: true, mode: 0o700 });
    await orExplain('CREATORGRAPH_DATA_DIR', 'It must be a folder that can be written to.', folder);
    if (asked.usesLocalSandbox) {
      sandbox = await joinSandbox({
        port: asked.sandboxPort,
        dataDir: asked.dataDir,
        deployment: deploymentOf(asked),
        log,
      });
    }
    // Read again with the ports that were really given, since addresses depend on them.
    const ports = {
      PORT: String(listener.port),
      ...(sandbox === undefined ? {} : { SANDBOX_PORT: new URL(sandbox.url).port }),
    };
    const config = readConfig({ ...options.environment, ...ports }, SANDBOX);
    runtime = await createRuntime(config, log, options.overrides);
    const { services } = runtime;

    const demo = config.mode === 'SANDBOX' ? await ensureDemoWorkspace(services) : null;
    const demoApiKey = demo?.secret ?? null;
    const isReady = () => isReachable(services.database, log);
    application = createApplication(services, schema, { demoApiKey, isReady, limits });
    if (demo !== null && options.withDemo !== false) {
      await prepareDemo(runtime, demo, { listener, application, starting, tell });
    }
    if (config.role !== 'api') await runtime.startWorkers();
    listener.serve(config.role === 'worker' ? probesOnly(application) : application);
    if (sandbox !== undefined && config.role !== 'worker') {
      const own = `http://${reachable(config.host)}:${String(listener.port)}`;
      await createSandboxControl(sandbox.url).registerWebhook(`${own}${WEBHOOKS_PATH}`);
    }
    return { config, runtime, demoApiKey, stop };
  } catch (error) {
    // What kept it from starting is what the operator has to hear of.
    await stop().catch((failure: unknown) => {
      log.error({ err: failure }, 'Not everything that had been started could be stopped');
    });
    throw error;
  }
}

/** What nodes on one database share, and no others. Hashed and without the password: the sandbox tells it to anybody. */
function deploymentOf({ databaseUrl, dataDir }: Config): string {
  let place = resolve(dataDir);
  if (databaseUrl !== null) {
    const { hostname, port, pathname } = new URL(databaseUrl);
    place = `${hostname}:${port}${pathname}`;
  }
  return createHash('sha256').update(place).digest('hex');
}

const SANDBOX = {
  clientKey: SANDBOX_CLIENT_KEY,
  clientSecret: SANDBOX_CLIENT_SECRET,
  business: SANDBOX_BUSINESS,
};

/** One node builds the demo's history; the others wait for it, since all clocks stand in the past meanwhile. */
async function prepareDemo(
  { services, clock }: Runtime,
  demo: DemoWorkspace,
  front: {
    listener: Listener;
    application: Application;
    starting: Application;
    tell: (words: string) => void;
  },
): Promise<void> {
  if (isBuilt(demo)) return;
  const { listener, application, starting, tell } = front;
  const { config } = services;
  tell('Preparing the demo');
  if (config.role === 'worker') {
    while (!isBuilt({ workspace: await readDemoWorkspace(services) })) {
      tell('Waiting for a node with the role all or api to prepare the demo');
      await setTimeout(WAIT_FOR_DEMO_MS);
    }
    return;
  }
  listener.serve({
    // The history begins with real logins, whose redirects come to this server.
    handle: (request, response) => {
      const serving = request.url?.startsWith(AUTH_PATH) === true ? application : starting;
      serving.handle(request, response);
    },
    upgrade: (request, socket, head) => {
      starting.upgrade(request, socket, head);
    },
  });
  await services.database.withLock('demo', async () => {
    await ensureDemoHistory(services, clock, await ensureDemoWorkspace(services), {
      ownOrigin: `http://${reachable(config.host)}:${String(listener.port)}`,
      sandboxUrl: config.tiktok.apiUrl,
      onProgress: (day, days) => {
        tell(`Collecting the demo's history: day ${String(day)} of ${String(days)}`);
      },
    });
  });
}

/** A host as part of a URL; a wildcard is reached by the loopback address. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function probesOnly(application: HttpApplication): Application {
  return {
    handle: (request, response) => {
      const path = (request.url ?? '/').split('?', 1)[0];
      if (path === '/health' || path === '/ready' || path === METRICS_PATH) {
        application.handle(request, response);
      } else {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('This node has the role worker: it answers /health, /ready and /metrics.\n');
      }
    },
    upgrade: (_request, socket) => {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    },
  };
}

async function isReachable(database: Runtime['services']['database'], log: Log): Promise<boolean> {
  try {
    await database.query('SELECT 1', []);
    return true;
  } catch (error) {
    log.warn({ err: error }, 'The database does not answer');
    return false;
  }
}
