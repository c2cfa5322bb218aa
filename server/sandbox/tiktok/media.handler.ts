import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SandboxContext } from './context.ts';
import { escapeHtml, send } from './http.ts';
import { drawAvatar, drawCover } from './image.ts';
import { sendPage } from './page.ts';
import { countersAt } from './world/video.counters.ts';
import type { SimulatedCreator } from './world/creator.ts';
import type { VideoPlan } from './world/video.plan.ts';

/** TikTok's cover links live for 6 hours. */
const LINK_TTL_SECONDS = 6 * 3600;

/** A link to one of the sandbox's images that ends 6 hours from now. */
export function signedUrl(sandbox: SandboxContext, path: string): string {
  const expires = Math.floor(sandbox.now() / 1000) + LINK_TTL_SECONDS;
  return `${sandbox.url}${path}?x-expires=${expires}&x-signature=${sign(sandbox, path, String(expires))}`;
}

/** Answers images and the pages that links to videos and profiles lead to; false where `url` is none of them. */
export function handleMedia(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (url.pathname === '/favicon.ico') {
    // Browsers ask for it beside every page and complain about a 404.
    response.writeHead(204).end();
    return true;
  }
  if (url.pathname.startsWith('/cdn/')) {
    sendImage(sandbox, response, url);
    return true;
  }
  const videoId = /^\/(?:@[^/]+\/video|player\/v1)\/(\d+)\/?$/.exec(url.pathname)?.[1];
  if (videoId !== undefined) {
    sendVideoPage(sandbox, response, videoId);
    return true;
  }
  const username = /^\/@([^/]+)\/?$/.exec(url.pathname)?.[1];
  if (username === undefined) return false;
  const creator = sandbox.world.creatorNamed(username);
  if (creator === undefined) return false;
  const { displayName, bio, key } = creator.persona;
  sendPage(response, 200, displayName, [
    `<img class="avatar" src="${escapeHtml(signedPath(sandbox, `/cdn/avatar/${key}_168.png`))}" alt="" width="84" height="84">`,
    `<h1>${escapeHtml(displayName)}</h1><p>@${escapeHtml(username)}</p><p>${escapeHtml(bio)}</p>`,
    '<p class="hint">A simulated creator; this profile exists only in the sandbox.</p>',
  ]);
  return true;
}

/** As `signedUrl`, relative: for the sandbox's own pages, under whatever name they were reached. */
export function signedPath(sandbox: SandboxContext, path: string): string {
  return signedUrl(sandbox, path).slice(sandbox.url.length);
}

function sendVideoPage(sandbox: SandboxContext, response: ServerResponse, id: string): void {
  const found = findVideo(sandbox, id);
  if (found === undefined) {
    sendPage(response, 404, 'No such video', ['<h1>This video is not available</h1>']);
    return;
  }
  const counters = countersAt(found.video, sandbox.now() / 1000);
  const facts = Object.entries<number>({ ...counters }).map(
    ([name, count]) => `${count.toLocaleString('en')} ${name}`,
  );
  sendPage(response, 200, found.creator.persona.displayName, [
    `<img class="cover" src="${escapeHtml(signedPath(sandbox, `/cdn/cover/${id}.png`))}" alt="Cover of the video">`,
    `<h1>${escapeHtml(found.video.caption)}</h1><p>${escapeHtml(facts.join(' · '))}</p>`,
    '<p class="hint">A simulated video; there is nothing to play.</p>',
  ]);
}

function sendImage(sandbox: SandboxContext, response: ServerResponse, url: URL): void {
  const expires = url.searchParams.get('x-expires') ?? '';
  const genuine = url.searchParams.get('x-signature') === sign(sandbox, url.pathname, expires);
  if (!genuine || sandbox.now() / 1000 > Number(expires)) {
    send(response, 403, 'text/plain; charset=utf-8', 'URL signature expired');
    return;
  }
  const image = drawImage(sandbox, url.pathname);
  if (image === undefined) send(response, 404, 'text/plain; charset=utf-8', 'Not found');
  else send(response, 200, 'image/png', image, { 'cache-control': 'public, max-age=21600' });
}

function drawImage(sandbox: SandboxContext, path: string): Buffer | undefined {
  const coverId = /^\/cdn\/cover\/(\d+)\.png$/.exec(path)?.[1];
  if (coverId !== undefined) {
    const video = findVideo(sandbox, coverId)?.video;
    if (video === undefined) return undefined;
    return video.width > video.height ? drawCover(coverId, 640, 360) : drawCover(coverId, 360, 640);
  }
  const [, key = '', size] = /^\/cdn\/avatar\/([a-z0-9-]+)_(100|168|720)\.png$/.exec(path) ?? [];
  return sandbox.world.creator(key) === undefined ? undefined : drawAvatar(key, Number(size));
}

function findVideo(
  sandbox: SandboxContext,
  id: string,
): { creator: SimulatedCreator; video: VideoPlan } | undefined {
  const now = sandbox.now();
  for (const creator of sandbox.world.creators) {
    const video = creator.videoAt(id, now);
    if (video !== undefined) return { creator, video };
  }
  return undefined;
}

function sign(sandbox: SandboxContext, path: string, expires: string): string {
  return createHmac('sha256', sandbox.world.seed).update(`${path}|${expires}`).digest('base64url');
}
