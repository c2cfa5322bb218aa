import { DomainError } from '../errors.ts';

export interface TikTokErrorFacts {
  code: 'TIKTOK_UNAVAILABLE' | 'TIKTOK_RATE_LIMITED' | 'TIKTOK_REJECTED' | 'TIKTOK_AUTH_FAILED';
  /**
   * What stands behind it. For the grant: ACCESS_TOKEN_INVALID is cured by a refresh, SCOPE_MISSING by the person's
   * consent, GRANT_DEAD (of a refresh) by a new login; CLIENT_REFUSED, of the app itself, by whoever configures it.
   * QUOTA: by our own count there is no slot, so TikTok was not asked. ANSWER_INVALID: TikTok answered with success and
   * something that it cannot mean.
   */
  problem?:
    'ACCESS_TOKEN_INVALID' | 'SCOPE_MISSING' | 'GRANT_DEAD' | 'CLIENT_REFUSED' | 'QUOTA' | 'ANSWER_INVALID';
  /** TikTok's own word, unchanged. */
  tikTokCode?: string | null;
  /** TikTok's log_id, for its support. */
  logId?: string | null;
  retryAfterSeconds?: number;
}

/** TikTok refused, failed, or answered nonsense. Its message names no token and no text of TikTok's. */
export class TikTokError extends DomainError {
  readonly code: TikTokErrorFacts['code'];
  readonly problem: NonNullable<TikTokErrorFacts['problem']> | null;
  readonly tikTokCode: string | null;
  readonly logId: string | null;
  /** Whether the same call may succeed later without anybody's doing. */
  readonly retryable: boolean;
  /** Null unless known. */
  readonly retryAfterSeconds: number | null;

  constructor(message: string, facts: TikTokErrorFacts, options?: ErrorOptions) {
    super(message, options);
    this.code = facts.code;
    this.problem = facts.problem ?? null;
    this.tikTokCode = facts.tikTokCode ?? null;
    this.logId = facts.logId ?? null;
    this.retryable = facts.code === 'TIKTOK_UNAVAILABLE' || facts.code === 'TIKTOK_RATE_LIMITED';
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}
