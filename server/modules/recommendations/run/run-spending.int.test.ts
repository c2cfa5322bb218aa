import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { costOf, parseModelPrice } from '../../../lib/model-price.ts';
import { newId } from '../../../lib/ids.ts';
import { formatUsd } from '../../../lib/usd.ts';
import { aiBudgetsOf } from '../../ai-budget/ai-budget.service.ts';
import { createMemoryPubSub } from '../../../realtime/pubsub.ts';
import { eraseRuns } from '../recommendations.erasure.ts';
import { executeRun } from './run-executor.ts';
import { CEILING, stuckScript, tell, tellAll, USAGE } from './run-test-engine.ts';
import {
  createConnection,
  createRunTestRig,
  logOf,
  noMemory,
  untilStored,
  viewerOf,
} from './run-test-kit.ts';
import type { RunTestRig } from './run-test-kit.ts';
import { cancelRun, giveUpRun, requestRun } from './run.service.ts';

const [, price] = parseModelPrice('scripted-1=100/10/1000')!;
const usd = (usage: Parameters<typeof costOf>[0]) => Number(formatUsd(costOf(usage, price)));
/** What a run reserves: 8.4 dollars. */
const MOST = usd(CEILING.most);
/** What it spends when all goes well: 0.39 dollars. */
const SPENT = usd(USAGE);

const alive = () => ({ signal: new AbortController().signal });

let rig: RunTestRig;
beforeAll(async () => {
  rig = await createRunTestRig({ price });
});
afterAll(() => rig.close());

/** A workspace with nothing spent yet, and a connection with videos. */
let workspaceId: string;
let connectionId: string;
beforeEach(async () => {
  rig.play(tellAll);
  workspaceId = newId();
  await rig.deps.database.prisma.workspace.create({
    data: { id: workspaceId, name: 'Studio', slug: workspaceId },
  });
  connectionId = await createConnection(rig.deps, workspaceId, 1);
});

const limitTo = (aiBudgetUsd: number | null) =>
  rig.deps.database.prisma.workspace.update({ where: { id: workspaceId }, data: { aiBudgetUsd } });
const viewer = () => viewerOf({ [workspaceId]: 'EDITOR' });
const request = (deps = rig.deps) =>
  requestRun(deps, viewer(), { connectionId, kinds: ['IDEA'], count: 1, goal: 'REACH' }, noMemory);
const runOf = (id: string) => rig.deps.database.prisma.recommendationRun.findUniqueOrThrow({ where: { id } });
const budget = async () => (await aiBudgetsOf(rig.deps, [workspaceId]))[0];

async function chargeOf(runId: string) {
  const charge = await rig.deps.database.prisma.aiCharge.findUniqueOrThrow({ where: { runId } });
  return { held: charge.heldUsd.toNumber(), spent: charge.spentUsd.toNumber() };
}

/** Has a worker take the run, write a little and be heard of no more. */
async function loseWorker(runId: string): Promise<void> {
  const lost = Promise.withResolvers<undefined>();
  rig.play(async function* (asked) {
    const said = [...tell(0, asked)].slice(0, 5);
    yield* said;
    const last = said.at(-1);
    if (last?.type === 'delta') await untilStored(rig.deps, runId, 0, last);
    lost.resolve(undefined);
    await new Promise(() => undefined);
  });
  void executeRun({ ...rig.deps, pubsub: createMemoryPubSub() }, runId, alive());
  await lost.promise;
  rig.play(tellAll);
}

describe('what a run may spend', () => {
  it('is reserved when it is asked for, and settled with what it spent', async () => {
    const { id } = await request();
    expect(await chargeOf(id)).toEqual({ held: MOST, spent: 0 });
    await executeRun(rig.deps, id, alive());
    expect(await chargeOf(id)).toEqual({ held: 0, spent: SPENT });
    expect((await runOf(id)).usage).toMatchObject({ costUsd: SPENT });
    // Without a budget it is noted, for one that is set later in the month.
    expect(await budget()).toBeNull();
    await limitTo(10);
    expect(await budget()).toMatchObject({ limitUsd: 10, spentUsd: SPENT });
  });

  it('is refused where the budget has less left, with what is spent and held', async () => {
    await limitTo(2 * MOST);
    await request();
    await executeRun(rig.deps, (await request()).id, alive());
    const refused = request();
    await expect(refused).rejects.toMatchObject({
      code: 'AI_BUDGET_EXCEEDED',
      message:
        "This run may cost up to $8.40, more than is left: $0.39 of this month's AI budget of $16.80 is spent, and up to $8.40 is reserved for runs under way.",
      budget: { limitUsd: 2 * MOST, spentUsd: SPENT },
    });
    expect(await rig.deps.database.prisma.recommendationRun.count({ where: { workspaceId } })).toBe(2);
  });

  it('never exceeds the limit together, however many runs are asked for at once', async () => {
    await limitTo(3 * MOST);
    // Of two connections, so that nothing but the budget makes them wait for each other.
    const connections = [connectionId, await createConnection(rig.deps, workspaceId, 1)];
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        requestRun(
          rig.deps,
          viewer(),
          { connectionId: connections[index % 2]!, kinds: ['IDEA'], count: 1, goal: 'REACH' },
          noMemory,
        ),
      ),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const { _sum: held } = await rig.deps.database.prisma.aiCharge.aggregate({
      where: { workspaceId },
      _sum: { heldUsd: true },
    });
    expect(held.heldUsd?.toNumber()).toBeCloseTo(3 * MOST, 12);
  });

  it('is given back by a run that is cancelled before it began', async () => {
    await limitTo(MOST);
    const { id } = await request();
    await cancelRun(rig.deps, viewer(), { runId: id }, noMemory);
    expect(await chargeOf(id)).toEqual({ held: 0, spent: 0 });
    await request();
  });

  it('is that of the month in which the run was asked for', async () => {
    await limitTo(MOST);
    rig.clock.standAt(new Date('2026-11-30T23:59:59Z'));
    const { id } = await request();
    await expect(request()).rejects.toMatchObject({
      budget: { resetAt: new Date('2026-12-01T00:00:00Z') },
    });
    rig.clock.standAt(new Date('2026-12-01T00:00:00Z'));
    await request();
    await executeRun(rig.deps, id, alive());
    expect(await budget()).toMatchObject({ spentUsd: 0, resetAt: new Date('2027-01-01T00:00:00Z') });
    rig.clock.standAt(new Date('2026-11-30T23:59:59Z'));
    expect(await budget()).toMatchObject({ spentUsd: SPENT });
    rig.clock.release();
  });

  it('is not known without a price: a budget then refuses, and says what to set', async () => {
    const engine = { ...rig.deps.engines.default, price: null };
    const deps = { ...rig.deps, engines: { default: engine, byName: () => engine } };
    const { id } = await request(deps);
    await executeRun(deps, id, alive());
    expect((await runOf(id)).usage).toMatchObject({ ...USAGE, costUsd: null });
    await limitTo(1_000);
    await expect(request(deps)).rejects.toMatchObject({
      code: 'AI_BUDGET_EXCEEDED',
      message: expect.stringContaining('Set OPENAI_PRICES'),
    });
  });
});

describe('what a lost worker spent', () => {
  /** Its prompt and the words that were stored. */
  const usageOfLost = async (id: string) => {
    const written = (await logOf(rig.deps, id)).reduce(
      (sum, event) => sum + (event.type === 'RecommendationDelta' ? event.payload.text.length : 0),
      0,
    );
    return { inputTokens: CEILING.promptTokens, outputTokens: Math.ceil(written / 4) };
  };

  it('is estimated when the next one claims the run, which goes on with what is left', async () => {
    await limitTo(2 * MOST);
    const { id } = await request();
    await loseWorker(id);
    const lost = await usageOfLost(id);
    await executeRun(rig.deps, id, alive());
    const usage = {
      inputTokens: lost.inputTokens + USAGE.inputTokens,
      cachedInputTokens: 0,
      outputTokens: lost.outputTokens + USAGE.outputTokens,
    };
    expect((await runOf(id)).usage).toMatchObject({ ...usage, costUsd: usd(usage), accuracy: 'ESTIMATED' });
    expect(await chargeOf(id)).toEqual({ held: 0, spent: usd(usage) });
  });

  it('ends the run where the budget has nothing left for another attempt', async () => {
    await limitTo(MOST);
    const { id } = await request();
    await loseWorker(id);
    const lost = await usageOfLost(id);
    await executeRun(rig.deps, id, alive());
    const cost = usd({ ...lost, cachedInputTokens: 0 });
    expect(await runOf(id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'AI_BUDGET_EXCEEDED', retryable: false },
      usage: { ...lost, costUsd: cost, accuracy: 'ESTIMATED' },
    });
    expect(await chargeOf(id)).toEqual({ held: 0, spent: cost });
  });

  it.each(['given up', 'cancelled'])('is told by a run that is then %s', async (end) => {
    const { id } = await request();
    await loseWorker(id);
    const lost = await usageOfLost(id);
    if (end === 'given up') await giveUpRun(rig.deps, id);
    else await cancelRun(rig.deps, viewer(), { runId: id }, noMemory);
    const cost = usd({ ...lost, cachedInputTokens: 0 });
    const { usage } = await runOf(id);
    expect(usage).toMatchObject({ ...lost, costUsd: cost, accuracy: 'ESTIMATED' });
    expect((await logOf(rig.deps, id)).at(-1)).toMatchObject({ payload: { usage } });
    expect(await chargeOf(id)).toEqual({ held: 0, spent: cost });
  });

  it('counts whole where the run was erased meanwhile; what ended before is not changed', async () => {
    await limitTo(100);
    await executeRun(rig.deps, (await request()).id, alive());
    await loseWorker((await request()).id);
    await request();
    const { database, clock } = rig.deps;
    await database.transaction((tx) => eraseRuns(tx, [connectionId], 10, clock.now()));
    expect((await budget())?.spentUsd).toBeCloseTo(SPENT + MOST, 12);
    expect(await database.prisma.aiCharge.count({ where: { workspaceId, heldUsd: { gt: 0 } } })).toBe(0);
    expect(await database.prisma.aiCharge.count({ where: { workspaceId, runId: null } })).toBe(3);
  });

  it('is no more than the worker said, where it handed the run back', async () => {
    await limitTo(100);
    const { id } = await request();
    const { script, reached } = stuckScript();
    rig.play(script);
    const job = new AbortController();
    const work = executeRun(rig.deps, id, { signal: job.signal });
    await reached;
    job.abort(new Error('The worker stops'));
    await expect(work).rejects.toThrow('The worker stops');
    rig.play(async function* (asked) {
      yield* tell(0, asked);
      await Promise.resolve();
      yield { type: 'usage', usage: USAGE };
    });
    await executeRun(rig.deps, id, alive());
    expect((await chargeOf(id)).spent).toBeCloseTo(2 * SPENT, 12);
  });
});
