import { sql } from '../../data/sql.ts';
import { connectionIds, type ErasureContribution, tablePlace } from '../privacy/erasure-place.ts';

/** What TikTok told of the accounts; where another workspace has one connected, not what is yet to be handled. */
export const webhooksErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: [
    tablePlace('TikTokWebhookEvent', (subject) => {
      const openIds = subject.connections.map(({ openId }) => openId);
      return sql`"openId" = ANY(${openIds}::text[]) AND ("handledAt" IS NOT NULL OR NOT EXISTS (
        SELECT FROM "TikTokConnection" other
        WHERE other."openId" = "TikTokWebhookEvent"."openId" AND other."status" <> 'REVOKED'
          AND other."id" <> ALL(${connectionIds(subject)}::uuid[])))`;
    }),
  ],
};
