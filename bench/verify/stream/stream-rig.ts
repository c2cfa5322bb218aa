import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { OpenDatabase } from '../../../server/data/database.ts';
import { encodeGlobalId } from '../../../server/lib/global-id.ts';
import { newId } from '../../../server/lib/ids.ts';
import { apiKeyColumns, newApiKeySecret } from '../../../server/modules/accounts/api-key.service.ts';
import { createTestDatabase, TEST_DATABASE_URL } from '../../../server/testing/database.ts';
import { startTestTikTok } from '../../../server/testing/tiktok.ts';
import type { Caller } from '../client.ts';
import { accountsOf, untilSyncEnds } from '../connections.ts';
import type { Figures } from '../figures.ts';
import { comeBack, decide } from '../login.ts';
import { startNode, type ServerNode } from '../walls/nodes.ts';

const NODE = join(import.meta.dirname, 'stream-node.ts');
const SYNC_LIMIT_MS = 60_000;
const CREATORS = ['maya', 'camille'];

/** An account with videos, alone in its workspace, and the key of that workspace's owner. */
export interface BenchAccount {
  key: string;
  connectionId: string;
}

/** Nodes on one database and one Redis. */
export interface StreamRig {
  readonly accounts: readonly BenchAccount[];
  /** @param settings of the environment, beside those that all nodes have in common. */
  readonly startNode: (settings?: NodeJS.ProcessEnv) => Promise<ServerNode>;
}

/**
 * Lets `work` have nodes on a database of their own, with so many accounts to write for. Without TEST_DATABASE_URL and
 * TEST_REDIS_URL the figure is missed: several processes need both.
 */
export async function onNodes(
  figures: Figures,
  what: string,
  accounts: number,
  work: (rig: StreamRig) => Promise<void>,
): Promise<void> {
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (TEST_DATABASE_URL === undefined || redisUrl === undefined) {
    figures.add(what, 'shown', 'not shown: TEST_DATABASE_URL and TEST_REDIS_URL are not both set', false);
    return;
  }
  const test = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-stream-'));
  const tiktok = await startTestTikTok();
  const nodes = new Set<ServerNode>();
  const environment: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    NODE_NO_WARNINGS: '1',
    PATH: process.env['PATH'],
    PORT: '0',
    CREATORGRAPH_PUBLIC_URL: 'http://localhost:4000',
    DATABASE_URL: test.url,
    REDIS_URL: redisUrl,
    CREATORGRAPH_DATA_DIR: folder,
    CREATORGRAPH_ENCRYPTION_KEYS: `stream:${randomBytes(32).toString('base64url')}`,
    CREATORGRAPH_RATE_LIMIT_REQUESTS: '10000000',
    CREATORGRAPH_RATE_LIMIT_COST: '1000000000',
    TIKTOK_API_URL: tiktok.config.apiUrl,
    TIKTOK_AUTH_URL: tiktok.config.authUrl,
    TIKTOK_REDIRECT_URI: tiktok.config.redirectUri,
    PACE_MS: '0',
  };
  const start = async (settings: NodeJS.ProcessEnv = {}): Promise<ServerNode> => {
    const node = await startNode({ ...environment, ...settings }, NODE);
    nodes.add(node);
    return node;
  };
  try {
    const first = await start();
    const url = originOf(first);
    const connected: BenchAccount[] = [];
    for (let index = 0; index < accounts; index += 1) {
      const { workspaceId, key } = await addWorkspace(test.database);
      const caller = { url, key };
      const creator = CREATORS[index % CREATORS.length]!;
      connected.push(await connect(caller, tiktok.config.apiUrl, workspaceId, creator));
    }
    await first.stop();
    nodes.delete(first);
    await work({ accounts: connected, startNode: start });
  } finally {
    // One that a proof has killed is gone already.
    await Promise.all([...nodes].map((node) => node.stop()));
    await tiktok.close();
    await test.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

export function originOf(node: ServerNode): string {
  return new URL(node.url).origin;
}

async function addWorkspace({ prisma }: OpenDatabase): Promise<{ workspaceId: string; key: string }> {
  const id = newId();
  const key = newApiKeySecret();
  const createdAt = new Date();
  await prisma.workspace.create({ data: { id, name: 'Studio', slug: id, createdAt } });
  await prisma.apiKey.create({
    data: {
      id: newId(),
      workspaceId: id,
      name: 'Bench',
      role: 'OWNER',
      scopes: ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'],
      ...apiKeyColumns(key),
      createdAt,
    },
  });
  return { workspaceId: encodeGlobalId('Workspace', id), key };
}

async function connect(
  caller: Caller & { key: string },
  sandboxUrl: string,
  workspaceId: string,
  creator: string,
): Promise<BenchAccount> {
  const person = { caller, sandboxUrl, workspaceId, creator };
  await comeBack(person, await decide(person, { allow: 'all' }));
  const [account] = await accountsOf(caller);
  if (account === undefined) throw new Error('No account was connected');
  await untilSyncEnds(caller, account.id, 0, SYNC_LIMIT_MS);
  return { key: caller.key, connectionId: account.id };
}
