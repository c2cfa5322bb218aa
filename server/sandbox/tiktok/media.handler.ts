import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SandboxContext } from './context.ts';
import { avatarPath, coverPath } from './images/cdn.handler.ts';
import { escapeHtml } from './http.ts';
import { sendPage } from './page.ts';
import { signedPath } from './images/signed.url.ts';
import { countersAt } from './world/video.counters.ts';
import type { SimulatedCreator } from './world/creator.ts';
import type { VideoPlan } from './world/video.plan.ts';

/** Answers the pages that links to videos and profiles lead to; false where `url` is none of them. */
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
    `<img class="avatar" src="${escapeHtml(signedPath(sandbox, avatarPath(sandbox, key, 168)))}" alt="" width="84" height="84">`,
    `<h1>${escapeHtml(displayName)}</h1><p>@${escapeHtml(username)}</p><p>${escapeHtml(bio)}</p>`,
    '<p class="hint">A simulated creator; this profile exists only in the sandbox.</p>',
  ]);
  return true;
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
  const cover = signedPath(sandbox, coverPath(sandbox, found.creator.persona.key, found.video));
  sendPage(response, 200, found.creator.persona.displayName, [
    `<img class="cover" src="${escapeHtml(cover)}" alt="Cover of the video">`,
    `<h1>${escapeHtml(found.video.caption)}</h1><p>${escapeHtml(facts.join(' · '))}</p>`,
    '<p class="hint">A simulated video; there is nothing to play.</p>',
  ]);
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
