import { DomainError } from '../../lib/errors.ts';
import { TikTokError } from '../../vendors/tiktok/port.ts';

// What TikTok's port throws is already the caller's failure; schema files, which may not see vendors, find it here.
export { TikTokError };

/** Whether TikTok was not asked, or did not answer, since its quota is used up. */
export function isOutOfQuota(error: unknown): error is TikTokError {
  return error instanceof TikTokError && error.code === 'TIKTOK_RATE_LIMITED';
}

/** The person must go through the login at TikTok again. */
export class ReauthorizationRequiredError extends DomainError {
  readonly code: 'REAUTHORIZATION_REQUIRED' | 'SCOPE_MISSING';
  readonly connectionId: string;
  readonly missingScopes: readonly string[];
  /** TikTok's own word; null when nothing was asked of TikTok. */
  readonly tikTokCode: string | null;

  constructor(
    message: string,
    facts: {
      code?: 'REAUTHORIZATION_REQUIRED' | 'SCOPE_MISSING';
      connectionId: string;
      missingScopes: readonly string[];
      tikTokCode: string | null;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = facts.code ?? 'REAUTHORIZATION_REQUIRED';
    this.connectionId = facts.connectionId;
    this.missingScopes = facts.missingScopes;
    this.tikTokCode = facts.tikTokCode;
  }
}
