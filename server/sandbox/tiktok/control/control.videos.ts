import { randomInt, randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { SandboxContext } from '../context.ts';
import { creatorOf } from './control.creators.ts';
import { ControlError, defineControls, type ControlRequest } from './control.ts';
import type { SimulatedCreator } from '../world/creator.ts';
import type { VisibilityChange } from '../world/edits.ts';
import { countersAt } from '../world/video.counters.ts';
import type { VideoPlan } from '../world/video.plan.ts';

const listQuery = z.strictObject({
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
  limit: z.coerce.number().int().min(1).max(20_000).default(20_000),
});

const uploadBody = z
  .strictObject({
    caption: z.string().max(2_200).nullable().default(null),
    durationSeconds: z.int().min(1).max(3_600).nullable().default(null),
  })
  .prefault({});

export type NewVideo = z.input<typeof uploadBody>;

export const VIDEO_CONTROLS = defineControls([
  {
    method: 'GET',
    path: '/_sandbox/creators/:key/videos',
    description:
      'What is true of the creator’s public videos, newest first, now or `?at=` an instant: to compare with what a client has collected. Optional: `limit=` (20000).',
    answer(sandbox, { key, query }) {
      const creator = creatorOf(sandbox, key);
      const { at = secondOf(sandbox) * 1000, limit } = listQuery.parse(query);
      const { videos } = creator.pageAt(at, Infinity, limit);
      return { videos: videos.map((video) => describe(video, at)) };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/creators/:key/history',
    description:
      'Every video that the creator has posted until now or `?at=` an instant, newest first, with `vanishedAt` (Unix seconds; null while it is public). Optional: `limit=` (20000).',
    answer(sandbox, { key, query }) {
      const creator = creatorOf(sandbox, key);
      const { at = secondOf(sandbox) * 1000, limit } = listQuery.parse(query);
      const posted = creator.postedUntil(at).reverse().slice(0, limit);
      return {
        videos: posted.map((video) => ({
          id: video.id,
          createTime: video.createdAt,
          vanishedAt: creator.vanishedAt(video, at),
        })),
      };
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/creators/:key/videos',
    description:
      'The creator posts a video now. Optional: `caption`, `durationSeconds`. Of two in one second a page that ends between them loses one, as a cursor is an instant.',
    answer(sandbox, { key, body }) {
      const creator = creatorOf(sandbox, key);
      const createdAt = secondOf(sandbox);
      // The upper 32 bits of a TikTok video id are its create time.
      const id = ((BigInt(createdAt) << 32n) | BigInt(randomInt(2 ** 32))).toString();
      const upload = { id, creator: key, createdAt, ...uploadBody.parse(body) };
      sandbox.store.uploads.put(upload);
      creator.addUpload(upload);
      return answerVideo(creator, id, createdAt * 1000);
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/creators/:key/videos/:id',
    description: 'The creator deletes the video, for ever.',
    answer: (sandbox, request) => changeVisibility(sandbox, request, 'deleted'),
  },
  {
    method: 'POST',
    path: '/_sandbox/creators/:key/videos/:id/private',
    description: 'The creator makes the video private: it vanishes from the API.',
    answer: (sandbox, request) => changeVisibility(sandbox, request, 'private'),
  },
  {
    method: 'POST',
    path: '/_sandbox/creators/:key/videos/:id/public',
    description: 'The creator makes a private video public again.',
    answer: (sandbox, request) => changeVisibility(sandbox, request, 'public'),
  },
]);

function changeVisibility(
  sandbox: SandboxContext,
  { key, id }: ControlRequest,
  to: VisibilityChange['to'],
): object {
  const creator = creatorOf(sandbox, key);
  const at = secondOf(sandbox);
  const former = creator.visibilityAt(id, at * 1000);
  if (former === undefined) throw new ControlError(404, `"${key}" has posted no video ${id}.`);
  if (former === 'deleted') throw new ControlError(409, `The video ${id} is deleted already.`);
  const change = { id: randomUUID(), creator: key, videoId: id, at, to };
  sandbox.store.visibility.put(change);
  creator.addChange(change);
  return { video: { id, visibility: to } };
}

function answerVideo(creator: SimulatedCreator, id: string, at: number): object {
  const video = creator.videoAt(id, at);
  if (video === undefined) throw new Error(`The video ${id} was not posted.`);
  return { video: describe(video, at) };
}

function describe(video: VideoPlan, at: number): object {
  const { id, createdAt, caption, durationSeconds } = video;
  return { id, createTime: createdAt, caption, durationSeconds, ...countersAt(video, at / 1000) };
}

function secondOf(sandbox: SandboxContext): number {
  return Math.floor(sandbox.now() / 1000);
}
