import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { createTestDatabase } from '../../../server/testing/database.ts';
import { execute } from '../../../server/testing/graphql.ts';
import { startTestTikTok } from '../../../server/testing/tiktok.ts';
import type { Figures } from '../figures.ts';
import { type ServerNode, startNode } from './nodes.ts';

const REQUESTS = 100;

/** What is asked for again and again, and where its effect is counted. */
const CASES = [
  {
    what: 'startTikTokAuth',
    document: `mutation ($input: StartTikTokAuthInput!) { startTikTokAuth(input: $input) {
      ... on StartTikTokAuthPayload { state authorizationUrl expiresAt } ... on Error { code message } } }`,
    input: {},
    effects: 'SELECT count(*)::int AS effects FROM "TikTokLogin"',
  },
  {
    what: 'updateWorkspace',
    document: `mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) {
      ... on Workspace { id name } ... on Error { code message } } }`,
    input: { name: 'Once' },
    effects: `SELECT count(*)::int AS effects FROM "AuditEntry" WHERE action = 'workspace.update'`,
  },
];

/** 100 identical mutations with one key, half of them to each of two processes, all at once. */
export async function checkIdempotency(figures: Figures): Promise<void> {
  if (process.env['TEST_DATABASE_URL'] === undefined) {
    figures.add(
      `${String(REQUESTS)} identical mutations on two processes`,
      'shown',
      'not shown: TEST_DATABASE_URL is not set',
      false,
    );
    return;
  }
  const test = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-nodes-'));
  const sandbox = await startTestTikTok();
  const environment = {
    NODE_ENV: 'test',
    PATH: process.env['PATH'],
    PORT: '0',
    // As behind a balancer: the links in answers are the same from every node.
    CREATORGRAPH_PUBLIC_URL: 'http://localhost:4000',
    DATABASE_URL: test.url,
    CREATORGRAPH_DATA_DIR: folder,
    CREATORGRAPH_ENCRYPTION_KEYS: `walls:${randomBytes(32).toString('base64url')}`,
    TIKTOK_API_URL: sandbox.config.apiUrl,
    TIKTOK_AUTH_URL: sandbox.config.authUrl,
    TIKTOK_REDIRECT_URI: sandbox.config.redirectUri,
  };
  const nodes: ServerNode[] = [];
  const database = new pg.Client({ connectionString: test.url });
  try {
    for (let count = 0; count < 2; count += 1) nodes.push(await startNode(environment));
    await database.connect();
    const { url, key } = nodes[0]!;
    const answer = await execute<{ viewer: { workspaces: { id: string }[] } }>(
      url,
      '{ viewer { workspaces { id } } }',
      {},
      { as: key },
    );
    const workspaceId = answer.expectData().viewer.workspaces[0]?.id;
    for (const { what, document, input, effects } of CASES) {
      const variables = { input: { workspaceId, ...input, idempotencyKey: 'walls' } };
      const answers = await Promise.all(
        Array.from({ length: REQUESTS }, (_, index) =>
          execute(nodes[index % 2]!.url, document, variables, { as: key }),
        ),
      );
      const different = new Set(
        answers.map(({ text }) => JSON.stringify((JSON.parse(text) as { data?: unknown }).data)),
      );
      const failed = answers.filter(({ errors }) => errors !== undefined).length;
      const { rows } = await database.query<{ effects: number }>(effects);
      const counted = rows[0]?.effects ?? 0;
      figures.add(
        `${String(REQUESTS)} times ${what} with one key on two processes`,
        '1 effect, 1 answer',
        `${String(counted)} effect(s), ${String(different.size)} answer(s), ${String(failed)} failed`,
        counted === 1 && different.size === 1 && failed === 0,
      );
    }
  } finally {
    await database.end();
    await Promise.all(nodes.map((node) => node.stop()));
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
    await test.drop();
  }
}
