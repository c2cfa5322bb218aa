import { demoAccountsOf } from '../connections.ts';
import { inSeconds, load } from '../figures.ts';
import { cancelRun, followRun, startRun } from '../runs.ts';
import type { Session } from '../session.ts';
import { within } from '../waiting.ts';

const LIMIT_MS = 500;
const RUNS = 12;

/** From the mutation's answer to the first event, on a socket that is only opened after the answer. */
export async function checkFirstEvent({ caller, figures }: Session): Promise<void> {
  const accounts = await demoAccountsOf(caller);
  const measured: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const runId = await startRun(caller, accounts[run % accounts.length]!.id, 1);
    const answered = performance.now();
    const { promise: first, resolve } = Promise.withResolvers<number>();
    const live = followRun('WebSocket', caller, { runId, after: 0 }, () => {
      resolve(performance.now() - answered);
    });
    const broken = live.ended.then(() => {
      throw new Error('The run ended without an event');
    });
    measured.push(await within(10_000, 'the first event', Promise.race([first, broken])));
    live.drop();
    broken.catch(() => {});
    await cancelRun(caller, runId);
  }
  measured.sort((a, b) => a - b);
  const median = measured[Math.floor(RUNS / 2)]!;
  const worst = measured.at(-1)!;
  figures.add(
    'First run event after the mutation',
    `≤ ${inSeconds(LIMIT_MS)}`,
    `median ${inSeconds(median)}, worst ${inSeconds(worst)} of ${String(RUNS)}; ${load()}`,
    worst <= LIMIT_MS,
  );
}
