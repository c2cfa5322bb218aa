import { DomainError } from '../../lib/errors.ts';

/** The engine that a run was queued for is not configured on the worker that took it. */
export class EngineUnavailableError extends DomainError {
  readonly code = 'AI_UNAVAILABLE';
}
