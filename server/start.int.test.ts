import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { encodeGlobalId } from './lib/global-id.ts';
import { createConnection } from './modules/recommendations/run/run-test-kit.ts';
import { startServer, type RunningServer } from './start.ts';
import { createEmptyDatabase, createTestFolder, TEST_DATABASE_URL } from './testing/database.ts';
import { execute } from './testing/graphql.ts';
import { connectSocket, subscribeOverSocket } from './testing/live.ts';
import { SILENT_LOG } from './testing/log.ts';
import { onlyStatistical } from './testing/server.ts';
import { startTestTikTok } from './testing/tiktok.ts';

const onPostgreSQL = TEST_DATABASE_URL === undefined ? describe.skip : describe;
const REDIS_URL = process.env['TEST_REDIS_URL'];
const CARRIERS: [string, NodeJS.ProcessEnv][] = [
  ['by notifications of the database', {}],
  ...(REDIS_URL === undefined ? [] : ([['by Redis', { REDIS_URL }]] as [string, NodeJS.ProcessEnv][])),
];

onPostgreSQL('two servers on one PostgreSQL, without TEST_DATABASE_URL not looked at', () => {
  it.each(CARRIERS)(
    'start at once on an empty database, and what one writes is heard on the other %s',
    async (_carrier, carrier) => {
      const { url: databaseUrl, drop } = await createEmptyDatabase(TEST_DATABASE_URL!);
      const folder = await createTestFolder();
      const tiktok = await startTestTikTok();
      const encryptionKeys = `k1:${randomBytes(32).toString('base64url')}`;
      const environment = (role: string): NodeJS.ProcessEnv => ({
        PORT: '0',
        CREATORGRAPH_ROLE: role,
        CREATORGRAPH_DATA_DIR: folder.folder,
        CREATORGRAPH_DEMO_API_KEY: `cg_${'d'.repeat(40)}`,
        CREATORGRAPH_ENCRYPTION_KEYS: encryptionKeys,
        DATABASE_URL: databaseUrl,
        TIKTOK_API_URL: tiktok.config.apiUrl,
        TIKTOK_AUTH_URL: tiktok.config.authUrl,
        TIKTOK_REDIRECT_URI: tiktok.config.redirectUri,
        ...carrier,
      });
      const start = (role: string) =>
        startServer({
          environment: environment(role),
          createLog: () => SILENT_LOG,
          withDemo: false,
          overrides: { engines: onlyStatistical(0) },
        });
      const servers: RunningServer[] = await Promise.all([start('api'), start('all')]);
      servers.push(await start('worker'));
      try {
        const [front, worker, bareWorker] = servers as [RunningServer, RunningServer, RunningServer];
        const key = front.demoApiKey!;
        const ask = <Data>(server: RunningServer, document: string, variables = {}) =>
          execute<Data>(`http://127.0.0.1:${server.config.port}/graphql`, document, variables, { as: key });
        expect(worker.demoApiKey).toBe(key);

        const { prisma } = front.runtime.services.database;
        const workspace = await prisma.workspace.findFirstOrThrow();
        const connection = encodeGlobalId(
          'TikTokConnection',
          await createConnection(front.runtime.services, workspace.id, 3),
        );
        const started = await ask<{ generateRecommendations: { id: string } }>(
          front,
          'mutation ($id: ID!) { generateRecommendations(input: { connectionId: $id, count: 2 }) { ... on RecommendationRun { id } } }',
          { id: connection },
        );
        const run = started.expectData().generateRecommendations.id;
        const told = await Promise.all(
          [front, worker].map(async (server) => {
            const url = `http://127.0.0.1:${server.config.port}/graphql`;
            const socket = connectSocket(url, key);
            const sequences: number[] = [];
            const events = subscribeOverSocket<{ recommendationRunEvents: { sequence: number } }>(
              socket,
              'subscription ($run: ID!) { recommendationRunEvents(runId: $run) { sequence } }',
              { run },
            );
            for await (const { data } of events) sequences.push(data!.recommendationRunEvents.sequence);
            return sequences;
          }),
        );
        expect(told[0]!.length).toBeGreaterThan(10);
        expect(told[1]).toEqual(told[0]);

        // Whoever only works is watched, and has nothing else to show.
        const open = (path: string) => fetch(`http://127.0.0.1:${bareWorker.config.port}${path}`);
        expect(await (await open('/metrics')).text()).toContain(
          'tiktok_quota_limit_calls{endpoint="video/list"} 600',
        );
        expect((await open('/ready')).status).toBe(200);
        expect((await open('/graphql')).status).toBe(404);
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
        await tiktok.close();
        await folder.drop();
        await drop();
      }
    },
    60_000,
  );
});
