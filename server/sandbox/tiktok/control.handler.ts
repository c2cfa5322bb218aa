import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import { SANDBOX_CLIENT_KEY, type SandboxContext } from './context.ts';
import { ENDPOINTS, faultSchema } from './faults.ts';
import { escapeHtml, readBody, sendJson } from './http.ts';
import { removeGrants } from './oauth.handler.ts';
import { sendPage } from './page.ts';

const clockSchema = z.object({
  now: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    // The worlds are planned week by week up to the instant: centuries ahead would take for ever.
    .refine((instant) => instant.getUTCFullYear() >= 2000 && instant.getUTCFullYear() < 2100, '2000 to 2099')
    .nullable(),
});

const settingsSchema = z.object({
  tokenLifetime: z.enum(['new', 'old']).optional(),
  oauthErrorStatus: z.union([z.literal(200), z.literal(400)]).optional(),
});

type Answer = (sandbox: SandboxContext, body: unknown, key: string) => object | undefined;

interface Control {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** `:key` stands for a creator. */
  path: string;
  description: string;
  /** undefined: there is no such creator. */
  answer: Answer;
}

const CONTROLS: readonly Control[] = [
  {
    method: 'GET',
    path: '/_sandbox/health',
    description: 'Which sandbox this is, its client key, whose it is, and its clock.',
    answer: (sandbox) => ({
      sandbox: 'tiktok',
      clientKey: SANDBOX_CLIENT_KEY,
      deployment: sandbox.deployment,
      now: sandbox.clock.now().toISOString(),
    }),
  },
  {
    method: 'GET',
    path: '/_sandbox/clock',
    description: "The sandbox's clock.",
    answer: (sandbox) => ({ now: sandbox.clock.now().toISOString() }),
  },
  {
    method: 'PUT',
    path: '/_sandbox/clock',
    description:
      '{"now": "2026-08-01T12:00:00Z"} stands still there; {"now": null} follows real time again. Not kept over a restart.',
    answer(sandbox, body) {
      const { now } = clockSchema.parse(body);
      if (now === null) sandbox.clock.release();
      else sandbox.clock.standAt(now);
      return { now: sandbox.clock.now().toISOString() };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/creators',
    description: 'The creators, their figures now, and how many grants apps hold for them.',
    answer: (sandbox) => ({ creators: listCreators(sandbox) }),
  },
  {
    method: 'POST',
    path: '/_sandbox/creators/:key/revoke',
    description: 'The person removes the app: every token of the creator ends.',
    answer(sandbox, _body, key) {
      if (sandbox.world.creator(key) === undefined) return undefined;
      removeGrants(sandbox, key);
      return { creators: listCreators(sandbox).filter((creator) => creator.key === key) };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/faults',
    description: 'The faults that wait.',
    answer: (sandbox) => ({ faults: sandbox.faults.list() }),
  },
  {
    method: 'PUT',
    path: '/_sandbox/faults',
    description: `A list of {endpoint, kind, times}, in place of the former. endpoint: ${ENDPOINTS.join(', ')}. kind: internal_error, rate_limit, ok_status_error (an error with status 200), garbage (HTML with status 200), truncated (half of the true answer), silence (never answers), disconnect, access_token_invalid, invalid_grant. times: how many calls, or null for all.`,
    answer(sandbox, body) {
      sandbox.faults.replace(z.array(faultSchema).parse(body));
      return { faults: sandbox.faults.list() };
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/faults',
    description: 'Takes all faults away.',
    answer(sandbox) {
      sandbox.faults.replace([]);
      return { faults: [] };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/settings',
    description: 'The settings.',
    answer: (sandbox) => sandbox.settings,
  },
  {
    method: 'PUT',
    path: '/_sandbox/settings',
    description:
      'tokenLifetime: "new" (2 h and 180 days) or "old" (24 h and 365 days); oauthErrorStatus: 200 or 400.',
    answer(sandbox, body) {
      const { tokenLifetime, oauthErrorStatus } = settingsSchema.parse(body);
      if (tokenLifetime !== undefined) sandbox.settings.tokenLifetime = tokenLifetime;
      if (oauthErrorStatus !== undefined) sandbox.settings.oauthErrorStatus = oauthErrorStatus;
      return sandbox.settings;
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/calls',
    description: 'Calls by endpoint since the start or the last reset, failed ones included.',
    answer: (sandbox) => ({
      calls: Object.fromEntries(ENDPOINTS.map((name) => [name, sandbox.calls.get(name) ?? 0])),
    }),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/calls',
    description: 'Counts from 0 again.',
    answer(sandbox) {
      sandbox.calls.clear();
      return { calls: {} };
    },
  },
];

/** The loopback tool of demo and tests; false where `url` is not under `/_sandbox`. */
export async function handleControl(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const path = url.pathname;
  if (path === '/_sandbox' || path === '/_sandbox/' || path === '/') {
    sendDocumentation(response);
    return true;
  }
  if (!path.startsWith('/_sandbox/')) return false;
  const key = /^\/_sandbox\/creators\/([^/]+)\/revoke$/.exec(path)?.[1] ?? '';
  const pattern = key === '' ? path : '/_sandbox/creators/:key/revoke';
  const control = CONTROLS.find(
    (candidate) => candidate.path === pattern && candidate.method === request.method,
  );
  const text = await readBody(request);
  if (control === undefined) {
    sendJson(response, 404, { error: 'There is no such control; see /_sandbox/.' });
    return true;
  }
  try {
    const answer = control.answer(sandbox, text === '' ? undefined : JSON.parse(text), key);
    if (answer === undefined) sendJson(response, 404, { error: `There is no creator "${key}".` });
    else sendJson(response, 200, answer);
  } catch (error) {
    if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof SyntaxError) sendJson(response, 400, { error: 'The body is not valid JSON.' });
    else throw error;
  }
  return true;
}

function listCreators(sandbox: SandboxContext): { key: string }[] {
  const now = sandbox.clock.now().getTime();
  return sandbox.world.creators.map((creator) => {
    const { key, username, displayName, niche, language } = creator.persona;
    const grants = sandbox.store.state.grants.filter((grant) => grant.creator === key).length;
    return { key, username, displayName, niche, language, ...creator.profileAt(now), grants };
  });
}

function sendDocumentation(response: ServerResponse): void {
  const items = CONTROLS.map(
    ({ method, path, description }) =>
      `<dt><code>${method} ${path}</code></dt><dd>${escapeHtml(description)}</dd>`,
  );
  sendPage(response, 200, 'Controls', [
    '<h1>TikTok sandbox</h1>',
    "<p>Speaks TikTok's wire protocol: <code>/v2/auth/authorize/</code>, <code>/v2/oauth/token/</code>, <code>/v2/oauth/revoke/</code>, <code>/v2/user/info/</code>, <code>/v2/video/list/</code> and <code>/v2/video/query/</code>.</p>",
    '<h2>Controls</h2>',
    `<dl>${items.join('\n')}</dl>`,
  ]);
}
