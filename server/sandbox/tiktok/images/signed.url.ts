import { hash } from 'node:crypto';

import type { SandboxContext } from '../context.ts';

/** TikTok's cover links live for 6 hours. */
const LINK_TTL_SECONDS = 6 * 3600;

/** A link to one of the sandbox's images that ends 6 hours from now. */
export function signedUrl(sandbox: SandboxContext, path: string): string {
  return sandbox.url + signedPath(sandbox, path);
}

/** As `signedUrl`, relative: for the sandbox's own pages, under whatever name they were reached. */
export function signedPath(sandbox: SandboxContext, path: string): string {
  const expires = String(Math.floor(sandbox.now() / 1000) + LINK_TTL_SECONDS);
  return `${path}?x-expires=${expires}&x-signature=${sign(sandbox, path, expires)}`;
}

/** Whether the sandbox has made this link, and it has not expired. */
export function isGenuine(sandbox: SandboxContext, url: URL): boolean {
  const expires = url.searchParams.get('x-expires') ?? '';
  const signature = url.searchParams.get('x-signature');
  return signature === sign(sandbox, url.pathname, expires) && sandbox.now() / 1000 <= Number(expires);
}

/** Enough for images that are drawn from public figures; one call for each video of each page. */
function sign(sandbox: SandboxContext, path: string, expires: string): string {
  return hash('sha256', `${sandbox.world.seed}|${path}|${expires}`, 'base64url');
}
