import { builder } from '../../schema/builder.ts';
import { ErrorInterface } from '../../schema/error-types.ts';
import { type AiBudget as AiBudgetShape, BudgetExceededError } from './ai-budget.ts';

export const AiBudget = builder.objectRef<AiBudgetShape>('AiBudget').implement({
  description: "A workspace's AI spend this month.",
  fields: (t) => ({
    limitUsd: t.exposeFloat('limitUsd', {
      description: 'US dollars that a calendar month of UTC has, from 0.',
    }),
    spentUsd: t.exposeFloat('spentUsd', {
      description:
        'US dollars that were spent, by runs that failed or were cancelled too. Those under way may have more reserved.',
    }),
    resetAt: t.expose('resetAt', { type: 'DateTime', description: 'When the next month begins.' }),
  }),
});

builder.objectType(BudgetExceededError, {
  name: 'BudgetExceededError',
  description:
    "What is asked for may cost more than the workspace's budget has left, or its model's price is not known. Code: AI_BUDGET_EXCEEDED.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    budget: t.expose('budget', { type: AiBudget, description: 'Of the month that would pay.' }),
  }),
});
