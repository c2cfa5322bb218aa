import type { TestServer } from './server.ts';

/** A recommendation as it was delivered. */
export interface Delivered {
  index: number;
  title: string;
  idea: string;
  hook: string | null;
  callToAction: string | null;
  caption: string | null;
  script: { line: string; visual: string | null }[];
  hashtags: { hashtag: string }[];
  citations: {
    path: string;
    quote: string;
    figure: number | null;
    basis: string;
    evidence: { key: string };
  }[];
}

/** A run as clients saw it. */
export interface WatchedRun {
  status: string;
  promptVersion: string | null;
  events: WatchedEvent[];
  delivered: Delivered[];
}

export interface WatchedEvent {
  __typename: string;
  index?: number;
  attempt?: number;
  text?: string;
  error?: { code: string; message: string };
}

/** What a run is asked for, beside five kinds. */
export interface ModelRunInput {
  count: number;
  language: string;
  topic?: string;
  tone?: string;
  constraints?: readonly string[];
}

const START = `mutation ($connection: ID!, $count: Int!, $language: String, $topic: String, $tone: String, $constraints: [String!]) {
  generateRecommendations(input: { connectionId: $connection, count: $count, language: $language, topic: $topic, tone: $tone,
    constraints: $constraints, engine: OPENAI, kinds: [IDEA, SCRIPT, HASHTAG_SET, POSTING_SLOT, FORMAT_CHANGE] }) {
    __typename ... on RecommendationRun { id } ... on Error { code message } } }`;
const FOLLOW = `subscription ($run: ID!) { recommendationRunEvents(runId: $run, after: 0) { __typename
  ... on RecommendationStarted { index attempt }
  ... on RecommendationDelta { index text }
  ... on RecommendationCompleted { index }
  ... on RecommendationDropped { index error { code message } }
  ... on RunFailed { error { code message } } } }`;
const READ = `query ($run: ID!) { recommendationRun(id: $run) { status promptVersion recommendations {
  title idea hook callToAction caption script { line visual } hashtags { hashtag }
  citations { path quote figure basis evidence { key } } } } }`;

/** Has the model write for a connection, follows it over a socket to its end, and reads what was delivered. */
export async function watchRun(
  server: TestServer,
  connection: string,
  input: ModelRunInput,
): Promise<WatchedRun> {
  const started = await server.execute<{ generateRecommendations: { id?: string; message?: string } }>(
    START,
    {
      connection,
      ...input,
    },
  );
  const { id: run, message } = started.expectData().generateRecommendations;
  if (run === undefined) throw new Error(message);
  const events: WatchedEvent[] = [];
  for await (const { data, errors } of server.subscribe<{ recommendationRunEvents: WatchedEvent }>(FOLLOW, {
    run,
  })) {
    if (data == null) throw new Error(JSON.stringify(errors));
    events.push(data.recommendationRunEvents);
  }
  const { status, promptVersion, recommendations } = (
    await server.execute<{
      recommendationRun: {
        status: string;
        promptVersion: string | null;
        recommendations: Omit<Delivered, 'index'>[];
      };
    }>(READ, { run })
  ).expectData().recommendationRun;
  const completed = events.filter(({ __typename }) => __typename === 'RecommendationCompleted');
  const indices = completed.map(({ index = -1 }) => index).sort((a, b) => a - b);
  const delivered = recommendations.map((recommendation, place) => ({
    index: indices[place]!,
    ...recommendation,
  }));
  return { status, promptVersion, events, delivered };
}

/** Everything that somebody reads of a recommendation, and what it cites. */
export function wordsOf({
  title,
  idea,
  hook,
  callToAction,
  caption,
  script,
  hashtags,
  citations,
}: Delivered): string {
  return [
    title,
    idea,
    hook,
    callToAction,
    caption,
    ...script.flatMap(({ line, visual }) => [line, visual]),
    ...hashtags.map(({ hashtag }) => hashtag),
    ...citations.flatMap(({ quote, figure, evidence }) => [quote, String(figure), evidence.key]),
  ].join('\n');
}
