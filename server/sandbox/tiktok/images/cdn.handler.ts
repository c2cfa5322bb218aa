import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SandboxContext } from '../context.ts';
import { deliver, arrivalOf, type Delivery } from '../faults/delivery.ts';
import type { CdnEndpoint } from '../endpoints.ts';
import type { Fault } from '../faults/faults.ts';
import { draw, drawBomb, HOSTILE_SVG, type ImageFormat } from './image.ts';
import { avatarScene, coverScene } from './image.scenes.ts';
import { isGenuine, signedUrl } from './signed.url.ts';

/** An image's place: which it is, and how it is drawn. */
interface Place {
  endpoint: CdnEndpoint;
  /** Key of the creator. */
  key: string;
  /** Id of the video, or key of the creator. */
  item: string;
  width: number;
  height: number;
  format: ImageFormat;
}

const COVER = /^\/cdn\/cover\/([a-z0-9-]+)\/(\d+)_(\d+)x(\d+)\.(jpeg|webp|png)$/;
const AVATAR = /^\/cdn\/avatar\/([a-z0-9-]+)_(100|168|720)\.(jpeg|webp|png)$/;
/** As a redirect marks the link that it leads to. */
const ARRIVED = 'x-arrived';

export function coverPath(
  sandbox: SandboxContext,
  key: string,
  video: { id: string; width: number; height: number },
): string {
  const { coverFormat, coverSize } = sandbox.settings;
  const [short, long] = coverSize === 'large' ? [720, 1280] : [360, 640];
  const size = video.width > video.height ? `${long}x${short}` : `${short}x${long}`;
  return `/cdn/cover/${key}/${video.id}_${size}.${coverFormat}`;
}

export function avatarPath(sandbox: SandboxContext, key: string, size: 100 | 168 | 720): string {
  return `/cdn/avatar/${key}_${size}.${sandbox.settings.coverFormat}`;
}

/** Answers covers and avatars; false where `url` is neither. */
export async function handleCdn(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const place = toPlace(url.pathname);
  if (place === undefined) return false;
  const { endpoint, key, item } = place;
  const fault = url.searchParams.has(ARRIVED) ? undefined : sandbox.faults.take(endpoint, key);
  const { at, realAt } = { at: sandbox.clock.now().getTime(), realAt: Date.now() };
  const delivery = injected(sandbox, fault, url) ?? (await answer(sandbox, place, url));
  const arrival = arrivalOf(fault, delivery);
  sandbox.callLog.add({ at, realAt, endpoint, creator: key, item, ...arrival, fault: fault?.kind ?? null });
  await deliver(response, fault, delivery);
  return true;
}

function toPlace(path: string): Place | undefined {
  const cover = COVER.exec(path);
  if (cover !== null) {
    const [, key = '', item = '', width, height, format] = cover;
    return {
      endpoint: 'cdn/cover',
      key,
      item,
      width: Math.min(Number(width), 1280),
      height: Math.min(Number(height), 1280),
      format: format as ImageFormat,
    };
  }
  const avatar = AVATAR.exec(path);
  if (avatar === null) return undefined;
  const [, key = '', size, format] = avatar;
  const [width, height] = [Number(size), Number(size)];
  return { endpoint: 'cdn/avatar', key, item: key, width, height, format: format as ImageFormat };
}

async function answer(sandbox: SandboxContext, place: Place, url: URL): Promise<Delivery> {
  const { endpoint, key, item, width, height, format } = place;
  if (!isGenuine(sandbox, url)) return toText(sandbox, 403, 'URL signature expired');
  const creator = sandbox.world.creator(key);
  if (creator === undefined) return toText(sandbox, 404, 'Not found');
  if (endpoint === 'cdn/avatar') return toImage(sandbox, await draw(avatarScene(key, width), format), format);
  if (creator.videoAt(item, sandbox.now()) === undefined) return toText(sandbox, 404, 'Not found');
  const scene = coverScene(item, creator.persona.niche, width, height);
  return toImage(sandbox, await draw(scene, format), format);
}

/** What a fault answers in place of the image; undefined where it lets it be. */
function injected(sandbox: SandboxContext, fault: Fault | undefined, url: URL): Delivery | undefined {
  switch (fault?.kind) {
    case 'redirect': {
      const arrived = signedUrl(sandbox, url.pathname);
      return toRedirect(sandbox, fault.to ?? `${arrived}&${ARRIVED}=1`);
    }
    case 'redirect_loop':
      return toRedirect(sandbox, `${sandbox.url}${url.pathname}${url.search}`);
    case 'expired':
      return toText(sandbox, 403, 'URL signature expired');
    case 'not_found':
      return toText(sandbox, 404, 'Not found');
    case 'oversized': {
      const padded = Buffer.alloc(fault.bytes ?? 64_000_000);
      padded.set([0xff, 0xd8, 0xff, 0xe0]);
      return toImage(sandbox, padded, 'jpeg');
    }
    case 'bomb':
      return toImage(sandbox, drawBomb(), 'png');
    case 'svg':
      return toImage(sandbox, Buffer.from(HOSTILE_SVG), 'svg+xml');
    case 'disguised_svg':
      return toImage(sandbox, Buffer.from(HOSTILE_SVG), 'jpeg');
    case 'not_image':
      return toImage(sandbox, Buffer.from('<!doctype html><title>Log in</title>'), 'jpeg');
    default:
      return undefined;
  }
}

function toImage(sandbox: SandboxContext, body: Buffer, type: ImageFormat | 'svg+xml'): Delivery {
  const headers = { ...dated(sandbox), 'cache-control': 'public, max-age=21600' };
  return { status: 200, code: 'ok', contentType: `image/${type}`, body, headers };
}

function toText(sandbox: SandboxContext, status: 403 | 404, body: string): Delivery {
  const code = status === 403 ? 'expired' : 'not_found';
  return { status, code, contentType: 'text/plain; charset=utf-8', body, headers: dated(sandbox) };
}

function toRedirect(sandbox: SandboxContext, location: string): Delivery {
  const headers = { ...dated(sandbox), location };
  return { status: 302, code: 'redirect', contentType: 'text/plain; charset=utf-8', body: '', headers };
}

function dated(sandbox: SandboxContext): Record<string, string> {
  return { date: new Date(sandbox.now()).toUTCString() };
}
