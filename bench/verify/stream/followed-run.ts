import { createClient, type RunEvent } from '../../../client/sdk/client.ts';
import { foldRunEvents, INITIAL_RUN_STATE } from '../../../client/sdk/run-text.ts';
import type { Caller } from '../client.ts';
import { isTerminal, readRun, type StoredRun } from '../runs.ts';
import { fingerprint, gapIn, type Texts, textsOf } from '../text.ts';

/** A client that was cut off comes back soon, so that it is cut off often. */
const BACKOFF = { initialMs: 10, maxMs: 200 };

/** All events of a run, as the shipped client gives them to whoever follows it. */
export async function followToEnd(
  { url, key }: Caller,
  runId: string,
  transport: 'websocket' | 'sse',
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunEvent[]> {
  const client = createClient({ url: `${url}/graphql`, transport, ...(key !== null && { apiKey: key }) });
  const events: RunEvent[] = [];
  try {
    for await (const event of client.followRun(runId, { backoff: BACKOFF })) {
      events.push(event);
      onEvent(event);
    }
  } finally {
    await client.close();
  }
  return events;
}

/** What is wrong with what a client was given of an ended run, against what is stored of it. */
export async function flawsOf(
  caller: Caller,
  runId: string,
  events: readonly RunEvent[],
): Promise<{ run: StoredRun; flaws: string[] }> {
  const run = await readRun(caller, runId);
  const { recommendations } = events.reduce(foldRunEvents, INITIAL_RUN_STATE);
  const shown = new Map(
    recommendations
      .filter(({ isComplete }) => isComplete)
      .map(({ index, texts }): [number, Texts] => [
        index,
        new Map(Object.entries(texts).filter(([, text]) => text !== '')),
      ]),
  );
  const stored = new Map(run.recommendations.map((row) => [row.index, textsOf(row)]));
  const flaws: string[] = [];
  const gap = gapIn(events);
  if (gap !== null) flaws.push(gap);
  if (events.length !== run.lastSequence)
    flaws.push(`${String(events.length)} of ${String(run.lastSequence)} events`);
  const ends = events.filter(isTerminal).length;
  if (ends !== 1 || !isTerminal(events.at(-1)!)) flaws.push(`${String(ends)} ends`);
  if (fingerprint(shown) !== fingerprint(stored)) flaws.push('other text than stored');
  const kept = new Set(run.recommendations.map(({ id }) => id));
  for (const event of events) {
    if (event.__typename !== 'RecommendationCompleted') continue;
    if (event.recommendation === null || !kept.has(event.recommendation.id))
      flaws.push('a finished one is gone');
  }
  return { run, flaws };
}
