import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { demoAccountsOf } from '../connections.ts';
import { inSeconds, load } from '../figures.ts';
import { openIdleSocket } from '../live.ts';
import { addOtherWorkspace, type OtherWorkspace } from '../other-workspace.ts';
import { followRun, isTerminal, readRun, startRun, type RunEvent } from '../runs.ts';
import { ROOT, type StartTimes } from '../server-process.ts';
import type { Session } from '../session.ts';
import { gapIn } from '../text.ts';
import { within } from '../waiting.ts';

const FIRST_START_LIMIT_MS = 60_000;
const NEXT_START_LIMIT_MS = 6_000;
const STOP_LIMIT_MS = 10_000;
/** RFC 6455 §7.4.1: the endpoint goes away. */
const CLOSE_GOING_AWAY = 1001;

/** What `npm start` makes and keeps; `--cold` takes it away, as in an empty clone. */
const MADE = ['server/data/generated', 'client/dashboard/dist', 'node_modules/.cache/creatorgraph'];

/** Leaves the server running, with a workspace beside the demo's in its database. */
export async function checkStarting(
  session: Session,
  { isCold }: { isCold: boolean },
): Promise<OtherWorkspace> {
  const { figures, place } = session;
  if (isCold) {
    for (const path of MADE) await rm(join(ROOT, path), { recursive: true, force: true });
  }
  const first = await session.start();
  const state = isCold ? 'nothing built' : 'all built before';
  figures.addDuration(
    `First start (${state}) to /ready`,
    first.readyMs,
    FIRST_START_LIMIT_MS,
    partsOf(first),
  );

  const interrupted = await stopWhileARunStreams(session);
  const other = await addOtherWorkspace(place.dataDir);

  const second = await session.start();
  figures.addDuration('Second start to /ready', second.readyMs, NEXT_START_LIMIT_MS, partsOf(second));
  await proveHandedBack(session, interrupted);
  return other;
}

/** The two ways in which people end `npm start`; the server does not run afterwards. */
export async function checkStopping(session: Session): Promise<void> {
  const { figures } = session;
  await checkStop(session, 'Ctrl+C in a terminal ends everything', 'SIGINT', 'all');
  const again = await session.start();
  figures.addDuration('Third start to /ready', again.readyMs, NEXT_START_LIMIT_MS, partsOf(again));
  await checkStop(session, 'SIGTERM to `npm start` ends everything', 'SIGTERM', 'npm');
}

/** Stops it at the worst time: a reader on a socket, a recommendation half written. */
async function stopWhileARunStreams(session: Session): Promise<string> {
  const { caller } = session;
  const [account] = await demoAccountsOf(caller);
  const runId = await startRun(caller, account!.id, 5);
  const { promise: isHalfWay, resolve } = Promise.withResolvers<undefined>();
  let completed = 0;
  const live = followRun('WebSocket', caller, { runId, after: 0 }, ({ __typename }) => {
    if (__typename === 'RecommendationCompleted') completed += 1;
    if (completed > 0 && __typename === 'RecommendationDelta') resolve(undefined);
  });
  await within(30_000, 'a recommendation', Promise.race([isHalfWay, live.ended]));
  await checkStop(session, 'SIGTERM while a run streams ends the server', 'SIGTERM', 'server');
  return runId;
}

async function proveHandedBack(session: Session, runId: string): Promise<void> {
  const { caller, figures } = session;
  const events: RunEvent[] = [];
  const live = followRun('WebSocket', caller, { runId, after: 0 }, (event) => {
    events.push(event);
  });
  await within(60_000, 'the end of the run that was stopped', live.ended);
  const { status } = await readRun(caller, runId);
  const ends = events.filter(isTerminal).length;
  const gap = gapIn(events);
  figures.add(
    'Run that was stopped goes on after the start',
    'COMPLETED, one end, no gap',
    `${status}, ${String(ends)} end(s), ${gap ?? 'no gap'} in ${String(events.length)} events`,
    status === 'COMPLETED' && ends === 1 && gap === null,
  );
}

async function checkStop(
  session: Session,
  what: string,
  signal: NodeJS.Signals,
  to: 'server' | 'npm' | 'all',
): Promise<void> {
  const { figures } = session;
  const wanted = `≤ ${inSeconds(STOP_LIMIT_MS)}, sockets told`;
  const { closeCode } = await openIdleSocket(session.caller);
  const ms = await session.stop(signal, to, STOP_LIMIT_MS);
  if (ms === null) {
    figures.add(what, wanted, 'the server was still there', false);
    return;
  }
  // A process that is killed in the middle of its stop is gone quickly, too, but its clients are told nothing.
  const code = await within(5_000, 'the end of the socket', closeCode);
  const measured = `${inSeconds(ms)}, sockets closed with ${String(code)}; ${load()}`;
  figures.add(what, wanted, measured, ms <= STOP_LIMIT_MS && code === CLOSE_GOING_AWAY);
}

function partsOf({ prestartMs, listeningMs, cpuSeconds }: StartTimes): string {
  return `server begins at ${inSeconds(prestartMs)}, answers at ${inSeconds(listeningMs)}, computes ${String(cpuSeconds)} s`;
}
