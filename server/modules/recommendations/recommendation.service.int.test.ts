import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { ForbiddenError } from '../accounts/account.errors.ts';
import { updateRecommendation } from './recommendation.service.ts';
import type { UpdateRecommendationInput } from './recommendation.service.ts';
import { executeRun } from './run/run-executor.ts';
import { tellAll } from './run/run-test-engine.ts';
import { createConnection, createRunTestRig, noMemory, viewerOf } from './run/run-test-kit.ts';
import type { RunTestRig } from './run/run-test-kit.ts';

let rig: RunTestRig;
let recommendationId: string;
let videoId: string;

beforeAll(async () => {
  rig = await createRunTestRig();
  rig.play(tellAll);
  const { connectionId } = rig;
  videoId = (await rig.deps.database.prisma.tikTokVideo.findFirstOrThrow({ where: { connectionId } })).id;
});
afterAll(() => rig.close());

beforeEach(async () => {
  const run = await rig.request({ count: 1 });
  await executeRun(rig.deps, run.id, { signal: new AbortController().signal });
  const [row] = await rig.deps.database.prisma.tikTokRecommendation.findMany({ where: { runId: run.id } });
  recommendationId = row?.id ?? '';
});

const update = (changes: Partial<UpdateRecommendationInput>, viewer = rig.viewer) =>
  updateRecommendation(rig.deps, viewer, { recommendationId, ...changes }, noMemory);

describe('a recommendation', () => {
  it('is saved, dismissed with a reason and a comment, and put back', async () => {
    expect(await update({ status: 'SAVED' })).toMatchObject({ status: 'SAVED', feedbackAt: null });
    const dismissed = await update({ status: 'DISMISSED', dismissReason: 'TOO_HARD', comment: ' Ropes? ' });
    expect(dismissed).toMatchObject({
      status: 'DISMISSED',
      dismissReason: 'TOO_HARD',
      feedbackComment: 'Ropes?',
    });
    expect(dismissed.feedbackAt).toBeInstanceOf(Date);
    expect(await update({ status: 'NEW' })).toMatchObject({
      status: 'NEW',
      dismissReason: null,
      feedbackComment: null,
      feedbackAt: null,
      usedVideoId: null,
    });
  });

  it('keeps what is left out and clears what is null', async () => {
    await update({ status: 'DISMISSED', dismissReason: 'OFF_BRAND', comment: 'No.' });
    expect(await update({ comment: 'Never.' })).toMatchObject({
      dismissReason: 'OFF_BRAND',
      feedbackComment: 'Never.',
    });
    expect(await update({ comment: null })).toMatchObject({
      dismissReason: 'OFF_BRAND',
      feedbackComment: null,
    });
    expect(await update({ dismissReason: null })).toMatchObject({ status: 'DISMISSED', feedbackAt: null });
  });

  it('is used with the video made from it, and loses it with another status', async () => {
    expect(await update({ status: 'USED', usedVideoId: videoId })).toMatchObject({ usedVideoId: videoId });
    expect(await update({ status: 'USED' })).toMatchObject({ usedVideoId: videoId });
    expect(await update({ status: 'SAVED' })).toMatchObject({ usedVideoId: null });
  });

  it.each<[string, () => Partial<UpdateRecommendationInput>, string]>([
    ['a reason without DISMISSED', () => ({ dismissReason: 'OTHER' }), 'dismissReason'],
    ['a reason with SAVED', () => ({ status: 'SAVED', dismissReason: 'OTHER' }), 'dismissReason'],
    ['a video without USED', () => ({ usedVideoId: videoId }), 'usedVideoId'],
    ['an unknown video', () => ({ status: 'USED', usedVideoId: newId() }), 'usedVideoId'],
    ['a video that is no id', () => ({ status: 'USED', usedVideoId: 'x' }), 'usedVideoId'],
    ['a long comment', () => ({ comment: 'x'.repeat(1001) }), 'comment'],
    ['a comment that cannot be stored', () => ({ comment: 'a\0b' }), 'comment'],
  ])('refuses %s', async (_, changes, field) => {
    await expect(update(changes())).rejects.toMatchObject({ issues: [{ path: ['input', field] }] });
  });

  it('refuses the video of another connection', async () => {
    const connectionId = await createConnection(rig.deps, rig.workspaceId, 1);
    const other = await rig.deps.database.prisma.tikTokVideo.findFirstOrThrow({ where: { connectionId } });
    await expect(update({ status: 'USED', usedVideoId: other.id })).rejects.toMatchObject({
      issues: [{ path: ['input', 'usedVideoId'] }],
    });
  });

  it('is not found by others and not changed by analysts', async () => {
    await expect(update({ status: 'SAVED' }, viewerOf({ [newId()]: 'OWNER' }))).rejects.toThrow(
      NotFoundError,
    );
    await expect(update({ recommendationId: newId() })).rejects.toThrow(NotFoundError);
    await expect(update({ recommendationId: 'x' })).rejects.toThrow(NotFoundError);
    await expect(update({}, viewerOf({ [rig.workspaceId]: 'ANALYST' }))).rejects.toThrow(ForbiddenError);
  });
});
