import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import type { SandboxContext } from './context.ts';
import { CREATOR_CONTROLS } from './control.creators.ts';
import { GENERAL_CONTROLS } from './control.general.ts';
import { ControlError, type Control } from './control.ts';
import { VIDEO_CONTROLS } from './control.videos.ts';
import { escapeHtml, readBody, sendJson } from './http.ts';
import { sendPage } from './page.ts';

const CONTROLS: readonly Control[] = [...GENERAL_CONTROLS, ...CREATOR_CONTROLS, ...VIDEO_CONTROLS];

const ROUTES = CONTROLS.map((control) => ({
  control,
  pattern: new RegExp(`^${control.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

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
  const text = await readBody(request);
  for (const { control, pattern } of ROUTES) {
    const match = control.method === request.method ? pattern.exec(path) : null;
    if (match === null) continue;
    const { key = '', id = '' } = match.groups ?? {};
    respond(response, () => {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      return control.answer(sandbox, { body, key, id, query: Object.fromEntries(url.searchParams) });
    });
    return true;
  }
  sendJson(response, 404, { error: 'There is no such control; see /_sandbox/.' });
  return true;
}

function respond(response: ServerResponse, answer: () => object): void {
  try {
    sendJson(response, 200, answer());
  } catch (error) {
    if (error instanceof ControlError) sendJson(response, error.status, { error: error.message });
    else if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof SyntaxError) sendJson(response, 400, { error: 'The body is not valid JSON.' });
    else throw error;
  }
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
