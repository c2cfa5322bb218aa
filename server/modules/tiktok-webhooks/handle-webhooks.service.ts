import type { Services } from '../../app/services.ts';
import { sql } from '../../data/sql.ts';
import type { TikTokWebhookEvent } from '../../data/generated/prisma/client.ts';
import { isOutage } from '../../lib/outage.ts';
import { applyRemoval } from './authorization-removed.service.ts';
import type { Handled, WebhookHandler } from './webhook-handler.ts';

type Deps = Pick<Services, 'config' | 'database' | 'clock' | 'log' | 'hub' | 'queue'>;

/** Events of other names are kept. */
const HANDLERS: ReadonlyMap<string, WebhookHandler> = new Map([['authorization.removed', applyRemoval]]);

const BATCH = 100;
/** Then the event is given up; the others go on after its first failure. */
const MOST_FAILURES = 5;

/**
 * Handles every event that waits, each once: those that something is done about in a transaction of its own, oldest
 * first; one that fails is tried again with the next job. Safe beside itself. Returns how many were handled.
 */
export async function handleWebhooks(deps: Deps, signal: AbortSignal): Promise<number> {
  let handled = await keepOthers(deps);
  const failed: string[] = [];
  for (;;) {
    const batch = await deps.database.prisma.tikTokWebhookEvent.findMany({
      where: { handledAt: null, event: { in: [...HANDLERS.keys()] }, id: { notIn: failed } },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      take: BATCH,
    });
    if (batch.length === 0) return handled;
    for (const event of batch) {
      signal.throwIfAborted();
      try {
        if (await handle(deps, event)) handled += 1;
      } catch (error) {
        if (isOutage(error)) throw error;
        deps.log.error({ err: error, event: event.event, id: event.id }, 'A webhook could not be handled');
        failed.push(event.id);
        await recordFailure(deps, event);
      }
    }
  }
}

/** False where another worker had it. */
async function handle(deps: Deps, event: TikTokWebhookEvent): Promise<boolean> {
  const done = await deps.database.transaction(async (tx) => {
    const claimed = await tx.tikTokWebhookEvent.updateMany({
      where: { id: event.id, handledAt: null },
      data: { handledAt: deps.clock.now() },
    });
    if (claimed.count === 0) return null;
    const result: Handled = (await HANDLERS.get(event.event)?.(tx, deps, event)) ?? { outcome: 'KEPT' };
    await tx.$executeRaw`
      UPDATE "TikTokWebhookEvent" event SET "outcome" = ${result.outcome}::"WebhookOutcome", "openId" = ${KNOWN_NAME}
      WHERE "id" = ${event.id}`;
    return result;
  });
  await done?.announce?.();
  return done !== null;
}

/** All at once, since nothing is done about them. Returns how many. */
async function keepOthers({ database, clock }: Deps): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE "TikTokWebhookEvent" event
    SET "handledAt" = ${clock.now()}::timestamptz, "outcome" = 'KEPT', "openId" = ${KNOWN_NAME}
    WHERE "handledAt" IS NULL AND "event" <> ALL(${[...HANDLERS.keys()]}::text[])`;
}

/** The account's name is kept only where somebody here has it connected, or had: else nobody could have it erased. */
const KNOWN_NAME = sql`CASE WHEN EXISTS (
  SELECT FROM "TikTokConnection" connection WHERE connection."openId" = event."openId") THEN event."openId" END`;

async function recordFailure(deps: Deps, { id, failures }: TikTokWebhookEvent): Promise<void> {
  const isLast = failures + 1 >= MOST_FAILURES;
  await deps.database.prisma.tikTokWebhookEvent.updateMany({
    where: { id, handledAt: null },
    data: {
      failures: { increment: 1 },
      ...(isLast && { handledAt: deps.clock.now(), outcome: 'FAILED' }),
    },
  });
}
