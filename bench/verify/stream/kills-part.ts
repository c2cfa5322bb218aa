import { setTimeout as delay } from 'node:timers/promises';
import { load, type Figures } from '../figures.ts';
import type { Part } from '../parts.ts';
import { startRun } from '../runs.ts';
import { within } from '../waiting.ts';
import { flawsOf, followToEnd } from './followed-run.ts';
import { onNodes, originOf, type BenchAccount, type StreamRig } from './stream-rig.ts';

const KILLS = 50;
const ACCOUNTS = 8;
const WORD_LIMIT_MS = 60_000;
/** A worker lives at most this long after its first word: some runs come to their end, and others to their next worker. */
const MOST_LIFE_MS = 2_500;
const END_LIMIT_MS = 180_000;

/** One worker at a time; each is killed while it writes, and the next one goes on. */
export const killsPart: Part = {
  name: 'kills',
  title: `A worker killed in the middle of a run, ${String(KILLS)} times`,
  measure: (figures) => onNodes(figures, 'Workers killed', ACCOUNTS, (rig) => take(figures, rig)),
};

interface Started {
  account: BenchAccount;
  runId: string;
}

async function take(figures: Figures, { accounts, startNode }: StreamRig): Promise<void> {
  const url = originOf(await startNode({ CREATORGRAPH_ROLE: 'api' }));
  const startWorker = () => startNode({ CREATORGRAPH_ROLE: 'worker', PACE_MS: '12' });
  let onWord: () => void = () => undefined;
  const followed: Promise<Started & { flaws: string[]; status: string; attempts: number }>[] = [];
  const begin = async (): Promise<void> => {
    const account = accounts[followed.length % ACCOUNTS]!;
    const caller = { url, key: account.key };
    const runId = await startRun(caller, account.connectionId, 1);
    const events = followToEnd(caller, runId, 'websocket', ({ __typename }) => {
      if (__typename === 'RecommendationDelta') onWord();
    });
    followed.push(
      events.then(async (all) => {
        const { run, flaws } = await flawsOf(caller, runId, all);
        return { account, runId, flaws, status: run.status, attempts: run.attempt };
      }),
    );
  };

  const word = (): Promise<void> =>
    within(
      WORD_LIMIT_MS,
      'a word of the worker',
      new Promise((resolve) => {
        onWord = resolve;
      }),
    );

  for (let kills = 0; kills < KILLS; kills += 1) {
    await begin();
    const worker = await startWorker();
    await word();
    await delay(Math.random() * MOST_LIFE_MS);
    // So that one is certainly in the middle of it.
    await begin();
    await word();
    await worker.kill();
  }
  await startWorker();
  const ended = await within(END_LIMIT_MS, 'the end of all runs', Promise.all(followed));

  const flaws = ended.flatMap((run) => run.flaws);
  const count = (wanted: string): number => ended.filter(({ status }) => status === wanted).length;
  const lost = ended.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  const told = `${String(KILLS)} kills, by which ${String(lost)} attempts were lost; of ${String(ended.length)} runs ${String(count('COMPLETED'))} completed, ${String(count('FAILED'))} gave up after four attempts; ${load()}`;
  figures.add(
    'Runs whose workers were killed: one end each, what was finished kept, text as stored',
    `all ${String(2 * KILLS)}`,
    [told, ...flaws.slice(0, 3)].join('; '),
    flaws.length === 0 &&
      ended.length === 2 * KILLS &&
      count('COMPLETED') + count('FAILED') === ended.length &&
      lost >= KILLS,
  );
}
