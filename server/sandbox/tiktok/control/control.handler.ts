import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import type { SandboxContext } from '../context.ts';
import { CONTROLS, sendDocumentation } from './control.docs.ts';
import { ControlError } from './control.ts';
import { readBody, sendJson } from '../http.ts';

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
    await respond(response, () => {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      return control.answer(sandbox, { body, key, id, query: Object.fromEntries(url.searchParams) });
    });
    return true;
  }
  sendJson(response, 404, { error: 'There is no such control; see /_sandbox/.' });
  return true;
}

async function respond(response: ServerResponse, answer: () => object | Promise<object>): Promise<void> {
  try {
    sendJson(response, 200, await answer());
  } catch (error) {
    if (error instanceof ControlError) sendJson(response, error.status, { error: error.message });
    else if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof SyntaxError) sendJson(response, 400, { error: 'The body is not valid JSON.' });
    else throw error;
  }
}
