import { builder } from '../../../schema/builder.ts';
import { ErrorInterface } from '../../../schema/error-types.ts';
import { UsageAccuracy } from '../recommendation.enums.ts';
import type { StoredRunError, StoredUsage } from './run.events.ts';

export const RunError = builder.objectRef<StoredRunError>('RunError').implement({
  description: 'Why a run or an import ended, or a recommendation was dropped.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryable: t.exposeBoolean('retryable', { description: 'A new try may succeed.' }),
    vendorCode: t.exposeString('vendorCode', { nullable: true, description: "The vendor's own word." }),
  }),
});

export const TokenUsage = builder.objectRef<StoredUsage>('TokenUsage').implement({
  description: 'What a run spent, over all its attempts.',
  fields: (t) => ({
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Tokens of the prompt.' }),
    cachedInputTokens: t.expose('cachedInputTokens', {
      type: 'SafeInt',
      description: 'Of these, how many the vendor had cached.',
    }),
    outputTokens: t.expose('outputTokens', {
      type: 'SafeInt',
      description: 'Tokens written, reasoning included.',
    }),
    reasoningTokens: t.expose('reasoningTokens', {
      type: 'SafeInt',
      description: 'Of these, how many were reasoning.',
    }),
    costUsd: t.exposeFloat('costUsd', {
      nullable: true,
      description: "Null when the model's price is unknown.",
    }),
    accuracy: t.expose('accuracy', { type: UsageAccuracy, description: 'Whether the vendor told.' }),
  }),
});
