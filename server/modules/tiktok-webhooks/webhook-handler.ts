import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { TikTokWebhookEvent, WebhookOutcome } from '../../data/generated/prisma/client.ts';

/** What handling an event came to; the function announces it, for after the commit. */
export interface Handled {
  outcome: WebhookOutcome;
  announce?: () => Promise<void>;
}

/** Handles an event in the transaction that marks it as handled. */
export type WebhookHandler = (
  tx: Transaction,
  deps: Pick<Services, 'config' | 'clock' | 'hub' | 'queue'>,
  event: TikTokWebhookEvent,
) => Promise<Handled>;
