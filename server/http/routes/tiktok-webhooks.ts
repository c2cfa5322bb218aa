import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reception, WebhookReceiver } from '../../modules/tiktok-webhooks/receive-webhook.service.ts';
import { readBody } from '../read-body.ts';
import { sendJson } from '../responses.ts';

export const WEBHOOKS_PATH = '/api/tiktok/webhooks';

/** TikTok's events are well below 2 kB. */
const MAX_BODY_BYTES = 64 * 1_024;

const STATUS: Record<Reception, number> = { STORED: 200, REFUSED: 401, UNREADABLE: 400 };

/** `POST /api/tiktok/webhooks`: answers as soon as the event is stored. Whoever is not TikTok learns nothing. */
export async function takeTikTokWebhook(
  receiver: WebhookReceiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    sendJson(response, 405, { error: 'Only POST is answered here.' });
    return;
  }
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) {
    // What is still to come is not read.
    response.setHeader('connection', 'close');
    sendJson(response, 413, {});
    return;
  }
  const header = request.headers['tiktok-signature'];
  const reception = await receiver.receive({
    body,
    signature: typeof header === 'string' ? header : undefined,
  });
  sendJson(response, STATUS[reception], {});
}
