import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { type OpenAiSandbox, startOpenAiSandbox } from '../../sandbox/openai/server.ts';
import type { Payload } from '../../testing/live.ts';
import { giveUpRun } from './run/run.service.ts';
import { startTestServer, type SubscribeOptions, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let vendor: OpenAiSandbox;
let connection: string;

beforeAll(async () => {
  vendor = await startOpenAiSandbox({ port: 0, tokenDelayMs: 1 });
  server = await startTestServer({
    environment: {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: vendor.baseUrl,
      // Some text, then silence until the client leaves.
      OPENAI_MODEL: 'sandbox-stall',
    },
  });
  [connection] = (await server.workspace.connect(['maya'])) as [string];
});
afterAll(async () => {
  await server.stop();
  await vendor.close();
});

interface RunEvent {
  __typename: string;
  sequence: number;
  index?: number;
  path?: string;
  offset?: number;
  text?: string;
  attempt?: number;
}

/** The contract's own live run, but for what does not exist yet. */
const LIVE_RUN = `subscription LiveRun($run: ID!, $after: Int) {
  recommendationRunEvents(runId: $run, after: $after) {
    __typename sequence at
    ... on RunStarted { engine model attempt }
    ... on EvidenceGathered { evidence { id key summary
      ... on StatisticEvidence { topic estimate { value interval { lower upper level } sampleSize } verdict }
      ... on VideoEvidence { video { id title } } } }
    ... on RecommendationStarted { index kind attempt }
    ... on RecommendationDelta { index path offset text }
    ... on RecommendationCompleted { index recommendation { id title hook script { startSecond endSecond line }
      citations { path quote basis evidence { id key } } } }
    ... on RecommendationDropped { index error { code message } }
    ... on RunCompleted { completed dropped usage { outputTokens costUsd accuracy } }
    ... on RunFailed { error { code message retryable } usage { costUsd accuracy } }
    ... on RunCancelled { usage { costUsd accuracy } }
  }
}`;

const START_RUN = `mutation StartRun($connection: ID!, $engine: RecommendationEngine, $count: Int! = 2) {
  generateRecommendations(input: { connectionId: $connection, kinds: [IDEA, SCRIPT], count: $count, language: "fr", engine: $engine }) {
    __typename
    ... on RecommendationRun { id status lastSequence }
    ... on InsufficientData { requiredDays availableDays }
    ... on Error { code message }
  }
}`;

const STOP_RUN = `mutation StopRun($run: ID!) {
  cancelRecommendationRun(input: { runId: $run }) { __typename ... on RecommendationRun { id status usage { accuracy } } ... on Error { code message } }
}`;

async function start(engine: 'STATISTICAL' | 'OPENAI', count = 1): Promise<string> {
  const { generateRecommendations: run } = (
    await server.execute<{ generateRecommendations: { id: string; status: string } }>(START_RUN, {
      connection,
      engine,
      count,
    })
  ).expectData();
  // A worker may have it before it is answered.
  expect(['QUEUED', 'RUNNING']).toContain(run.status);
  return run.id;
}

function follow(run: string, after: number | null, options?: SubscribeOptions) {
  return server.subscribe<{ recommendationRunEvents: RunEvent }>(LIVE_RUN, { run, after }, options);
}

function eventOf({ data, errors }: Payload<{ recommendationRunEvents: RunEvent }>): RunEvent {
  if (data == null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.recommendationRunEvents;
}

/** Until the subscription completes by itself. */
async function allOf(run: string, after: number | null, options?: SubscribeOptions): Promise<RunEvent[]> {
  const events = [];
  for await (const payload of follow(run, after, options)) events.push(eventOf(payload));
  return events;
}

/** The text as the contract says to fold it. */
function fold(events: RunEvent[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { __typename, index, path, offset, text } of events) {
    if (__typename !== 'RecommendationDelta') continue;
    const key = `${index!} ${path!}`;
    texts[key] = (texts[key] ?? '').slice(0, offset) + text!;
  }
  return texts;
}

const errorsOf = async (run: string, after: number | null, options?: SubscribeOptions) =>
  ((await follow(run, after, options).next()).value as Payload<unknown>).errors;

describe('a run', () => {
  let run: string;
  let events: RunEvent[];
  beforeAll(async () => {
    run = await start('STATISTICAL', 2);
    events = await allOf(run, null);
  });

  it('is told from its start to its one end, without gaps', () => {
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
    expect(events[0]).toMatchObject({
      __typename: 'RunStarted',
      engine: 'STATISTICAL',
      model: null,
      attempt: 1,
    });
    expect(events.at(-1)).toMatchObject({
      __typename: 'RunCompleted',
      completed: 2,
      dropped: 0,
      usage: null,
    });
    expect(
      events.filter(({ __typename }) => /^Run(Completed|Failed|Cancelled)$/.test(__typename)),
    ).toHaveLength(1);
  });

  it('is told in the same words over server-sent events and to those who poll', async () => {
    expect(await allOf(run, 0, { over: 'sse' })).toEqual(events);
    const polled: { sequence: number }[] = [];
    for (let last = 0; last < events.length; last = polled.length) {
      const { recommendationRun } = (
        await server.execute<{ recommendationRun: { events: { sequence: number }[] } }>(
          'query ($run: ID!, $after: Int!) { recommendationRun(id: $run) { events(after: $after) { sequence } } }',
          { run, after: last },
        )
      ).expectData();
      polled.push(...recommendationRun.events);
    }
    expect(polled.map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence));
  });

  it('has the text that its events fold to', async () => {
    const { recommendationRun } = (
      await server.execute<{
        recommendationRun: { status: string; recommendations: Record<string, string | null>[] };
      }>(
        `query ($run: ID!) { recommendationRun(id: $run) { status
          recommendations { index title idea hook callToAction caption citations { quote evidence { key } } } } }`,
        { run },
      )
    ).expectData();
    expect(recommendationRun.status).toBe('COMPLETED');
    expect(recommendationRun.recommendations).toHaveLength(2);
    const texts = fold(events);
    for (const recommendation of recommendationRun.recommendations) {
      expect(recommendation['citations']).not.toHaveLength(0);
      for (const path of ['title', 'idea', 'hook', 'callToAction', 'caption']) {
        expect(texts[`${String(recommendation['index'])} ${path}`] ?? null).toBe(recommendation[path]);
      }
    }
  });

  it('gives the identical text when resumed at any point, over both transports', async () => {
    const whole = fold(events);
    const resume = async (cut: number) => {
      const rest = await allOf(run, cut, { over: cut % 2 === 0 ? 'sse' : 'ws' });
      expect(rest).toEqual(events.slice(cut));
      expect(fold([...events.slice(0, cut), ...rest])).toEqual(whole);
    };
    const cuts = events.map((_, cut) => cut);
    for (let at = 0; at < cuts.length; at += 20) await Promise.all(cuts.slice(at, at + 20).map(resume));
  });

  it('completes at once for who has its last event, over both transports', async () => {
    expect(await allOf(run, events.length)).toEqual([]);
    expect(await allOf(run, events.length, { over: 'sse' })).toEqual([]);
  });

  it('refuses a place beyond its end, and hides from strangers', async () => {
    const stranger = await server.addWorkspace();
    for (const over of ['ws', 'sse'] as const) {
      for (const after of [events.length + 1, -1]) {
        expect(await errorsOf(run, after, { over })).toMatchObject([
          { extensions: { code: 'BAD_USER_INPUT' } },
        ]);
      }
      expect(await errorsOf(run, 0, { over, as: stranger.ownerKey })).toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
      ]);
      expect(await errorsOf('nonsense', 0, { over })).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    expect(await errorsOf(run, 0, { over: 'ws', as: null })).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});

describe('a live run', () => {
  it('comes whole to readers who drop the line at any point and return', async () => {
    const run = await start('STATISTICAL');
    const cuts = [1, 2, 3, 5, 8, 13, 21, 34];
    const seen: RunEvent[] = [];
    for (const [position, cut] of cuts.entries()) {
      const live = follow(run, seen.length, { over: position % 2 === 0 ? 'ws' : 'sse' });
      while (seen.length < cut) {
        const result = await live.next();
        if (result.done === true) break;
        seen.push(eventOf(result.value));
      }
      await live.return?.();
    }
    seen.push(...(await allOf(run, seen.length)));
    expect(seen).toEqual(await allOf(run, 0));
  });

  it('is stopped at the vendor when it is cancelled', async () => {
    const run = await start('OPENAI');
    const live = follow(run, 0);
    const events: RunEvent[] = [];
    for await (const payload of live) {
      events.push(eventOf(payload));
      if (events.at(-1)?.__typename === 'RecommendationDelta') break;
    }
    expect(vendor.openStreams()).toBe(1);
    const { cancelRecommendationRun } = (
      await server.execute<{ cancelRecommendationRun: object }>(STOP_RUN, { run })
    ).expectData();
    expect(cancelRecommendationRun).toMatchObject({
      id: run,
      status: 'CANCELLED',
      usage: { accuracy: 'ESTIMATED' },
    });
    await vendor.whenIdle();
    expect(vendor.openStreams()).toBe(0);

    const rest = await allOf(run, events.at(-1)!.sequence);
    expect(rest.at(-1)).toMatchObject({ __typename: 'RunCancelled', usage: { accuracy: 'ESTIMATED' } });
    // Again is as before; what has completed stays completed.
    expect((await server.execute(STOP_RUN, { run })).expectData()).toMatchObject({
      cancelRecommendationRun: { status: 'CANCELLED' },
    });
  });

  it('needs videos', async () => {
    const bare = await server.addWorkspace();
    const started = await server.execute<{ startTikTokAuth: { state: string } }>(
      'mutation ($id: ID!) { startTikTokAuth(input: { workspaceId: $id, scopes: ["user.info.basic"] }) { ... on StartTikTokAuthPayload { state } } }',
      { id: bare.id },
      { as: bare.ownerKey },
    );
    const { state } = started.expectData().startTikTokAuth;
    const begun = await fetch(`${server.url}/api/tiktok/auth?state=${state}`, { redirect: 'manual' });
    const redirect = await server.sandbox.consent(begun.headers.get('location')!, 'nora');
    const completed = await server.execute<{ completeTikTokAuth: { id: string } }>(
      'mutation ($input: CompleteTikTokAuthInput!) { completeTikTokAuth(input: $input) { ... on TikTokConnection { id } ... on Error { code message } } }',
      { input: { state, code: encodeURIComponent(redirect.get('code')!) } },
      { as: bare.ownerKey },
    );
    const answer = await server.execute(
      START_RUN,
      { connection: completed.expectData().completeTikTokAuth.id, engine: 'STATISTICAL' },
      { as: bare.ownerKey },
    );
    expect(answer.expectData()).toMatchObject({
      generateRecommendations: {
        __typename: 'InsufficientData',
        code: 'INSUFFICIENT_DATA',
        requiredDays: 1,
        availableDays: 0,
      },
    });
  });
});

describe('a run that was given up', () => {
  it('is among the failed ones of its workspace, and says why', async () => {
    const id = await start('OPENAI');
    await follow(id, 0).next();
    await giveUpRun(server.runtime.services, decodeGlobalId(id).id);
    const { viewer } = (
      await server.execute<{ viewer: { workspaces: { recommendationRuns: object }[] } }>(
        `{ viewer { workspaces { recommendationRuns(status: [FAILED], first: 1) { totalCount edges { node {
          id status error { code retryable } } } } } } }`,
      )
    ).expectData();
    const error = { code: 'RETRIES_EXHAUSTED', retryable: true };
    expect(viewer.workspaces[0]?.recommendationRuns).toMatchObject({
      edges: [{ node: { id, status: 'FAILED', error } }],
    });
    expect((await allOf(id, 0)).at(-1)).toMatchObject({ __typename: 'RunFailed', error });
  });
});

describe('the runs of a workspace', () => {
  it('are told whenever they change, those that changed since first', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const live = server.subscribe<{ recommendationRuns: { id: string; status: string } }>(
      'subscription ($id: ID!, $since: DateTime) { recommendationRuns(workspaceId: $id, changedSince: $since) { id status connection { username } } }',
      { id: server.workspace.id, since },
    );
    await live.next();
    const run = await start('STATISTICAL');
    let status;
    while (status !== 'COMPLETED') {
      const { data } = (await live.next()).value as Payload<{
        recommendationRuns: { id: string; status: string };
      }>;
      if (data?.recommendationRuns.id === run) ({ status } = data.recommendationRuns);
    }
    await live.return?.();
  });

  it('are no business of strangers', async () => {
    const stranger = await server.addWorkspace();
    const live = server.subscribe(
      'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }',
      { id: server.workspace.id },
      { as: stranger.ownerKey, over: 'sse' },
    );
    expect((await live.next()).value).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });
});
