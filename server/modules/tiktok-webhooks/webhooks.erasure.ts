import { sql } from '../../data/sql.ts';
import { type ErasureContribution, tablePlace } from '../privacy/erasure-place.ts';

/** What TikTok told of the account; where another workspace has it connected, not what is yet to be handled. */
export const webhooksErasure: ErasureContribution = {
  places: [
    tablePlace(
      'TikTokWebhookEvent',
      ({ connectionId, openId }) => sql`"openId" = ${openId} AND ("handledAt" IS NOT NULL OR NOT EXISTS (
        SELECT FROM "TikTokConnection" other
        WHERE other."openId" = ${openId} AND other."id" <> ${connectionId}::uuid AND other."status" <> 'REVOKED'))`,
    ),
  ],
};
