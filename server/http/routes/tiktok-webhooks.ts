import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reception, WebhookReceiver } from '../../modules/tiktok-webhooks/receive-webhook.service.ts';
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
  const body = await readBody(request);
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

/** Null above the limit; the declared length is not trusted. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left without being destroyed, so that the answer reaches whoever sent too much.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
