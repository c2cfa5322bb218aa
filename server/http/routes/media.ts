import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { OverloadedError } from '../../lib/limiter.ts';
import { findImage, readVariant } from '../../modules/covers/image-variants.service.ts';
import { sendJson } from '../responses.ts';

/** What is under one address never changes, so whoever has it need not ask again. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Answers `/media/<key>?w=180|320|720`: a cover or an avatar as WebP. Without authorization, so that `<img>` can show
 * it, on pages of any origin; the key cannot be guessed.
 */
export async function serveImage(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  { key, width }: { key: string; width: string | null },
): Promise<void> {
  const image = await findImage(services, key, width);
  if (image === null) {
    sendJson(response, 404, { error: 'No image is here.' });
    return;
  }
  const etag = `"${image.key}-${image.width}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', IMMUTABLE);
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  if (isKnown(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  let bytes: Uint8Array | null;
  try {
    bytes = await readVariant(services, image);
  } catch (error) {
    forgetCaching(response);
    if (!(error instanceof OverloadedError)) throw error;
    response.setHeader('retry-after', '2');
    sendJson(response, 503, { error: 'Too many images are being made. Ask again in a moment.' });
    return;
  }
  if (bytes === null) {
    forgetCaching(response);
    sendJson(response, 404, { error: 'No image is here.' });
    return;
  }
  response.writeHead(200, { 'content-type': 'image/webp', 'content-length': bytes.byteLength });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Weak comparison: a proxy may have weakened the tag. */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return known.includes('*') || known.includes(etag);
}

/** A failure is not what the address stands for. */
function forgetCaching(response: ServerResponse): void {
  response.removeHeader('etag');
  response.removeHeader('cache-control');
}
