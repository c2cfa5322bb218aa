import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { STRICT_CSP } from '../responses.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

/** Names that the bundler made from their content, so that they never change. */
const HASHED_NAME = /-[\w-]{8,}\.\w+$/;

/**
 * Serves a folder of a single-page application: a file where there is one, else its index for any path without
 * an extension, since the application has routes of its own.
 *
 * @returns false where nothing fits.
 */
export async function serveApplication(
  folder: string,
  path: string,
  response: ServerResponse,
): Promise<boolean> {
  const relative = normalize(path).replace(/^[/\\]+/, '');
  if (relative.split(sep).includes('..')) return false;
  const wanted = extname(relative) === '' ? 'index.html' : relative;
  const file = join(folder, wanted);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return false;

  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': HASHED_NAME.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': STRICT_CSP,
  });
  await pipeline(createReadStream(file), response);
  return true;
}
