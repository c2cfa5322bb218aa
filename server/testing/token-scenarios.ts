import { withAccessToken } from '../modules/connections/credential.service.ts';
import { createTestCollector, type TestCollector } from './collector.ts';
import { startTokenWorker, type TokenWorkerOrder, type TokenWorkerReport } from './token-worker.ts';

// Proofs that take several processes on one PostgreSQL, for tests and for the measurements of `bench/`.

const DAY_MS = 24 * 3_600_000;

export interface RefreshRace {
  accounts: number;
  processes: number;
  /** Refreshes that reached TikTok: one an account. */
  refreshCalls: number;
  /** Connections that got a token, of `accounts × processes`. */
  served: number;
  failures: string[];
}

/**
 * Two worker processes need the access token of every account at the same moment, and all have expired.
 *
 * @throws without TEST_DATABASE_URL: the embedded database serves one process.
 */
export async function raceForRefreshes({ accounts = 50, processes = 2 } = {}): Promise<RefreshRace> {
  return withCollector(async (collector, order) => {
    await collector.standAt(new Date());
    const connectionIds: string[] = [];
    for (const creator of await collector.sandbox.addCreators({ count: accounts })) {
      connectionIds.push((await collector.connect({ creator })).id);
    }
    await collector.standAt(new Date(collector.deps.clock.now().getTime() + DAY_MS));
    await collector.sandbox.takeCalls();

    const workers = await Promise.all(
      Array.from({ length: processes }, () => startTokenWorker(order({ connectionIds }))),
    );
    const lines = await Promise.all(workers.map((worker) => worker.begin()));
    await Promise.all(workers.map((worker) => worker.ended()));
    const reports = lines.map((line) => JSON.parse(line) as TokenWorkerReport);
    const calls = await collector.sandbox.takeCalls();
    return {
      accounts,
      processes,
      refreshCalls: calls['oauth/token'] ?? 0,
      served: reports.reduce((sum, report) => sum + report.served, 0),
      failures: reports.flatMap((report) => report.failures),
    };
  });
}

export interface KilledRefresh {
  /** What the account's next user meets. */
  outcome: 'RECOVERED' | 'REAUTHORIZATION_REQUIRED' | 'OTHER';
  /** Refreshes that reached TikTok after the kill; more than one would be the beginning of a loop. */
  refreshCallsAfter: number;
  /** The connection's status, and TikTok's raw reason. */
  status: string;
  statusReason: string | null;
  /** Whether the account works again once the person has connected it again. */
  worksAfterLogin: boolean;
}

/**
 * A worker is killed with kill -9 after TikTok has answered its refresh, so has changed the pair, and before it is stored.
 *
 * @throws without TEST_DATABASE_URL.
 */
export async function killBetweenAnswerAndStore(): Promise<KilledRefresh> {
  return withCollector(async (collector, order) => {
    const { deps, sandbox } = collector;
    await collector.standAt(new Date());
    const connection = await collector.connect();
    await collector.standAt(new Date(deps.clock.now().getTime() + DAY_MS));
    const worker = await startTokenWorker(order({ connectionIds: [connection.id], hangsAfterAnswer: true }));
    const said = await worker.begin();
    if (said !== 'answered') throw new Error(`The worker said ${said}`);
    await worker.kill();
    await sandbox.takeCalls();

    // As if the half minute had passed after which a dead process's lease is void.
    await deps.database.query(`UPDATE "TikTokCredential" SET "refreshLeaseUntil" = now() - interval '1 ms'`);
    const outcomes: unknown[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      outcomes.push(
        await withAccessToken(deps, connection.id, () => Promise.resolve('RECOVERED')).catch(
          (error: unknown) => (error as { code?: string }).code,
        ),
      );
    }
    const [first] = outcomes;
    const isOne = outcomes.every((outcome) => outcome === first);
    const known = first === 'RECOVERED' || first === 'REAUTHORIZATION_REQUIRED';
    const calls = await sandbox.takeCalls();
    const { status, statusReason } = await deps.database.prisma.tikTokConnection.findUniqueOrThrow({
      where: { id: connection.id },
    });
    await collector.connect({ input: { connectionId: connection.id } });
    const worksAfterLogin = await withAccessToken(deps, connection.id, async ({ accessToken, scopes }) => {
      const profile = await deps.tiktok.userInfo(accessToken, scopes);
      return profile.displayName !== null;
    });
    return {
      outcome: isOne && known ? first : 'OTHER',
      refreshCallsAfter: calls['oauth/token'] ?? 0,
      status,
      statusReason,
      worksAfterLogin,
    };
  });
}

type Order = (facts: Pick<TokenWorkerOrder, 'connectionIds'> & Partial<TokenWorkerOrder>) => TokenWorkerOrder;

async function withCollector<T>(work: (collector: TestCollector, order: Order) => Promise<T>): Promise<T> {
  const collector = await createTestCollector();
  try {
    const { config, clock } = collector.deps;
    const { databaseUrl, encryptionKeys } = config;
    if (databaseUrl === null || encryptionKeys === null) {
      throw new Error('This takes several processes on one database: set TEST_DATABASE_URL.');
    }
    return await work(collector, (facts) => ({
      databaseUrl,
      encryptionKeys,
      tiktok: config.tiktok,
      now: clock.now().toISOString(),
      hangsAfterAnswer: false,
      ...facts,
    }));
  } finally {
    await collector.close();
  }
}
