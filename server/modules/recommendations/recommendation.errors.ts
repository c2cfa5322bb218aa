import { DomainError } from '../../lib/errors.ts';

/** Too few data for an honest answer. For a run: the connection has no video at all. */
export class InsufficientDataError extends DomainError {
  readonly code = 'INSUFFICIENT_DATA';
  /** Days of history that would suffice. */
  readonly requiredDays: number;
  readonly availableDays: number;
  /** ISO 8601 calendar day on which it should suffice; null when nothing is being collected. */
  readonly availableOn: string | null;

  constructor(
    message: string,
    facts: { requiredDays: number; availableDays: number; availableOn: string | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.requiredDays = facts.requiredDays;
    this.availableDays = facts.availableDays;
    this.availableOn = facts.availableOn;
  }
}

/** The engine that a run was queued for is not configured on the worker that took it. */
export class EngineUnavailableError extends DomainError {
  readonly code = 'AI_UNAVAILABLE';
}
