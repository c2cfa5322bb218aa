import { DomainError } from '../../lib/errors.ts';
import type { ModelUsage } from './port.ts';

/** What is known about a failed AI call besides its class. */
export interface AiFailureFacts {
  /** A new run may succeed. */
  retryable: boolean;
  /** The vendor's own word, such as `insufficient_quota`; null when it said none. */
  vendorCode: string | null;
  /** What was spent all the same; null when no model worked. */
  usage: ModelUsage | null;
}

/** An AI call that did not give a whole answer. Messages are ours: no prompt, answer or key is in them. */
export abstract class AiError extends DomainError implements AiFailureFacts {
  readonly retryable: boolean;
  readonly vendorCode: string | null;
  readonly usage: ModelUsage | null;

  constructor(message: string, facts: AiFailureFacts, options?: ErrorOptions) {
    super(message, options);
    this.retryable = facts.retryable;
    this.vendorCode = facts.vendorCode;
    this.usage = facts.usage;
  }
}

/** Unreachable, overloaded, stalled, out of quota, or refusing our credentials or request. */
export class AiUnavailableError extends AiError {
  readonly code = 'AI_UNAVAILABLE';
}

/** The model refused, or its content filter cut the answer. */
export class AiRefusedError extends AiError {
  readonly code = 'AI_REFUSED';
}

/** The answer was cut, or is not what was asked for. */
export class AiOutputInvalidError extends AiError {
  readonly code = 'AI_OUTPUT_INVALID';
}

/** The caller's signal ended the call: no failure, so no DomainError. `cause` is the signal's reason. */
export class AiAbortedError extends Error {
  override readonly name = 'AiAbortedError';
  /** What was spent until then, ESTIMATED; null when no request had been sent. */
  readonly usage: ModelUsage | null;

  constructor(usage: ModelUsage | null, options?: ErrorOptions) {
    super('The AI call was aborted.', options);
    this.usage = usage;
  }
}
