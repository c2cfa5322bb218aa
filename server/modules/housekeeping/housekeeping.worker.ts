import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { prune } from '../../realtime/event-log.ts';
import { resumeSyncs } from '../collector/sync-plan.service.ts';
import { connectionStream } from '../connections/connection.events.ts';
import { eraseRemoved } from '../connections/erase-removed.service.ts';
import { resumeRevocations } from '../connections/revoke-credential.service.ts';
import { resumeErasures } from '../privacy/erase-subject.service.ts';
import { tidyExports } from '../privacy/make-export.service.ts';
import { deleteOutdated } from '../privacy/retention.service.ts';
import { resumeRuns } from '../recommendations/run/resume-runs.service.ts';
import { housekeepingJob } from './housekeeping.job.ts';

/** How long `connectionEvents(after:)` can look back, in milliseconds. */
const CONNECTION_EVENTS_KEPT_MS = 7 * 24 * 3_600_000;

/** TikTok repeats an event for 72 hours; so long a duplicate is still known, and somebody can look what came. */
const WEBHOOKS_KEPT_MS = 30 * 24 * 3_600_000;

/** A mail that nobody took by then is of no use: its links have ended. */
const MAILS_KEPT_MS = 7 * 24 * 3_600_000;

export function createHousekeepingWorker(
  deps: Pick<Services, 'database' | 'clock' | 'log' | 'queue' | 'hub' | 'cipher' | 'files'>,
): WorkerBinding {
  const { database, clock, log, queue } = deps;
  return defineWorker(housekeepingJob, async (_payload, { signal }) => {
    const now = clock.now();
    const events = await prune(
      database.prisma,
      new Date(now.getTime() - CONNECTION_EVENTS_KEPT_MS),
      connectionStream,
    );
    const expired = { where: { expiresAt: { lte: now } } };
    const { count: keys } = await database.prisma.idempotencyRecord.deleteMany(expired);
    const { count: invitations } = await database.prisma.invitation.deleteMany(expired);
    const { count: logins } = await database.prisma.tikTokLogin.deleteMany(expired);
    const { count: sessions } = await database.prisma.session.deleteMany(expired);
    const { count: links } = await database.prisma.verification.deleteMany(expired);
    const { count: mails } = await database.prisma.mail.deleteMany({
      where: { createdAt: { lt: new Date(now.getTime() - MAILS_KEPT_MS) } },
    });
    const received = { receivedAt: { lt: new Date(now.getTime() - WEBHOOKS_KEPT_MS) } };
    const { count: webhooks } = await database.prisma.tikTokWebhookEvent.deleteMany({ where: received });
    const syncs = await resumeSyncs({ database, queue });
    const runs = await resumeRuns({ database, queue });
    const revocations = await resumeRevocations({ database, clock, queue });
    const erasures = await resumeErasures({ database, clock, queue });
    const removed = await eraseRemoved(deps);
    const exports = await tidyExports(deps);
    const outdated = await deleteOutdated(deps, signal);
    log.debug(
      {
        events,
        keys,
        invitations,
        logins,
        sessions,
        links,
        mails,
        webhooks,
        syncs,
        runs,
        revocations,
        erasures,
        removed,
        exports,
        outdated,
      },
      'Housekeeping done',
    );
  });
}
