import { data, type Caller } from './client.ts';
import { follow, type Live, type Transport } from './live.ts';

/** An event of a run, as far as it is looked at here. */
export interface RunEvent {
  __typename: string;
  sequence: number;
  attempt?: number;
  index?: number;
  path?: string;
  offset?: number;
  text?: string;
  recommendation?: { id: string } | null;
}

export interface StoredRecommendation {
  id: string;
  index: number;
  title: string;
  idea: string;
  hook: string | null;
  callToAction: string | null;
  caption: string | null;
  script: { line: string; visual: string | null }[];
}

export interface StoredRun {
  status: string;
  attempt: number;
  lastSequence: number;
  recommendations: StoredRecommendation[];
}

const EVENT = `__typename sequence
  ... on RunStarted { attempt }
  ... on RecommendationStarted { index attempt }
  ... on RecommendationDelta { index path offset text }
  ... on RecommendationCompleted { index recommendation { id } }
  ... on RecommendationDropped { index }`;

const TERMINAL = ['RunCompleted', 'RunFailed', 'RunCancelled'];

export function isTerminal({ __typename }: RunEvent): boolean {
  return TERMINAL.includes(__typename);
}

export async function startRun(caller: Caller, connectionId: string, count: number): Promise<string> {
  const { generateRecommendations: result } = await data<{
    generateRecommendations: { __typename: string; id?: string };
  }>(
    caller,
    `mutation ($connection: ID!, $count: Int!) {
      generateRecommendations(input: { connectionId: $connection, kinds: [IDEA, SCRIPT], count: $count }) {
        __typename ... on RecommendationRun { id } ... on Error { message }
      }
    }`,
    { connection: connectionId, count },
  );
  if (result.id === undefined) throw new Error(`No run: ${JSON.stringify(result)}`);
  return result.id;
}

export async function cancelRun(caller: Caller, runId: string): Promise<void> {
  await data(
    caller,
    'mutation ($run: ID!) { cancelRecommendationRun(input: { runId: $run }) { __typename } }',
    { run: runId },
  );
}

/** Events after `after`, live. */
export function followRun(
  transport: Transport,
  caller: Caller,
  { runId, after }: { runId: string; after: number },
  onEvent: (event: RunEvent) => void,
): Live {
  const query = `subscription ($run: ID!, $after: Int) { recommendationRunEvents(runId: $run, after: $after) { ${EVENT} } }`;
  return follow(transport, caller, { query, variables: { run: runId, after } }, (given) => {
    onEvent((given as { recommendationRunEvents: RunEvent }).recommendationRunEvents);
  });
}

/** All events of a run, as those read them who poll. */
export async function pollEvents(caller: Caller, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.sequence ?? 0;
    const { recommendationRun } = await data<{ recommendationRun: { events: RunEvent[] } }>(
      caller,
      `query ($run: ID!, $after: Int!) { recommendationRun(id: $run) { events(after: $after) { ${EVENT} } } }`,
      { run: runId, after },
    );
    if (recommendationRun.events.length === 0) return events;
    events.push(...recommendationRun.events);
  }
}

export async function readRun(caller: Caller, runId: string): Promise<StoredRun> {
  const { recommendationRun } = await data<{ recommendationRun: StoredRun }>(
    caller,
    `query ($run: ID!) {
      recommendationRun(id: $run) {
        status attempt lastSequence
        recommendations { id index title idea hook callToAction caption script { line visual } }
      }
    }`,
    { run: runId },
  );
  return recommendationRun;
}
