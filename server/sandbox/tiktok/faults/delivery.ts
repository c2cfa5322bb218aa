import type { ServerResponse } from 'node:http';

import type { Fault } from './faults.ts';
import { send } from '../http.ts';

/** An answer as it would go out. */
export interface Delivery {
  status: number;
  /** `ok` or TikTok's error code, for the call log. */
  code: string;
  contentType: string;
  body: string | Buffer;
  headers: Record<string, string>;
}

/** What arrives of an answer, for the call log; nulls where nothing does. */
export interface Arrival {
  status: number | null;
  code: string | null;
}

export function arrivalOf(fault: Fault | undefined, delivery: Delivery | undefined): Arrival {
  switch (fault?.kind) {
    case 'silence':
    case 'disconnect':
      return { status: null, code: null };
    case 'html_error':
      return { status: fault.status ?? 503, code: null };
    case 'garbage':
    case 'empty':
      return { status: 200, code: null };
    default:
      return { status: delivery?.status ?? null, code: delivery?.code ?? null };
  }
}

const DRIP_PIECES = 16;
const GATEWAY_PAGE =
  '<html>\r\n<head><title>Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** Sends the answer in the manner of `fault`. `delivery` is undefined only where the fault sends none of it. */
export async function deliver(
  response: ServerResponse,
  fault: Fault | undefined,
  delivery: Delivery | undefined,
): Promise<void> {
  const { status, contentType, body, headers } = delivery ?? NOTHING;
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, bytes.length / 2);
  switch (fault?.kind) {
    case 'silence':
      return;
    case 'disconnect':
      response.destroy();
      return;
    case 'html_error':
      send(response, fault.status ?? 503, 'text/html', GATEWAY_PAGE, headers);
      return;
    case 'garbage':
      send(response, 200, 'text/html; charset=utf-8', '<html><body>Please wait…</body></html>', headers);
      return;
    case 'empty':
      send(response, 200, 'application/json; charset=utf-8', '', headers);
      return;
    case 'slow':
      await pause(fault.delayMs ?? 1000);
      if (!response.destroyed) send(response, status, contentType, bytes, headers);
      return;
    case 'drip':
      await drip(response, delivery ?? NOTHING, bytes, fault.delayMs ?? 1000);
      return;
    case 'truncated':
      send(response, status, contentType, half, headers);
      return;
    case 'cut_off':
      response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers });
      response.write(half, () => response.destroy());
      return;
    case 'wrong_type': {
      const wrong = contentType.startsWith('image/')
        ? 'application/octet-stream'
        : 'text/plain; charset=utf-8';
      send(response, status, wrong, bytes, headers);
      return;
    }
    default:
      send(response, status, contentType, bytes, headers);
  }
}

const NOTHING: Delivery = { status: 500, code: '', contentType: 'text/plain', body: '', headers: {} };

async function drip(
  response: ServerResponse,
  { status, contentType, headers }: Delivery,
  bytes: Buffer,
  delayMs: number,
): Promise<void> {
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers });
  const size = Math.ceil(bytes.length / DRIP_PIECES);
  for (let start = 0; start < bytes.length; start += size) {
    await pause(delayMs / DRIP_PIECES);
    if (response.destroyed) return;
    response.write(bytes.subarray(start, start + size));
  }
  response.end();
}

/** Keeps no process alive. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
