import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { Services } from '../../app/services.ts';
import { isOfThisMachine } from '../address.ts';

export const METRICS_PATH = '/metrics';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Of a proxy on this machine, which asks for somebody elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

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
    config.metricsToken === null ? isLocal(request, address) : hasToken(request, config.metricsToken);
  if (!isAllowed) return false;
  const { contentType, text } = await metrics.print();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(text);
  return true;
}

function isLocal({ socket, headers }: IncomingMessage, address: URL): boolean {
  const peer = socket.remoteAddress ?? '';
  return (
    LOOPBACK.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4') &&
    isOfThisMachine(address) &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  // Hashed, since equal lengths are needed and lengths tell something too.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${token}`));
}
