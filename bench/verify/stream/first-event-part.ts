import { inSeconds, load, type Figures } from '../figures.ts';
import { cancelRun, followRun, startRun } from '../runs.ts';
import { within } from '../waiting.ts';
import { quantile } from './quantile.ts';
import { onNodes, originOf, type StreamRig } from './stream-rig.ts';
import type { Part } from '../parts.ts';

const LIMIT_MS = 300;
const WARM_UP = 5;
const RUNS = 100;

/** From the moment that the mutation is sent to the first event, on a socket that is only opened after the answer. */
export const firstEventPart: Part = {
  name: 'first-event',
  title: 'First event of a run',
  measure: (figures) => onNodes(figures, 'First event after the mutation', 1, (rig) => take(figures, rig)),
};

async function take(figures: Figures, { accounts, startNode }: StreamRig): Promise<void> {
  const [account] = accounts;
  const node = await startNode({ PACE_MS: '20' });
  const caller = { url: originOf(node), key: account!.key };
  const measured: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    const asked = performance.now();
    const runId = await startRun(caller, account!.connectionId, 1);
    const { promise: first, resolve } = Promise.withResolvers<number>();
    const live = followRun('WebSocket', caller, { runId, after: 0 }, () => {
      resolve(performance.now() - asked);
    });
    const broken = live.ended.then(() => {
      throw new Error('The run ended without an event');
    });
    const ms = await within(10_000, 'the first event', Promise.race([first, broken]));
    if (run >= WARM_UP) measured.push(ms);
    live.drop();
    broken.catch(() => undefined);
    await cancelRun(caller, runId);
  }
  const [median, p99] = [quantile(measured, 0.5), quantile(measured, 0.99)];
  figures.add(
    `First event after the mutation is sent, ${String(RUNS)} runs`,
    `≤ ${inSeconds(LIMIT_MS)}, median and p99`,
    `median ${inSeconds(median)}, p99 ${inSeconds(p99)}; ${load()}`,
    p99 <= LIMIT_MS,
  );
}
