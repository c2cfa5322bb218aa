import { DomainError } from '../../lib/errors.ts';
import type { ApiKeyScope, WorkspaceRole } from './role.ts';

/** Signed in, but the role or the key's scopes do not allow it. */
export class ForbiddenError extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly requiredRole: WorkspaceRole | null;
  readonly requiredScope: ApiKeyScope | null;

  constructor(message: string, facts: { requiredRole?: WorkspaceRole; requiredScope?: ApiKeyScope }) {
    super(message);
    this.requiredRole = facts.requiredRole ?? null;
    this.requiredScope = facts.requiredScope ?? null;
  }
}
