import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { isFromThisMachine } from '../address.ts';

export const METRICS_PATH = '/metrics';

/**
 * Sends the metrics in Prometheus' text format: to whoever has the token where one is configured, else to this machine
 * alone. False where the caller may not have them; then nothing is sent, and nothing here is to be told from nothing.
 */
export async function sendMetrics(
  { metrics, config }: Pick<Services, 'metrics' | 'config'>,
  request: IncomingMessage,
  address: URL,
  response: ServerResponse,
): Promise<boolean> {
  const isAllowed =
    config.metricsToken === null
      ? isFromThisMachine(request, address)
      : hasToken(request, config.metricsToken);
  if (!isAllowed) return false;
  const { contentType, text } = await metrics.print();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(text);
  return true;
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  // Hashed, since equal lengths are needed and lengths tell something too.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${token}`));
}
