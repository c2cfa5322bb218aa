/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, expect, test } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { RunEvent } from '../../../sdk/index.ts';
import { createClient } from '../../../sdk/index.ts';
import { CreatorgraphProvider } from '../../../sdk/react/index.ts';
import { tellRun, writeText } from '../../../sdk/testing/run-events.ts';
import { startScriptedServer } from '../../../sdk/testing/scripted-server.ts';
import { RunView } from './run-view.tsx';

afterEach(cleanup);

const evidence = {
  __typename: 'StatisticEvidence',
  id: 'evidence-1',
  key: 'E1',
  summary: 'Evening posts do better.',
  capturedAt: '2026-11-22T07:00:00.000Z',
  topic: 'POSTING_TIME',
  subject: '18',
  verdict: 'HIGHER',
  estimate: {
    value: 0.42,
    definition: 'Views against the usual',
    sampleSize: 31,
    interval: { lower: 0.1, upper: 0.8, level: 0.95, method: 'bootstrap' },
  },
} as const;

const recommendation = {
  id: 'recommendation-1',
  index: 0,
  kind: 'IDEA',
  status: 'NEW',
  title: 'Post at six',
  hook: null,
  idea: 'Evenings get 42% more views.',
  caption: null,
  callToAction: null,
  createdAt: '2026-11-22T08:00:00.000Z',
  hashtags: [
    {
      hashtag: 'knots',
      basis: 'OWN_WINNER',
      lift: { value: 0.96, sampleSize: 14, verdict: 'HIGHER' },
      trend: null,
    },
    { hashtag: 'ootd', basis: 'RISING', lift: null, trend: null },
  ],
  sound: { id: 'trend-1', name: 'A shanty', tikTokId: null, isExploding: true },
  postAt: [],
  script: [],
  citations: [
    {
      path: 'idea',
      quote: '42% more',
      figure: 0.42,
      basis: 'STORED',
      evidence: { id: 'evidence-1', key: 'E1' },
    },
  ],
  evidence: [evidence],
  expected: {
    metric: 'VIEWS',
    ageHours: 168,
    estimate: { value: 2_300, sampleSize: 31, interval: { lower: 900, upper: 9_100, level: 0.8125 } },
  },
  outcome: null,
  feedback: null,
  connection: { id: 'connection-1' },
  run: { id: 'run-1' },
} as const;

const RUN = tellRun([
  { __typename: 'RunStarted', engine: 'STATISTICAL', model: null, attempt: 1 },
  { __typename: 'EvidenceGathered', evidence: [evidence] },
  { __typename: 'RecommendationStarted', index: 0, kind: 'IDEA', attempt: 1 },
  ...writeText(0, 'title', ['Post ', 'at six']),
  ...writeText(0, 'idea', ['Evenings get ', '42% more', ' views.']),
  { __typename: 'RecommendationCompleted', index: 0, recommendation },
  { __typename: 'RunCompleted', completed: 1, dropped: 0, usage: null },
]);

async function show(events: readonly RunEvent[], then: 'open' | 'complete') {
  const server = await startScriptedServer({
    stream: () => ({
      responses: events.map((event) => ({ data: { recommendationRunEvents: event } })),
      then,
    }),
  });
  const client = createClient({ url: server.url });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CreatorgraphProvider client={client}>
        <RunView runId="run-1" timezone="UTC" onClose={() => undefined} />
      </CreatorgraphProvider>
    </QueryClientProvider>,
  );
  return {
    async [Symbol.asyncDispose]() {
      cleanup();
      await client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('shows the words so far, can be stopped, and reads out only the state', async () => {
  await using _kit = await show(RUN.slice(0, 6), 'open');
  await waitFor(() => {
    expect(screen.getByText('Evenings get')).toBeTruthy();
  });
  expect(screen.getByRole('status').textContent).toBe('Writing recommendation 1 …');
  expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy();
  expect(screen.getByRole('article').getAttribute('aria-busy')).toBe('true');
});

test('marks the words that rest on evidence, and lights that up when they are pointed at', async () => {
  await using _kit = await show(RUN, 'complete');
  const key = await screen.findByRole('button', { name: 'Evidence E1' });
  expect(screen.getByText('42% more').tagName).toBe('MARK');
  const item = screen.getByRole('complementary').querySelector('li');
  expect(item?.className).toContain('is-cited');
  fireEvent.focus(key);
  expect(item?.className).toContain('is-active');
  expect(screen.getByRole('tooltip').textContent).toContain(
    '+42% (95% interval +10% to +80%) · 31 posts · higher',
  );
  expect(screen.getByRole('list', { name: 'Hashtags' }).textContent).toBe('#knots +96% views#ootd rising');
  expect(screen.getByText('A shanty').textContent).toBe('A shanty exploding');
  expect(screen.getByRole('button', { name: 'Save: Post at six' })).toBeTruthy();
  expect(screen.getByText(/^Your next video usually reaches/).textContent).toBe(
    'Your next video usually reaches 2.3K views in 7 days, 81.3% of the time 900 to 9.1K (from 31 videos). No effect of this recommendation is assumed.',
  );
});
