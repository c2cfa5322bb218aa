import { z } from 'zod';
import type { Answer } from './attempt.ts';
import { byStatus, dataError, oauthError, unavailable } from './failures.ts';
import { TikTokError } from './tiktok-error.ts';

// The two shapes of answers at open.tiktokapis.com, as documented at developers.tiktok.com (read November 2026).

/** For TikTok's support alone: no reason to refuse an answer. */
const logId = z.string().max(255).nullish().catch(null);

/** The trailer of every data answer: also there on success, with the code "ok". */
const Envelope = z.object({
  data: z.unknown(),
  error: z.object({ code: z.string(), log_id: logId, logid: logId }),
});

/** The flat shape of the OAuth endpoints. */
const OAuthFailure = z.object({ error: z.string().min(1), log_id: logId });

/** What a data endpoint answered. @throws TikTokError for a refusal, and for what cannot be understood. */
export function readData<T>(wire: z.ZodType<T>, { status, logId, body }: Answer): T {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) throw unreadable(status, logId);
  const { error, data } = envelope.data;
  const id = error.log_id ?? error.logid ?? logId;
  if (error.code !== 'ok') throw dataError({ tikTokCode: error.code, status, logId: id });
  if (status >= 400) throw unreadable(status, id);
  return read(wire, data, id);
}

/** @throws TikTokError where an OAuth endpoint refused: perhaps with HTTP 200, and in either of TikTok's two shapes. */
export function assertOAuthSuccess({ status, logId, body }: Answer): void {
  const flat = OAuthFailure.safeParse(body);
  if (flat.success) {
    throw oauthError({ tikTokCode: flat.data.error, status, logId: flat.data.log_id ?? logId });
  }
  const envelope = Envelope.safeParse(body);
  if (envelope.success && envelope.data.error.code !== 'ok') {
    const { code, log_id, logid } = envelope.data.error;
    throw oauthError({ tikTokCode: code, status, logId: log_id ?? logid ?? logId });
  }
  if (status >= 300) throw unreadable(status, logId);
}

/** `body` in our words. @throws TikTokError, problem ANSWER_INVALID. */
export function read<T>(wire: z.ZodType<T>, body: unknown, logId: string | null): T {
  const parsed = wire.safeParse(body);
  if (parsed.success) return parsed.data;
  // Paths alone: the values may be secrets.
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new TikTokError(`TikTok's answer could not be understood at: ${where}.`, {
    code: 'TIKTOK_UNAVAILABLE',
    problem: 'ANSWER_INVALID',
    logId,
  });
}

/** Of an answer in none of the shapes. */
export function unreadable(status: number, logId: string | null): TikTokError {
  return (
    byStatus(status, { logId }) ??
    unavailable(`TikTok's answer (HTTP ${String(status)}) could not be understood.`, { logId })
  );
}
