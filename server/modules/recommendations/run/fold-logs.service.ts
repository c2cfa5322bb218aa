import type { Services } from '../../../app/services.ts';
import { read, replace } from '../../../realtime/event-log.ts';
import { foldLog } from './fold-log.ts';
import { runStream } from './run.events.ts';

/** After the end of a run, in milliseconds; until then whoever follows it late sees it written. */
const FOLDED_AFTER_MS = 24 * 3_600_000;
/** Runs that are looked for at a time. */
const BATCH = 100;

/**
 * Folds the logs of runs that ended a day ago or earlier, the oldest first, each in a transaction of its own.
 * Repeatable, also after a crash at any point. Returns how many.
 *
 * @throws the reason of `signal` between two runs.
 */
export async function foldEndedLogs(
  deps: Pick<Services, 'database' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  const { prisma } = deps.database;
  const endedBy = new Date(deps.clock.now().getTime() - FOLDED_AFTER_MS);
  let folded = 0;
  for (;;) {
    const due = await prisma.recommendationRun.findMany({
      where: { compactedAt: null, finishedAt: { lte: endedBy } },
      orderBy: { finishedAt: 'asc' },
      take: BATCH,
      select: { id: true },
    });
    for (const { id } of due) {
      signal.throwIfAborted();
      await foldLogOf(deps, id);
      folded += 1;
    }
    if (due.length < BATCH) return folded;
  }
}

async function foldLogOf(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  runId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    // Locked, so that two workers fold one after the other; the second then folds what is folded.
    const [run] = await tx.$queryRaw<{ lastSequence: number }[]>`
      SELECT "lastSequence" FROM "RecommendationRun" WHERE id = ${runId}::uuid FOR UPDATE`;
    // Erased meanwhile.
    if (run === undefined) return;
    const events = await read(tx, runStream, runId, { after: 0, limit: run.lastSequence });
    await replace(tx, runStream, runId, foldLog(events));
    await tx.recommendationRun.update({ where: { id: runId }, data: { compactedAt: clock.now() } });
  });
}
