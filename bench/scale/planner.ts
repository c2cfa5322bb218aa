/**
 * `npm run bench:planner`: the collector's planner alone, at a number of accounts whose demand is far above the quota.
 * Accounts, tasks and turns are real rows on PostgreSQL; TikTok's answers are not asked for: what the planner claims is
 * ended at once as a sync would end it. Prints what docs/SCALE.md quotes.
 */
import { randomInt } from 'node:crypto';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { applyMigrations } from '../../server/data/migrations.ts';
import { openDatabase } from '../../server/data/open-database.ts';
import type { OpenDatabase } from '../../server/data/database.ts';
import type { CallQuota, QuotaUsage } from '../../server/lib/call-quota.ts';
import { createClock } from '../../server/lib/clock.ts';
import { SYNC_DUE_EVERY_SECONDS } from '../../server/modules/collector/sync-due.job.ts';
import type { PlannedSync } from '../../server/modules/collector/sync-plan.service.ts';
import { claimDueSyncs } from '../../server/modules/collector/sync-planner.service.ts';
import { createEmptyDatabase } from '../../server/testing/database.ts';
import { SILENT_LOG } from '../../server/testing/log.ts';

const { values: options } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    workspaces: { type: 'string', default: '50000' },
    minutes: { type: 'string', default: '30' },
    limit: { type: 'string', default: '600' },
  },
});
const ACCOUNTS = Number(options.accounts);
const WORKSPACES = Number(options.workspaces);
const MINUTES = Number(options.minutes);
const LIMIT = Number(options.limit);

const START = new Date('2026-08-01T00:00:00Z');
const TICK_MS = SYNC_DUE_EVERY_SECONDS * 1_000;

const serverUrl = process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stdout.write('Not shown: TEST_DATABASE_URL names no PostgreSQL server.\n');
  process.exitCode = 1;
} else {
  const clone = await createEmptyDatabase(serverUrl);
  const database = await openDatabase({ url: clone.url }, SILENT_LOG);
  try {
    await applyMigrations(database, SILENT_LOG);
    await measure(database);
  } finally {
    await database.close();
    await clone.drop();
  }
}

async function measure(database: OpenDatabase): Promise<void> {
  say(
    `${ACCOUNTS.toLocaleString('en')} accounts in ${WORKSPACES.toLocaleString('en')} workspaces, ${LIMIT} calls a minute`,
  );
  await fill(database);
  const [size] = await database.query<{ bytes: bigint; tasks: bigint }>(
    `SELECT pg_total_relation_size('"TikTokCaptureTask"') AS tasks, pg_database_size(current_database()) AS bytes`,
    [],
  );
  say(`tasks with their indexes ${megabytes(size!.tasks)}, whole database ${megabytes(size!.bytes)}`);

  const clock = createClock();
  const quota = slidingQuota(() => clock.now().getTime());
  const times: number[] = [];
  const claims = new Map<string, number>();
  let syncs = 0;
  for (let tick = 0; tick * TICK_MS < MINUTES * 60_000; tick += 1) {
    clock.standAt(new Date(START.getTime() + tick * TICK_MS));
    const begun = performance.now();
    const claimed = await claimDueSyncs({ database, clock, quota });
    times.push(performance.now() - begun);
    syncs += claimed.length;
    for (const kind of await finish(database, claimed, clock.now())) {
      claims.set(kind, (claims.get(kind) ?? 0) + 1);
      quota.count(kind);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    `${times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(0)} ms`;
  say(
    `${times.length} rounds, ${syncs} syncs: median ${at(0.5)}, 95 % ${at(0.95)}, worst ${at(1)} a round (every ${SYNC_DUE_EVERY_SECONDS} s)`,
  );
  say(`memory of the process ${megabytes(BigInt(process.memoryUsage.rss()))}`);
  for (const [kind, count] of claims)
    say(`${kind}: ${(count / MINUTES).toFixed(0)} of ${LIMIT} calls a minute used`);

  const [turns] = await database.query<{ none: bigint; least: bigint; most: bigint }>(
    `SELECT count(*) FILTER (WHERE turns = 0) AS none, min(turns) AS least, max(turns) AS most FROM (
       SELECT count(*) FILTER (WHERE s."lastSyncedAt" IS NOT NULL) AS turns
       FROM "TikTokConnection" c JOIN "TikTokSyncState" s ON s."connectionId" = c.id GROUP BY c."workspaceId") t`,
    [],
  );
  say(
    `accounts served by workspace: least ${turns!.least}, most ${turns!.most}; without any so far ${turns!.none}`,
  );
}

/** A few large workspaces and many small ones: sizes fall with the square root of the rank. */
async function fill(database: OpenDatabase): Promise<void> {
  await database.query(
    `INSERT INTO "Workspace" (id, name, slug) SELECT gen_random_uuid(), 'Studio', 'w' || n FROM generate_series(1, $1::int) n`,
    [WORKSPACES],
  );
  await database.query(
    `WITH ranked AS (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM "Workspace")
     INSERT INTO "TikTokConnection" (id, "workspaceId", "openId", "createdAt", "grantedScopes")
     SELECT gen_random_uuid(), ranked.id, 'o' || n, $2, '{video.list}'
     FROM generate_series(1, $1::int) n JOIN ranked ON ranked.rank = 1 + floor($3 * power((n - 0.5) / $1, 2))`,
    [ACCOUNTS, START, WORKSPACES],
  );
  await database.query(
    `INSERT INTO "TikTokSyncState" ("connectionId", "nextSyncAt", "fullDueAt") SELECT id, $1, $1::timestamptz + interval '30 days' FROM "TikTokConnection"`,
    [START],
  );
  // All have been waiting for up to three hours.
  await database.query(
    `INSERT INTO "TikTokCaptureTask" ("connectionId", "workspaceId", kind, "dueAt", deadline)
     SELECT c.id, c."workspaceId", k.kind, d.at, d.at + random() * interval '6 hours'
     FROM "TikTokConnection" c CROSS JOIN unnest(enum_range(NULL::"CaptureKind")) k(kind)
     CROSS JOIN LATERAL (SELECT $1::timestamptz - random() * interval '3 hours' + (c.id IS NULL)::int * interval '1 s' AS at) d`,
    [START],
  );
  await database.execute('ANALYZE');
}

/** Ends syncs as the real ones end, in two statements. Returns the kinds of all tasks done. */
async function finish(database: OpenDatabase, syncs: readonly PlannedSync[], now: Date): Promise<string[]> {
  if (syncs.length === 0) return [];
  const ids = syncs.map(({ syncId }) => syncId);
  const done = await database.query<{ kind: string }>(
    `UPDATE "TikTokCaptureTask" SET "syncId" = NULL, "dueAt" = $2::timestamptz + p.every,
       deadline = $2::timestamptz + p.every * (1 + $3::float8)
     FROM (VALUES ('LISTING', interval '55 minutes'), ('METRICS', interval '6 hours'), ('PROFILE', interval '1 day')) p(kind, every)
     WHERE "syncId" = ANY($1::uuid[]) AND p.kind = "TikTokCaptureTask".kind::text RETURNING "TikTokCaptureTask".kind`,
    [ids, now, randomInt(1_000) / 1_000],
  );
  await database.query(
    `UPDATE "TikTokSyncState" SET "syncId" = NULL, "lastSyncedAt" = $2, "nextSyncAt" = $2::timestamptz + interval '55 minutes'
     WHERE "syncId" = ANY($1::uuid[])`,
    [ids, now],
  );
  return done.map(({ kind }) => kind);
}

/** The window of each endpoint, by the bench's own clock. */
function slidingQuota(now: () => number): CallQuota & { count(kind: string): void } {
  const calls = new Map<string, number[]>();
  const endpoints: Record<string, string> = {
    PROFILE: 'user/info',
    LISTING: 'video/list',
    METRICS: 'video/query',
  };
  const usageOf = (resource: string): QuotaUsage => {
    const held = (calls.get(resource) ?? []).filter((at) => at > now() - 60_000);
    calls.set(resource, held);
    return {
      resource,
      limit: LIMIT,
      windowSeconds: 60,
      remaining: LIMIT - held.length,
      reserve: 0,
      nextFreeAt: null,
    };
  };
  return {
    take: () => Promise.reject(new Error('Nothing is called here.')),
    exhausted: () => Promise.resolve(),
    usage: (resources) => Promise.resolve(resources.map(usageOf)),
    count(kind) {
      const endpoint = endpoints[kind]!;
      calls.set(endpoint, [...(calls.get(endpoint) ?? []), now()]);
    },
  };
}

function megabytes(bytes: bigint): string {
  return `${(Number(bytes) / 1e6).toFixed(0)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
