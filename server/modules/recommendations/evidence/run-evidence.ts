import type { Services } from '../../../app/services.ts';
import type { Prisma, RunEvidence } from '../../../data/generated/prisma/client.ts';
import { toNumber } from '../../../lib/counters.ts';
import { NotFoundError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { EvidenceItem, EvidencePack } from '../engine.ts';
import { gatherEvidence } from './evidence.ts';
import { namedTrends } from './named-trends.ts';
import type { ClaimedRun } from '../run/run-claim.ts';
import { languageOf } from '../run/run-input.ts';
import type { RunInput } from '../run/run-input.ts';
import type { RunWriter } from '../run/run-writer.ts';

/** What a run writes from, and in which language. */
export interface RunEvidencePack {
  pack: EvidencePack;
  /** BCP 47. */
  language: string;
}

/**
 * What the run may cite. The first attempt gathers and stores it, and fixes the language; a further one takes what
 * is stored, so that recommendations of one run rest on the same facts.
 */
export async function evidenceOfRun(
  deps: Pick<Services, 'database' | 'clock'>,
  { run, input, attempt }: ClaimedRun,
  writer: RunWriter,
): Promise<RunEvidencePack> {
  const { prisma } = deps.database;
  const now = run.startedAt ?? run.requestedAt;
  if (attempt > 1) {
    const rows = await prisma.runEvidence.findMany({ where: { runId: run.id } });
    if (rows.length > 0) return recall(deps, run.connectionId, rows, input, now);
  }
  const pack = await gatherEvidence(deps, run.connectionId, { now, runId: run.id });
  const language = languageOf(input, run.engine, pack.account.language);
  // Ids of one millisecond come in any order; sorted, they keep that of the items.
  const ids = pack.items.map(newId).sort();
  const rows = pack.items.map((item, place) => ({
    id: ids[place] ?? newId(),
    runId: run.id,
    ...toColumns(item),
  }));
  await writer.append(
    { type: 'EvidenceGathered', payload: { evidenceIds: rows.map(({ id }) => id) } },
    { changedAt: deps.clock.now() },
    async (tx, { workspaceId }) => {
      const named = await namedTrends(
        tx,
        workspaceId,
        rows.flatMap(({ trendId }) => trendId ?? []),
      );
      await tx.runEvidence.createMany({
        data: rows.map((row) => ({
          ...row,
          trendId: row.trendId !== null && named.has(row.trendId) ? row.trendId : null,
        })),
      });
      const filled: RunInput = { ...input, language };
      await tx.recommendationRun.update({
        where: { id: run.id },
        data: { input: filled as unknown as Prisma.InputJsonObject },
      });
    },
  );
  return { pack, language };
}

async function recall(
  deps: Pick<Services, 'database'>,
  connectionId: string,
  rows: readonly RunEvidence[],
  input: RunInput,
  now: Date,
): Promise<RunEvidencePack> {
  const connection = await deps.database.prisma.tikTokConnection.findUnique({
    where: { id: connectionId },
    select: { username: true, displayName: true, followers: true, timezone: true },
  });
  if (connection === null) throw new NotFoundError('The connection of the run is gone.', connectionId);
  const { username, displayName, followers, timezone } = connection;
  // Stored with the evidence.
  const language = input.language ?? 'en';
  return {
    pack: {
      items: rows.map(toItem).sort((a, b) => placeOf(a) - placeOf(b)),
      account: {
        username,
        displayName,
        followers: toNumber(followers),
        timezone,
        language,
      },
      now: now.toISOString(),
    },
    language,
  };
}

/** E10 comes after E9. */
function placeOf({ key }: EvidenceItem): number {
  return Number(key.slice(1));
}

/** Columns for what every item has and for what it is of, `facts` for the rest. */
function toColumns(item: EvidenceItem) {
  const { key, kind, summary, capturedAt, ...facts } = item;
  return {
    key,
    kind,
    summary,
    capturedAt: new Date(capturedAt),
    ...referenceOf(item),
    facts: facts as object,
  };
}

type References = Pick<RunEvidence, 'videoId' | 'trendId' | 'findingId' | 'recommendationId'>;

const NOTHING: References = { videoId: null, trendId: null, findingId: null, recommendationId: null };

function referenceOf(item: EvidenceItem): References {
  switch (item.kind) {
    case 'VIDEO':
      return { ...NOTHING, videoId: item.videoId };
    case 'STATISTIC':
      return NOTHING;
    case 'TREND':
      return { ...NOTHING, trendId: item.trendId };
    case 'FINDING':
      return { ...NOTHING, findingId: item.findingId };
    case 'PAST_RECOMMENDATION':
      return { ...NOTHING, recommendationId: item.recommendationId };
  }
}

function toItem({ key, kind, summary, capturedAt, facts }: RunEvidence): EvidenceItem {
  const common = { key, kind, summary, capturedAt: capturedAt.toISOString() };
  // Only `toColumns` writes the column. Ids are in the facts as well: a column is emptied when what it names goes.
  return { ...common, ...(facts as object) } as EvidenceItem;
}
