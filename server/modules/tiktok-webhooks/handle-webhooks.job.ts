import { defineJob } from '../../jobs/job.ts';

/** Handles the events that wait; sent when one was stored, and periodically for those whose job was lost. */
export const handleWebhooksJob = defineJob<Record<string, never>>('tiktok-webhooks.handle');

export const HANDLE_WEBHOOKS_EVERY_SECONDS = 60;
