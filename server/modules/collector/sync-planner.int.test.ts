import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaptureKind } from '../../data/generated/prisma/client.ts';
import type { OpenDatabase } from '../../data/database.ts';
import { createSqlCallQuota } from '../../data/sql-call-quota.ts';
import type { CallLimits } from '../../lib/call-quota.ts';
import { createClock } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { captureQueries } from '../../testing/queries.ts';
import { SYNC_DUE_EVERY_SECONDS } from './sync-due.job.ts';
import { claimDueSyncs, ENDPOINTS } from './sync-planner.service.ts';

const START = new Date('2026-08-01T12:00:00Z');
const MINUTE_MS = 60_000;
const ROUND_MS = SYNC_DUE_EVERY_SECONDS * 1_000;

const clock = createClock();
let database: OpenDatabase;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createTestDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  clock.standAt(START);
});
afterEach(async () => {
  await database.prisma.workspace.deleteMany();
  await database.prisma.tikTokCaptureTurn.deleteMany();
});

function limitsOf(limit: number): CallLimits {
  return Object.fromEntries(Object.values(ENDPOINTS).map((name) => [name, { limit, windowMs: MINUTE_MS }]));
}

/** What may be called a minute, of each endpoint; a round hands out half of that at most. */
function withLimit(limit: number) {
  const quota = createSqlCallQuota({ database, clock, owner: newId(), limits: limitsOf(limit) });
  return { database, clock, quota };
}

/** A workspace with connections, each with LISTING due `lateMinutes` ago and everything else far off. */
async function addWorkspace(lateMinutes: readonly number[]): Promise<{ id: string; connections: string[] }> {
  const { prisma } = database;
  const id = newId();
  await prisma.workspace.create({ data: { id, name: 'Studio', slug: id } });
  const connections = lateMinutes.map(() => newId());
  const now = START.getTime();
  const later = new Date(now + 24 * 60 * MINUTE_MS);
  await prisma.tikTokConnection.createMany({
    data: connections.map((connectionId) => ({
      id: connectionId,
      workspaceId: id,
      openId: connectionId,
      createdAt: START,
    })),
  });
  await prisma.tikTokSyncState.createMany({
    data: connections.map((connectionId) => ({ connectionId, nextSyncAt: START, fullDueAt: later })),
  });
  await prisma.tikTokCaptureTask.createMany({
    data: connections.flatMap((connectionId, index) => {
      const dueAt = new Date(now - lateMinutes[index]! * MINUTE_MS);
      const task = (kind: CaptureKind, at: Date) => ({
        connectionId,
        workspaceId: id,
        kind,
        dueAt: at,
        deadline: at,
      });
      return [task('LISTING', dueAt), task('METRICS', later), task('PROFILE', later)];
    }),
  });
  return { id, connections };
}

/** Time enough for another one. */
function nextRound(): void {
  clock.standAt(new Date(clock.now().getTime() + ROUND_MS));
}

const ids = (syncs: readonly { connectionId: string }[]) => syncs.map(({ connectionId }) => connectionId);

/** Ends what was claimed as a sync would: free again, and due in an hour. */
async function finish(syncs: readonly { connectionId: string; syncId: string }[]): Promise<void> {
  const connectionId = { in: ids(syncs) };
  const dueAt = new Date(clock.now().getTime() + 60 * MINUTE_MS);
  await database.prisma.tikTokCaptureTask.updateMany({
    where: { connectionId, syncId: { not: null } },
    data: { syncId: null, dueAt, deadline: dueAt },
  });
  await database.prisma.tikTokSyncState.updateMany({
    where: { connectionId },
    data: { syncId: null, nextSyncAt: dueAt },
  });
}

/** Has its sync wait as a full one does, which knows of 100 videos and has read 20 of them. */
async function waitForQuota(connectionId: string): Promise<void> {
  await database.prisma.tikTokSyncState.update({
    where: { connectionId },
    data: {
      phase: 'WAITING_FOR_QUOTA',
      isFull: true,
      listingStartedAt: START,
      videosSeen: 20,
      videosExpected: 100,
    },
  });
}

/** When its next sync is expected to begin, in minutes after START. */
async function promised(connectionId: string): Promise<number> {
  const { nextSyncAt } = await database.prisma.tikTokSyncState.findUniqueOrThrow({ where: { connectionId } });
  return (Number(nextSyncAt) - START.getTime()) / MINUTE_MS;
}

describe('a round of the planner', () => {
  it('claims all that is due, once, and nothing else', async () => {
    const { connections } = await addWorkspace([0, 5, 60, -1]);
    const deps = withLimit(600);
    expect(ids(await claimDueSyncs(deps)).sort()).toEqual(connections.slice(0, 3).sort());
    expect(await claimDueSyncs(deps)).toEqual([]);
  });

  it('of two at a time claims everything once', async () => {
    const { connections } = await addWorkspace(Array<number>(40).fill(1));
    const deps = withLimit(600);
    const [left, right] = await Promise.all([claimDueSyncs(deps), claimDueSyncs(deps)]);
    expect([...ids(left), ...ids(right)].sort()).toEqual([...connections].sort());
  });

  it('leaves a connection alone that ends while the round goes on', async () => {
    const {
      connections: [ended, living],
    } = await addWorkspace([1, 1]);
    const deps = withLimit(600);
    let looks = 0;
    const transaction: OpenDatabase['transaction'] = (work) =>
      database.transaction((tx) => {
        const $queryRaw: typeof tx.$queryRaw = (...query) => {
          looks += 1;
          // All kinds were looked at; somebody else commits now.
          if (looks === 4) {
            return tx.tikTokCaptureTask
              .updateMany({ where: { connectionId: ended! }, data: { dueAt: null, deadline: null } })
              .then(() => tx.$queryRaw(...query)) as never;
          }
          return tx.$queryRaw(...query);
        };
        return work(
          new Proxy(tx, {
            get: (of, name) => (name === '$queryRaw' ? $queryRaw : Reflect.get(of, name)) as unknown,
          }),
        );
      });
    const claimed = await claimDueSyncs({ ...deps, database: { ...database, transaction } });
    expect(ids(claimed)).toEqual([living]);
    expect(await database.prisma.tikTokSyncState.count({ where: { syncId: { not: null } } })).toBe(1);
    expect(await database.prisma.tikTokCaptureTask.count({ where: { syncId: { not: null } } })).toBe(1);
  });

  it('hands out no more than the quota has room for, what is under way included', async () => {
    await addWorkspace(Array<number>(50).fill(1));
    const deps = withLimit(40);
    const first = await claimDueSyncs(deps);
    expect(first).toHaveLength(20);
    // Two are left for what people ask for.
    expect(await claimDueSyncs(deps)).toHaveLength(18);
    expect(await claimDueSyncs(deps)).toHaveLength(0);
    await finish(first);
    expect(await claimDueSyncs(deps)).toHaveLength(12);
  });

  it.each([
    ['pages', { listingStartedAt: START, isListed: false }, 0],
    ['the profile', { listingStartedAt: null, isListed: false }, 1],
    ['what the pages left out', { listingStartedAt: START, isListed: true }, 1],
  ])(
    'keeps a place for a full sync that waits for %s, and none of anything else',
    async (_, state, claims) => {
      await addWorkspace(Array<number>(3).fill(1));
      const deps = withLimit(2);
      const [full] = await claimDueSyncs(deps);
      const { connectionId } = full!;
      await waitForQuota(connectionId);
      await database.prisma.tikTokSyncState.update({ where: { connectionId }, data: state });
      // All that is due are looks at the newest videos, for which a place is left but for that of the full sync.
      expect(await claimDueSyncs(deps)).toHaveLength(claims);
    },
  );

  it('lets workspaces take turns, whatever number of accounts they have, where not all can be done', async () => {
    const big = await addWorkspace(Array<number>(200).fill(600));
    const small = await Promise.all([1, 2, 3, 4].map(() => addWorkspace([1, 1])));
    const deps = withLimit(16);
    const served: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const claimed = await claimDueSyncs(deps);
      expect(claimed.length).toBeGreaterThan(0);
      served.push(...ids(claimed));
      await finish(claimed);
    }
    const turnsOf = ({ connections }: { connections: string[] }) =>
      served.filter((id) => connections.includes(id)).length;
    // All that the small ones have, though everything of the big one was due hours before.
    expect(small.map(turnsOf)).toEqual([2, 2, 2, 2]);
    expect(turnsOf(big)).toBe(served.length - 8);
  });

  it('gives the next turn to whoever had none for longest', async () => {
    const workspaces = await Promise.all(
      Array.from({ length: 9 }, () => addWorkspace(Array<number>(9).fill(10))),
    );
    const deps = withLimit(6);
    const turns = new Map<string, number>();
    for (let round = 0; round < 9; round += 1) {
      nextRound();
      const claimed = await claimDueSyncs(deps);
      for (const id of ids(claimed)) {
        const workspace = workspaces.find(({ connections }) => connections.includes(id))!.id;
        turns.set(workspace, (turns.get(workspace) ?? 0) + 1);
      }
      await finish(claimed);
    }
    expect([...turns.values()]).toEqual(Array<number>(9).fill(4));
  });

  it('finds those that wait behind thousands of workspaces that wait for nothing', async () => {
    const { prisma } = database;
    const left = Array.from({ length: 2_001 }, () => newId());
    await prisma.workspace.createMany({ data: left.map((id) => ({ id, name: 'Left', slug: id })) });
    await prisma.tikTokConnection.createMany({
      data: left.map((id) => ({ id, workspaceId: id, openId: id, createdAt: START })),
    });
    await prisma.tikTokCaptureTask.createMany({
      data: left.map((id) => ({ connectionId: id, workspaceId: id, kind: 'LISTING' as const })),
    });
    await addWorkspace(Array<number>(50).fill(1));
    expect(await claimDueSyncs(withLimit(40))).toHaveLength(20);
  });

  it('serves a workspace with little to do whenever it has something, however much the others have', async () => {
    await Promise.all([1, 2, 3].map(() => addWorkspace(Array<number>(50).fill(600))));
    const [id] = (await addWorkspace([1])).connections;
    const deps = withLimit(6);
    // Two turns a round among four. This one wants one in three rounds, fewer than it could have.
    const waits: number[] = [];
    let dueAt = clock.now().getTime();
    for (let round = 0; round < 14; round += 1) {
      nextRound();
      const claimed = await claimDueSyncs(deps);
      await finish(claimed);
      if (!ids(claimed).includes(id!)) continue;
      waits.push(clock.now().getTime() - dueAt);
      dueAt = clock.now().getTime() + 3 * ROUND_MS;
      const due = { dueAt: new Date(dueAt), deadline: new Date(dueAt) };
      await database.prisma.tikTokCaptureTask.updateMany({
        where: { connectionId: id!, kind: 'LISTING' },
        data: due,
      });
    }
    expect(waits.slice(1)).toEqual([0, 0, 0, 0]);
  });

  it('takes the earliest deadline of a workspace first', async () => {
    const { connections } = await addWorkspace([10, 20, 30, 40, 50, 60]);
    const deps = withLimit(2);
    // The one that is due last, but moves fastest.
    await database.prisma.tikTokCaptureTask.update({
      where: { connectionId_kind: { connectionId: connections[0]!, kind: 'LISTING' } },
      data: { deadline: new Date(START.getTime() - 90 * MINUTE_MS) },
    });
    const order: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const claimed = await claimDueSyncs(deps);
      order.push(...ids(claimed));
      await finish(claimed);
    }
    expect(order).toEqual([0, 5, 4, 3, 2, 1].map((index) => connections[index]));
  });

  it('says a new time to those whose expected begin has passed: by their place', async () => {
    const { connections } = await addWorkspace([10, 20, 30, 40, 50, 60]);
    await addWorkspace([5]);
    const deps = withLimit(2);
    await claimDueSyncs(deps);
    const states = await database.prisma.tikTokSyncState.findMany({
      where: { connectionId: { in: connections }, syncId: null },
    });
    const waits = new Map(
      states.map(({ connectionId, nextSyncAt }) => [
        connectionId,
        (Number(nextSyncAt) - START.getTime()) / 1_000,
      ]),
    );
    // Two workspaces share the one call a minute that is not kept for people, so each has one in two minutes.
    const inOrder = [...connections].reverse().filter((id) => waits.has(id));
    expect(inOrder.map((id) => waits.get(id))).toEqual(inOrder.map((_, place) => (place + 1) * 120));
  });

  it('says the time of what is due next where that comes before the turn of what waits', async () => {
    const { connections } = await addWorkspace(Array.from({ length: 20 }, (_, late) => 10 + late));
    const deps = withLimit(2);
    const dueAt = new Date(START.getTime() + 5 * MINUTE_MS);
    await database.prisma.tikTokCaptureTask.updateMany({ where: { kind: 'METRICS' }, data: { dueAt } });
    await claimDueSyncs(deps);
    const states = await database.prisma.tikTokSyncState.findMany({
      where: { connectionId: { in: connections }, syncId: null },
    });
    const times = states.map(({ nextSyncAt }) => Number(nextSyncAt));
    expect(Math.max(...times)).toBe(dueAt.getTime());
    expect(Math.min(...times)).toBeLessThan(dueAt.getTime());
  });

  it('says a new time to those who move up with a turn of their workspace', async () => {
    const { connections } = await addWorkspace([10, 20, 30]);
    const late = new Date(START.getTime() + 180 * MINUTE_MS);
    await database.prisma.tikTokSyncState.updateMany({ data: { nextSyncAt: late } });
    await claimDueSyncs(withLimit(2));
    expect(await promised(connections[1]!)).toBe(1);
    expect(await promised(connections[0]!)).toBe(2);
  });

  it('promises nothing before those whose workspace had no turn for longer', async () => {
    const first = await addWorkspace([30, 20]);
    const second = await addWorkspace([30, 20]);
    const third = await addWorkspace([30, 20]);
    const workspaces = [first, second, third];
    // Turns as they were in a time of plenty, and a pace from then.
    await database.prisma.tikTokCaptureTurn.create({
      data: { kind: 'LISTING', isScarce: true, paceSeconds: 1, callSeconds: 60 },
    });
    await database.prisma.tikTokWorkspaceTurn.createMany({
      data: workspaces.map(({ id }, place) => ({
        kind: 'LISTING' as const,
        workspaceId: id,
        takenAt: new Date(START.getTime() - (10 - place) * MINUTE_MS),
        tasks: 1,
        leavesMore: false,
      })),
    });
    const late = new Date(START.getTime() + 180 * MINUTE_MS);
    await database.prisma.tikTokSyncState.updateMany({ data: { nextSyncAt: late } });
    await claimDueSyncs(withLimit(2));
    // The first had its turn now and is the last to have another; one call a minute is left to the plan.
    expect(await promised(second.connections[0]!)).toBe(1);
    expect(await promised(third.connections[0]!)).toBe(2);
    expect(await promised(first.connections[1]!)).toBe(3);
  });

  it('promises nothing before the pages that a full sync has yet to read', async () => {
    const { connections } = await addWorkspace([40, 30, 20]);
    const deps = withLimit(2);
    const [full] = await claimDueSyncs(deps);
    await waitForQuota(full!.connectionId);
    await claimDueSyncs(deps);
    // The next call is a minute away, and four pages of 20 are left.
    expect(await promised(connections[1]!)).toBe(5);
    expect(await promised(connections[2]!)).toBe(6);
  });

  it('takes a wait back as soon as the lack ends', async () => {
    await addWorkspace([10, 20, 30]);
    const { connections } = await addWorkspace([-20]);
    await claimDueSyncs(withLimit(2));
    const late = new Date(START.getTime() + 180 * MINUTE_MS);
    await database.prisma.tikTokSyncState.updateMany({ data: { nextSyncAt: late } });
    nextRound();
    await claimDueSyncs(withLimit(600));
    expect(await promised(connections[0]!)).toBe(20);
  });

  it('costs a constant number of SQL statements', async () => {
    const count = async () => (await captureQueries(() => claimDueSyncs(withLimit(10)))).statements.length;
    await addWorkspace([1]);
    const few = await count();
    await Promise.all(Array.from({ length: 5 }, () => addWorkspace([1])));
    expect(await count()).toBe(few);
  });
});
