import { DomainError } from '../../lib/errors.ts';

/** What a workspace may spend on models in a calendar month of UTC, and what it has spent. */
export interface AiBudget {
  limitUsd: number;
  spentUsd: number;
  /** When the next month begins. */
  resetAt: Date;
}

/** What is asked for may cost more than the workspace's budget has left, or nobody knows what it costs. */
export class BudgetExceededError extends DomainError {
  readonly code = 'AI_BUDGET_EXCEEDED';
  readonly budget: AiBudget;

  constructor(message: string, budget: AiBudget, options?: ErrorOptions) {
    super(message, options);
    this.budget = budget;
  }
}

/** The first day of an instant's month, in UTC. */
export function monthOf(instant: Date): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth()));
}

/** The first day of the month after that. */
export function monthAfter(month: Date): Date {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1));
}
