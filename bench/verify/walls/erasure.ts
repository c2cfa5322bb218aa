import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createFileStore } from '../../../server/data/create-file-store.ts';
import type { Database } from '../../../server/data/database.ts';
import { disconnectAndErase } from '../../../server/modules/connections/disconnect.service.ts';
import { fill } from '../../../server/modules/privacy/erasure-test-kit.ts';
import type { StoredErasureCount } from '../../../server/modules/privacy/stored-erasure.ts';
import { createTestCollector, type TestCollector } from '../../../server/testing/collector.ts';
import { tablesThatName } from '../../../server/testing/every-table.ts';
import type { Figures } from '../figures.ts';
import { until } from '../waiting.ts';
import { type ServerNode, startNode } from './nodes.ts';

/** Tables that the worker is killed in, in the order of erasing; at the last one the connection's own row is gone. */
const KILLED_IN = [
  'DataExport',
  'TikTokRecommendation',
  'ImportedDay',
  'TikTokAnalytics',
  'TikTokWebhookEvent',
];

const WHAT = 'Erasure of a connection that is in every table, kill -9 at five places';

/** What still names the connection, by where it was found. */
interface Found {
  tables: Record<string, number>;
  files: number;
  cached: number;
}

/**
 * Erases the connection that has everything, with a worker that is killed at five places; then looks everywhere for its
 * ids and names: not where the erasure looks, but in all there is.
 */
export async function checkErasure(figures: Figures): Promise<void> {
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (process.env['TEST_DATABASE_URL'] === undefined || redisUrl === undefined) {
    figures.add(WHAT, 'shown', 'not shown: TEST_DATABASE_URL or TEST_REDIS_URL is not set', false);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-erasure-'));
  const files = await createFileStore({ kind: 'folder', folder: join(folder, 'files') });
  const made = await createTestCollector();
  const collector: TestCollector = { ...made, deps: { ...made.deps, files } };
  const redis = new Redis(redisUrl);
  try {
    await eraseAndLook(figures, collector, redis, environmentOf(collector, folder, redisUrl));
  } finally {
    redis.disconnect();
    await made.close();
    await files.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function environmentOf({ deps }: TestCollector, folder: string, redisUrl: string): NodeJS.ProcessEnv {
  const { databaseUrl, encryptionKeys, tiktok } = deps.config;
  return {
    NODE_ENV: 'test',
    PATH: process.env['PATH'],
    PORT: '0',
    DATABASE_URL: databaseUrl ?? '',
    REDIS_URL: redisUrl,
    CREATORGRAPH_DATA_DIR: folder,
    CREATORGRAPH_ENCRYPTION_KEYS: encryptionKeys ?? undefined,
    TIKTOK_API_URL: tiktok.apiUrl,
    TIKTOK_AUTH_URL: tiktok.authUrl,
    TIKTOK_REDIRECT_URI: tiktok.redirectUri,
  };
}

async function eraseAndLook(
  figures: Figures,
  collector: TestCollector,
  redis: Redis,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { deps, viewer } = collector;
  const folder = environment['CREATORGRAPH_DATA_DIR'] ?? '';
  const connection = await collector.connect();
  const names = [...new Set(await fill(collector, connection))];
  // The server keeps nothing of a connection in Redis: what is there only while it is counted shows that the look sees it.
  const planted = `creatorgraph:verify:${connection.id}`;
  await redis.set(planted, connection.openId, 'EX', 60);
  const before = await look(collector, redis, folder, names);
  await redis.del(planted);

  const { erasureId } = await disconnectAndErase(deps, viewer, connection.id, async () => {});
  const stored = () => deps.database.prisma.dataErasure.findUniqueOrThrow({ where: { id: erasureId } });
  const held: string[] = [];
  for (const table of KILLED_IN) {
    await killInside(deps.database, table, environment);
    const erasure = await stored();
    if (erasure.status !== 'RUNNING') throw new Error(`Killed in ${table}, it is ${erasure.status}`);
    held.push(JSON.stringify(erasure.held));
  }
  const node = await startNode(environment);
  try {
    await until(
      async () => {
        await hurry(deps.database);
        return (await stored()).status === 'COMPLETED' ? true : undefined;
      },
      { what: 'The end of the erasure', limitMs: 180_000, everyMs: 200 },
    );
  } finally {
    await node.stop();
  }
  const proof = (await stored()).proof as unknown as StoredErasureCount[];
  const after = await look(collector, redis, folder, names);
  const remaining = proof.reduce((sum, place) => sum + place.remaining, 0);
  const left = rowsOf(after) + after.files + after.cached;
  figures.add(
    WHAT,
    '0 left in every table, queue, Redis and files; the same first figures',
    `${told(before)} (put there) before, ${told(after)} after; ${String(names.length)} names; killed in ${KILLED_IN.join(', ')}; ` +
      `the proof tells ${String(proof.length)} places, ${String(remaining)} left`,
    left === 0 &&
      rowsOf(before) > 0 &&
      before.files > 0 &&
      before.cached > 0 &&
      remaining === 0 &&
      new Set(held).size === 1,
  );
}

function rowsOf({ tables }: Found): number {
  return Object.values(tables).reduce((sum, count) => sum + count, 0);
}

function told(found: Found): string {
  return (
    `${String(rowsOf(found))} rows in ${String(Object.keys(found.tables).length)} tables, ` +
    `${String(found.files)} files, ${String(found.cached)} Redis keys`
  );
}

/**
 * Starts a worker and kills it while it deletes from the table: a lock holds it there. Its statement is undone, as
 * PostgreSQL does once it sees that the other end is gone.
 */
async function killInside(database: Database, table: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const lock = new pg.Client({ connectionString: environment['DATABASE_URL'] });
  await lock.connect();
  let node: ServerNode | undefined;
  try {
    // Rows can be read and counted, not deleted.
    await lock.query(`BEGIN; LOCK TABLE "${table}" IN SHARE ROW EXCLUSIVE MODE`);
    node = await startNode(environment);
    const { answer: pid } = await until(
      async () => {
        await hurry(database);
        const [row] = await database.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE $1`,
          [`DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(SELECT ctid FROM "${table}" WHERE "%" = ANY(%`],
        );
        return row?.pid;
      },
      { what: `An eraser in ${table}`, limitMs: 120_000, everyMs: 200 },
    );
    await node.kill();
    await database.query('SELECT pg_terminate_backend($1)', [pid]);
  } finally {
    await node?.kill();
    await lock.query('ROLLBACK');
    await lock.end();
  }
}

/** Each retry waits longer than the one before; a check does not. */
async function hurry(database: Database): Promise<void> {
  await database.query(
    `UPDATE pgboss.job SET start_after = now() WHERE name = 'privacy.erase-subject' AND state = 'retry'`,
  );
}

async function look(
  { deps }: TestCollector,
  redis: Redis,
  folder: string,
  names: readonly string[],
): Promise<Found> {
  const isNaming = (text: string): boolean => names.some((name) => text.includes(name));
  let files = 0;
  for (const entry of await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (isNaming(path) || (entry.isFile() && isNaming(await readFile(path, 'latin1')))) files += 1;
  }
  let cached = 0;
  for await (const keys of redis.scanStream({ count: 500 })) {
    for (const key of keys as string[]) if (isNaming(key + (await valueOf(redis, key)))) cached += 1;
  }
  return { tables: await tablesThatName(deps.database, names), files, cached };
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  switch (type) {
    case 'none':
      return '';
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'set':
      return (await redis.smembers(key)).join(' ');
    case 'zset':
      return (await redis.zrange(key, 0, -1)).join(' ');
    case 'list':
      return (await redis.lrange(key, 0, -1)).join(' ');
    default:
      throw new Error(`${key} is a ${type}, which nobody here can look into`);
  }
}
