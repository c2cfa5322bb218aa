import type { Services } from '../../app/services.ts';
import type { Prisma, TikTokRecommendation } from '../../data/generated/prisma/client.ts';
import type { Remember } from '../../data/idempotency.ts';
import { notFound, ValidationError } from '../../lib/errors.ts';
import type { InputIssue } from '../../lib/errors.ts';
import { isId } from '../../lib/ids.ts';
import { authorize } from '../accounts/viewer.ts';
import type { Viewer } from '../accounts/viewer.ts';

/** What is left out stays; null clears. Ids are row ids. */
export interface UpdateRecommendationInput {
  recommendationId: string;
  status?: TikTokRecommendation['status'] | null | undefined;
  /** Only with DISMISSED. */
  dismissReason?: TikTokRecommendation['dismissReason'] | undefined;
  /** At most 1,000 UTF-16 code units. */
  comment?: string | null | undefined;
  /** Only with USED: a video of the same connection. */
  usedVideoId?: string | null | undefined;
}

const MAX_COMMENT_LENGTH = 1000;

/**
 * Saves, dismisses, marks as used, comments. NEW undoes all of it.
 *
 * @throws {NotFoundError | ForbiddenError | ValidationError}
 */
export async function updateRecommendation(
  deps: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  input: UpdateRecommendationInput,
  remember: Remember,
): Promise<TikTokRecommendation> {
  const { recommendationId: id } = input;
  return deps.database.transaction(async (tx) => {
    // Locked, since what may change depends on what is there.
    if (isId(id)) await tx.$queryRaw`SELECT 1 FROM "TikTokRecommendation" WHERE id = ${id}::uuid FOR UPDATE`;
    const current = isId(id) ? await tx.tikTokRecommendation.findUnique({ where: { id } }) : null;
    if (current === null) throw notFound(id);
    authorize(viewer, current.workspaceId, 'recommendation.update', id);

    const data = changesOf(current, input, deps.clock.now());
    const { usedVideoId } = input;
    if (typeof usedVideoId === 'string') {
      const video = isId(usedVideoId)
        ? await tx.tikTokVideo.findFirst({
            where: { id: usedVideoId, connectionId: current.connectionId },
            select: { id: true },
          })
        : null;
      if (video === null)
        throw new ValidationError([issue('usedVideoId', 'is not a video of this connection')]);
    }
    const updated = await tx.tikTokRecommendation.update({ where: { id }, data });
    await remember(tx, { recommendationId: id });
    return updated;
  });
}

function changesOf(
  current: TikTokRecommendation,
  input: UpdateRecommendationInput,
  now: Date,
): Prisma.TikTokRecommendationUncheckedUpdateInput {
  const status = input.status ?? current.status;
  const issues: InputIssue[] = [];
  const comment = input.comment?.trim();
  if (comment !== undefined && comment.length > MAX_COMMENT_LENGTH) {
    issues.push(issue('comment', `must have at most ${String(MAX_COMMENT_LENGTH)} characters`));
  }
  if (comment !== undefined && (comment.includes('\0') || !comment.isWellFormed())) {
    issues.push(issue('comment', 'must be readable text'));
  }
  if (typeof input.dismissReason === 'string' && status !== 'DISMISSED') {
    issues.push(issue('dismissReason', 'goes with the status DISMISSED only'));
  }
  if (typeof input.usedVideoId === 'string' && status !== 'USED') {
    issues.push(issue('usedVideoId', 'goes with the status USED only'));
  }
  if (issues.length > 0) throw new ValidationError(issues);

  const isUndone = input.status === 'NEW';
  const feedback = {
    dismissReason: status === 'DISMISSED' ? given(input.dismissReason, current.dismissReason) : null,
    feedbackComment: given(
      input.comment === null || comment === '' ? null : comment,
      isUndone ? null : current.feedbackComment,
    ),
  };
  const isUnchanged =
    feedback.dismissReason === current.dismissReason && feedback.feedbackComment === current.feedbackComment;
  const isEmpty = feedback.dismissReason === null && feedback.feedbackComment === null;
  const usedVideoId = status === 'USED' ? given(input.usedVideoId, current.usedVideoId) : null;
  return {
    status,
    ...feedback,
    feedbackAt: isEmpty ? null : isUnchanged ? current.feedbackAt : now,
    usedVideoId,
    // The outcome is that of the video named before.
    ...(usedVideoId !== current.usedVideoId && { outcomeViews: null, outcomeHeld: null, outcomeAt: null }),
  };
}

function given<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value;
}

function issue(field: string, message: string): InputIssue {
  return { path: ['input', field], message };
}
