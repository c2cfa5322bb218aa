import assert from 'node:assert/strict';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { newId } from '../../lib/ids.ts';
import type { TestCollector } from '../../testing/collector.ts';
import { hangRowsOn } from '../../testing/every-table.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { syncNow } from '../collector/sync.service.ts';
import { imagesPrefix } from '../covers/image-keys.ts';
import { uploadsPrefix } from '../imports/read-import.job.ts';
import { exportsPrefix } from './export-keys.ts';
import type { ErasureContribution } from './erasure-place.ts';

/**
 * Stores everything that the product could hold of a connection: what was collected, and a row in every table besides.
 * Returns what may name it.
 */
export async function fill(
  collector: TestCollector,
  { id }: Pick<TikTokConnection, 'id'>,
  viewer: Viewer = collector.viewer,
): Promise<string[]> {
  const { deps } = collector;
  const { prisma } = deps.database;
  assert.deepEqual(await syncNow(deps, id), { outcome: 'COMPLETED' });
  const row = await prisma.tikTokConnection.findUniqueOrThrow({ where: { id } });
  await countOver(collector, row);
  const made = await hangRowsOn(deps.database, 'TikTokConnection', { ...row });
  const runId = String(made.get('RecommendationRun')?.['id']);
  const recommendationId = String(made.get('TikTokRecommendation')?.['id']);
  const at = new Date();
  await prisma.streamEvent.create({
    data: { stream: `run:${runId}`, sequence: 1, at, type: 'RunStarted', payload: {} },
  });
  await prisma.aiCharge.create({
    data: {
      id: newId(),
      workspaceId: row.workspaceId,
      runId,
      month: at,
      model: 'x',
      heldUsd: 1,
      createdAt: at,
    },
  });
  await prisma.idempotencyRecord.createMany({
    data: [{ connectionId: id }, { runId }, { recommendationId }].map((result) => ({
      id: newId(),
      inputHash: '',
      result,
      createdAt: at,
      expiresAt: at,
    })),
  });
  await prisma.auditEntry.create({
    data: { id: newId(), workspaceId: row.workspaceId, at, action: 'run.cancel', targetId: runId },
  });
  // Another stream of the workspace that names it.
  const neighbour = await collector.connect({ creator: 'camille', viewer });
  const stream = `connection:${neighbour.id}`;
  await prisma.streamEvent.create({
    data: {
      stream,
      sequence: 1_000 + (await prisma.streamEvent.count({ where: { stream } })),
      at,
      type: 'Compared',
      payload: { with: id, among: [neighbour.id, id], deeper: { runId } },
    },
  });
  await deps.database.query(
    `INSERT INTO pgboss.job (name, data, state, completed_on)
     VALUES ('recommendations.generate', $1::jsonb, 'completed', now())`,
    [JSON.stringify({ runId })],
  );
  await prisma.tikTokWebhookEvent.create({
    data: {
      id: newId(),
      clientKey: '',
      event: 'x',
      openId: row.openId,
      content: '',
      receivedAt: at,
      handledAt: at,
    },
  });
  const png = { contentType: 'image/png' };
  await deps.files.put(`${imagesPrefix(id)}key/original`, new Uint8Array([1]), png);
  await prisma.dataExport.create({
    data: {
      id: newId(),
      subjectKind: 'CONNECTION',
      subjectId: id,
      workspaceId: row.workspaceId,
      callerKey: viewer.callerKey,
      createdAt: at,
      linkHash: newId(),
      sealedLink: '',
    },
  });
  await deps.files.put(`${exportsPrefix(id)}export.zip`, new Uint8Array([1]), png);
  await deps.files.put(`${uploadsPrefix(id)}upload`, new Uint8Array([1]), png);
  const videos = await prisma.tikTokVideo.findMany({ where: { connectionId: id } });
  assert.ok(videos.length > 20);
  return [
    id,
    row.openId,
    row.username ?? '',
    ...videos.flatMap((video) => [video.id, video.tikTokId]),
    ...[...made.values()].flatMap((stored) => (typeof stored['id'] === 'string' ? [stored['id']] : [])),
  ];
}

/** Trends that its workspace counted over its videos, of which another source knows one as well. */
async function countOver(
  { deps }: TestCollector,
  { id, workspaceId }: Pick<TikTokConnection, 'id' | 'workspaceId'>,
): Promise<void> {
  const { prisma } = deps.database;
  const at = new Date();
  const { id: videoId } = await prisma.tikTokVideo.findFirstOrThrow({ where: { connectionId: id } });
  for (const sources of [['OWN_CORPUS'], ['OWN_CORPUS', 'CREATIVE_CENTER']] as const) {
    const key = newId();
    await prisma.tikTokTrend.create({
      data: {
        id: newId(),
        workspaceId,
        kind: 'HASHTAG',
        key,
        name: key,
        identity: key,
        source: 'OWN_CORPUS',
        capturedAt: at,
        firstSeenAt: at,
        lastSeenAt: at,
        observations: {
          create: sources.map((source) => ({ source, capturedAt: at, measure: 'WINDOW' as const })),
        },
        curves: { create: { source: 'OWN_CORPUS', unit: 'COUNT', capturedAt: at, points: [] } },
        examples: { create: { videoId, position: 0 } },
      },
    });
  }
  const state = { countedAt: at, dueAt: at, accounts: [id] };
  await prisma.trendCorpusState.upsert({
    where: { workspaceId },
    create: { workspaceId, ...state },
    update: state,
  });
}

/** The same erasures, dying at one place after another: before it has done its part where its number is even, else after. */
export function dyingErasures(contributions: readonly ErasureContribution[]): {
  places: number;
  dying: ErasureContribution[];
  dieAt(place: number): void;
} {
  let asked = 0;
  let killAt = 0;
  const dying = contributions.map((contribution) => ({
    ...contribution,
    places: contribution.places.map((place) => ({
      ...place,
      async erase(...parameters: Parameters<typeof place.erase>) {
        asked += 1;
        if (asked === killAt && killAt % 2 === 0) throw new Error('killed');
        await place.erase(...parameters);
        if (asked === killAt) throw new Error('killed');
      },
    })),
  }));
  return {
    places: contributions.flatMap(({ places }) => places).length,
    dying,
    dieAt(place) {
      asked = 0;
      killAt = place;
    },
  };
}
