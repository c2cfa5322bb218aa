import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import type { Services } from '../app/services.ts';
import { IDENTITY_PATH } from '../lib/identity-paths.ts';
import { newId } from '../lib/ids.ts';
import { isOutage } from '../lib/outage.ts';
import { addressOf, isFromThisMachine, isOfThisMachine } from './address.ts';
import { OUTAGE_MESSAGE } from './error-mapping.ts';
import type { Application } from './listener.ts';
import { createDoor } from './door.ts';
import type { DoorLimits } from './door-limits.ts';
import { PAGE_CSS, redirect, sendJson, sendPage, setCommonHeaders } from './responses.ts';
import { createGraphiQLPage } from './routes/graphiql.ts';
import { MEDIA_PATH } from '../modules/covers/image-variants.service.ts';
import { EXPORTS_PATH } from '../modules/privacy/export.service.ts';
import { createWebhookReceiver } from '../modules/tiktok-webhooks/receive-webhook.service.ts';
import { DEMO_OWNER } from '../modules/demo/demo-workspace.service.ts';
import { demoExamples } from '../modules/demo/demo-examples.service.ts';
import { METRICS_PATH, sendMetrics } from './routes/metrics.ts';
import { sendExport } from './routes/exports.ts';
import { serveImage } from './routes/media.ts';
import { serveApplication } from './routes/static-files.ts';
import { ACCOUNT_PAGES, serveAccountPage } from './routes/account-pages.ts';
import { serveIdentity } from './routes/identity.ts';
import { OUTBOX_PATH, serveOutbox } from './routes/outbox.ts';
import { AUTH_PATH, beginTikTokLogin, CALLBACK_PATH, finishTikTokLogin } from './routes/tiktok-auth.ts';
import { takeTikTokWebhook, WEBHOOKS_PATH } from './routes/tiktok-webhooks.ts';
import { createWebSocketEndpoint } from './web-socket.ts';
import { createGraphQL, GRAPHQL_PATH } from './yoga.ts';

const DASHBOARD_PATH = '/tiktok';
const DEMO_KEY_PATH = '/api/demo';
/** Where the sandbox's demo key is to be had. */
const KEY_DOORS: readonly string[] = [GRAPHQL_PATH, DEMO_KEY_PATH];
const DASHBOARD_FOLDER = fileURLToPath(new URL('../../client/dashboard/dist/', import.meta.url));

export interface HttpApplication extends Application {
  /** From now on `/ready` answers 503, so that a load balancer looks elsewhere. */
  drain(): void;
  /** Ends the sockets. */
  dispose(): Promise<void>;
}

/**
 * All that the server answers over HTTP.
 *
 * @param demoApiKey handed to whoever asks, in sandbox mode; null in live mode, where no such door exists.
 * @param isReady whether the parts that requests need are reachable.
 * @param limits in the place of DOOR_LIMITS.
 */
export function createApplication(
  services: Services,
  schema: GraphQLSchema,
  options: { demoApiKey: string | null; isReady: () => Promise<boolean>; limits?: Partial<DoorLimits> },
): HttpApplication {
  const door = createDoor(services, options.limits);
  const yoga = createGraphQL(schema, services, door);
  const webSockets = createWebSocketEndpoint(yoga, services, door);
  const webhooks = createWebhookReceiver(services);
  const graphiql = createGraphiQLPage(async () => ({
    apiKey: options.demoApiKey,
    variables: options.demoApiKey === null ? {} : await demoExamples(services),
  }));
  let isDraining = false;
  const { host, publicUrl } = services.config;
  const isHttps = publicUrl.startsWith('https:');
  const listensHereOnly = host === 'localhost' || host === '::1' || host.startsWith('127.');
  // Whoever lets the demo listen to the network shows its key to all who reach it.
  const isTricked = (address: URL): boolean =>
    options.demoApiKey !== null &&
    listensHereOnly &&
    !isOfThisMachine(address) &&
    address.hostname !== new URL(publicUrl).hostname;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = addressOf(request);
    if (address === null) {
      sendJson(response, 400, { error: 'This is no address.' });
      return;
    }
    const { pathname, searchParams } = address;
    if (pathname === GRAPHQL_PATH && !isPageVisit(request, searchParams)) {
      await yoga(request, response);
      return;
    }
    if (pathname === WEBHOOKS_PATH) {
      await takeTikTokWebhook(webhooks, request, response);
      return;
    }
    if (pathname.startsWith(`${IDENTITY_PATH}/`)) {
      await serveIdentity(services, request, response, pathname);
      return;
    }
    if (ACCOUNT_PAGES.includes(pathname)) {
      await serveAccountPage(services, request, response, address);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      if (!isKnownPath(pathname)) {
        sendJson(response, 404, { error: 'Nothing is here.' });
        return;
      }
      response.setHeader('allow', 'GET, HEAD');
      sendJson(response, 405, { error: 'Only GET is answered here.' });
      return;
    }
    if (KEY_DOORS.includes(pathname) && isTricked(address)) {
      sendPage(response, 403, {
        title: 'Open this as localhost',
        paragraphs: ['The demo key is shown to this machine alone, which is called localhost or 127.0.0.1.'],
      });
      return;
    }
    switch (pathname) {
      case '/':
        sendPage(response, 200, {
          title: 'creatorgraph',
          paragraphs: [
            'History, honest analysis and live recommendations for TikTok creators, over GraphQL.',
          ],
          links: [
            { href: `${DASHBOARD_PATH}/`, text: 'Dashboard' },
            { href: GRAPHQL_PATH, text: 'GraphiQL, with examples' },
          ],
        });
        return;
      case GRAPHQL_PATH:
        await graphiql.send(response);
        return;
      case AUTH_PATH:
        await beginTikTokLogin(services, request, response, searchParams);
        return;
      case CALLBACK_PATH:
        await finishTikTokLogin(services, request, response, searchParams);
        return;
      case DEMO_KEY_PATH:
        if (options.demoApiKey === null) sendJson(response, 404, { error: 'There is no demo in live mode.' });
        else sendJson(response, 200, { apiKey: options.demoApiKey, ownerEmail: DEMO_OWNER });
        return;
      case OUTBOX_PATH:
        // Its links open accounts.
        if (services.config.mode !== 'SANDBOX' || !isFromThisMachine(request, address)) break;
        await serveOutbox(services, response);
        return;
      case '/health':
        sendJson(response, 200, { status: 'ok' });
        return;
      case '/ready': {
        const isReady = !isDraining && (await options.isReady());
        sendJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
        return;
      }
      case METRICS_PATH:
        if (await sendMetrics(services, request, address, response)) return;
        break;
      case '/assets/page.css':
        response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' });
        response.end(PAGE_CSS);
        return;
      case DASHBOARD_PATH:
        redirect(response, `${DASHBOARD_PATH}/`);
        return;
    }
    if (pathname.startsWith(EXPORTS_PATH)) {
      await sendExport(services, request, response, pathname.slice(EXPORTS_PATH.length));
      return;
    }
    if (pathname.startsWith(MEDIA_PATH)) {
      const key = pathname.slice(MEDIA_PATH.length);
      await serveImage(services, request, response, { key, width: searchParams.get('w') });
      return;
    }
    if (pathname.startsWith(`${DASHBOARD_PATH}/`)) {
      const path = decodePath(pathname.slice(DASHBOARD_PATH.length + 1));
      if (path !== null && (await serveApplication(DASHBOARD_FOLDER, path, response))) return;
    }
    sendPage(response, 404, {
      title: 'Nothing is here',
      paragraphs: ['This address leads nowhere.'],
      links: [{ href: '/', text: 'Start page' }],
    });
  }

  return {
    handle(request, response) {
      setCommonHeaders(response, { isHttps });
      route(request, response).catch((error: unknown) => {
        fail(services, response, error);
      });
    },
    upgrade: (request, socket, head) => {
      webSockets.upgrade(request, socket, head);
    },
    drain() {
      isDraining = true;
    },
    dispose: () => webSockets.dispose(),
  };
}

/** Answered by GET alone. */
const PATHS: readonly string[] = [
  '/',
  AUTH_PATH,
  CALLBACK_PATH,
  DEMO_KEY_PATH,
  '/health',
  '/ready',
  '/assets/page.css',
  DASHBOARD_PATH,
];

function isKnownPath(path: string): boolean {
  return PATHS.includes(path) || path.startsWith(MEDIA_PATH) || path.startsWith(`${DASHBOARD_PATH}/`);
}

/** A person in a browser, who wants GraphiQL; an operation in the address is for GraphQL all the same. */
function isPageVisit(request: IncomingMessage, query: URLSearchParams): boolean {
  const accepts = request.headers.accept ?? '';
  return request.method === 'GET' && accepts.includes('text/html') && !query.has('query');
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null; // Malformed percent encoding names no file.
  }
}

/** What reading from and writing to a connection fails with that its other side closed. */
const HANG_UPS: readonly unknown[] = ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'];

function isHangUp(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && HANG_UPS.includes(error.code);
}

function fail(services: Services, response: ServerResponse, error: unknown): void {
  if (response.destroyed && isHangUp(error)) {
    services.log.debug({ err: error }, 'A client hung up before it was answered');
    return;
  }
  if (isOutage(error) && !response.headersSent) {
    services.log.warn({ err: error }, 'A service behind this server does not answer');
    response.setHeader('retry-after', '5');
    sendJson(response, 503, { error: OUTAGE_MESSAGE });
    return;
  }
  const errorId = newId();
  services.log.error({ errorId, err: error }, 'Unexpected error while answering a request');
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: 'Unexpected error.', errorId });
}
