import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../client.ts';
import { demoAccountsOf } from '../connections.ts';
import type { Transport } from '../live.ts';
import { followRun, readRun, startRun, type RunEvent } from '../runs.ts';
import type { Session } from '../session.ts';
import { fingerprint, fold, gapIn, textsOf } from '../text.ts';
import { within } from '../waiting.ts';

const RUN_LIMIT_MS = 120_000;
/** Most of what a run can give, so that all drops find something to interrupt. */
const RECOMMENDATIONS = 10;

/** Two readers of each run, one of whom loses the connection all the time. */
export async function checkResume({ caller, figures }: Session, { drops }: { drops: number }): Promise<void> {
  const accounts = await demoAccountsOf(caller);
  for (const [round, transport] of (['WebSocket', 'SSE'] as const).entries()) {
    const runId = await startRun(caller, accounts[round % accounts.length]!.id, RECOMMENDATIONS);
    const [steady, unsteady] = await within(
      RUN_LIMIT_MS,
      'the end of the run',
      Promise.all([followSteadily(caller, runId), followUnsteadily(transport, caller, runId, drops)]),
    );
    const { recommendations } = await readRun(caller, runId);
    const stored = fingerprint(new Map(recommendations.map((row) => [row.index, textsOf(row)])));
    const read = fingerprint(fold(steady));
    const resumed = fingerprint(fold(unsteady.events));
    const gap = gapIn(unsteady.events);
    const isSame = resumed === read && resumed === stored && gap === null && recommendations.length > 0;
    const verdict =
      gap ??
      `${resumed === read ? 'same as' : 'OTHER THAN'} uninterrupted, ${resumed === stored ? 'same as' : 'OTHER THAN'} stored`;
    figures.add(
      `Text after drops and resumes over ${transport}`,
      `${String(drops)} drops, byte-identical`,
      `${String(unsteady.drops)} drops in ${String(unsteady.events.length)} events, ${String(resumed.length)} characters ${verdict}`,
      isSame && unsteady.drops >= drops,
    );
  }
}

async function followSteadily(caller: Caller, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const live = followRun('WebSocket', caller, { runId, after: 0 }, (event) => {
    events.push(event);
  });
  if ((await live.ended) !== 'completed') throw new Error('The uninterrupted reader was interrupted');
  return events;
}

/**
 * Loses the connection at a random time after a random number of events, also before the first one and in the
 * middle of opening it, and comes back with the last sequence it has.
 */
async function followUnsteadily(
  transport: Transport,
  caller: Caller,
  runId: string,
  wantedDrops: number,
): Promise<{ events: RunEvent[]; drops: number }> {
  const events: RunEvent[] = [];
  const mostEvents = wantedDrops > 20 ? 3 : 16;
  let drops = 0;
  for (;;) {
    const quota = drops < wantedDrops ? Math.floor(Math.random() * (mostEvents + 1)) : Infinity;
    const { promise: isTime, resolve } = Promise.withResolvers<undefined>();
    let had = 0;
    const live = followRun(transport, caller, { runId, after: events.at(-1)?.sequence ?? 0 }, (event) => {
      events.push(event);
      had += 1;
      if (had === quota) resolve(undefined);
    });
    if (quota === 0) resolve(undefined);
    void isTime.then(() => delay(Math.random() * 40)).then(live.drop);
    if ((await live.ended) === 'completed') return { events, drops };
    if (quota === Infinity) throw new Error('The connection broke though nobody dropped it');
    drops += 1;
  }
}
