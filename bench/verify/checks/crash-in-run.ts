import { demoAccountsOf } from '../connections.ts';
import { followRun, isTerminal, pollEvents, readRun, startRun, type RunEvent } from '../runs.ts';
import type { Session } from '../session.ts';
import { fingerprint, fold, gapIn, textsOf } from '../text.ts';
import { within } from '../waiting.ts';

const END_LIMIT_MS = 90_000;
const RECOMMENDATIONS = 6;

/** How many words of the second recommendation are out when the server dies, at different places of the text. */
const DELTAS = [1, 12];

/** `kill -9` with one recommendation finished and the next half written. */
export async function checkCrashInRun(session: Session): Promise<void> {
  const { figures } = session;
  const [account] = await demoAccountsOf(session.caller);
  for (const deltas of DELTAS) {
    const runId = await startRun(session.caller, account!.id, RECOMMENDATIONS);
    const before = await followUntilCrash(session, runId, deltas);
    const kept = before.filter(({ __typename }) => __typename === 'RecommendationCompleted');
    const { readyMs } = await session.start();

    const { caller } = session;
    const events = [...before];
    const live = followRun('WebSocket', caller, { runId, after: before.at(-1)!.sequence }, (event) => {
      events.push(event);
    });
    await within(END_LIMIT_MS, 'the end of the run', live.ended);
    const run = await readRun(caller, runId);
    const polled = await pollEvents(caller, runId);

    const stored = new Map(run.recommendations.map((row) => [row.index, row]));
    const areKept = kept.every(
      ({ index, recommendation }) => recommendation != null && stored.get(index!)?.id === recommendation.id,
    );
    const storedText = fingerprint(new Map(run.recommendations.map((row) => [row.index, textsOf(row)])));
    const starts = events.flatMap(({ __typename, attempt }) =>
      __typename === 'RunStarted' ? [attempt!] : [],
    );
    const ends = events.filter(isTerminal).length;
    const facts: [says: string, holds: boolean][] = [
      [`attempts ${starts.join(', ')}`, starts.join() === '1,2' && run.attempt === 2],
      [`${String(ends)} end(s)`, ends === 1],
      [gapIn(events) ?? 'no gap', gapIn(events) === null && run.lastSequence === events.length],
      [run.status, run.status === 'COMPLETED'],
      [`${String(kept.length)} finished one(s) kept`, kept.length > 0 && areKept],
      [`${String(stored.size)} stored`, stored.size === RECOMMENDATIONS],
      ['text as stored', fingerprint(fold(events)) === storedText],
      ['pollers read the same', JSON.stringify(polled) === JSON.stringify(events)],
    ];
    const says = facts.map(([text, holds]) => (holds ? text : `NOT ${text}`)).join(', ');
    figures.add(
      `kill -9 in a run, ${String(deltas)} delta(s) into the next one`,
      'attempt 2, one end, no gap, nothing lost',
      `${says}; ready again in ${(readyMs / 1_000).toFixed(1)} s`,
      facts.every(([, holds]) => holds),
    );
  }
}

async function followUntilCrash(session: Session, runId: string, deltas: number): Promise<RunEvent[]> {
  const { caller, server } = session;
  const events: RunEvent[] = [];
  let more = -1;
  const live = followRun('WebSocket', caller, { runId, after: 0 }, (event) => {
    // What was still on its way when the server died is not ours to have: a reader that dies with it resumes before.
    if (more === deltas) return;
    events.push(event);
    if (more === -1 && event.__typename === 'RecommendationCompleted') more = 0;
    else if (more >= 0 && event.__typename === 'RecommendationDelta') more += 1;
    if (more === deltas) server.killAll();
  });
  await within(END_LIMIT_MS, 'the middle of the run', live.ended);
  await session.crash();
  if (more !== deltas) throw new Error('The run ended before the server could be killed');
  return events;
}
