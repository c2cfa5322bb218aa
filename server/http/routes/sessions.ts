import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { isId } from '../../lib/ids.ts';
import { endOtherSessions, endSession, listSessions } from '../../modules/identity/sessions.service.ts';
import { sendJson } from '../responses.ts';

/** Endpoints of our own beside better-auth's, whose sessions are named by their tokens; ours are by their ids. */
export const SESSIONS_PATH = '/list-sessions';
export const END_SESSION_PATH = '/revoke-session';
export const END_OTHERS_PATH = '/revoke-other-sessions';

export async function serveSessions(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Record<string, unknown>,
): Promise<void> {
  const session = await services.identity.sessionOf(request.headers.cookie ?? '');
  if (session === null) {
    sendJson(response, 401, { code: 'UNAUTHORIZED', message: 'Sign in first.' });
    return;
  }
  if (path === SESSIONS_PATH) {
    sendJson(response, 200, { sessions: await listSessions(services, session) });
    return;
  }
  if (path === END_OTHERS_PATH) {
    await endOtherSessions(services, session);
    sendJson(response, 200, { success: true });
    return;
  }
  const { id } = body;
  const isEnded = typeof id === 'string' && isId(id) && (await endSession(services, session.userId, id));
  if (isEnded) sendJson(response, 200, { success: true });
  else sendJson(response, 404, { code: 'NOT_FOUND', message: 'You have no such session.' });
}
