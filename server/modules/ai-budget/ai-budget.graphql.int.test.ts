import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenAiSandbox, startOpenAiSandbox } from '../../sandbox/openai/server.ts';
import { captureQueries } from '../../testing/queries.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../testing/server.ts';

let vendor: OpenAiSandbox;
let server: TestServer;
let workspace: TestWorkspace;
let connections: string[];

beforeAll(async () => {
  vendor = await startOpenAiSandbox({ port: 0, tokenDelayMs: 0 });
  server = await startTestServer({
    environment: {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: vendor.baseUrl,
      OPENAI_MODEL: 'sandbox',
      OPENAI_PRICES: 'sandbox=1/0.1/10',
    },
  });
  ({ workspace } = server);
  connections = await workspace.connect(['maya', 'camille']);
});
afterAll(async () => {
  await server.stop();
  await vendor.close();
});

interface Budget {
  limitUsd: number;
  spentUsd: number;
  resetAt: string;
}

const UPDATE = `mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { __typename
  ... on Workspace { aiBudget { limitUsd spentUsd resetAt } } ... on Error { code message }
  ... on ValidationError { issues { path } } } }`;

async function limitTo(aiBudgetUsd: number | null, { id, ownerKey }: TestWorkspace = workspace) {
  const input = { workspaceId: id, aiBudgetUsd };
  const answer = await server.execute<{ updateWorkspace: { aiBudget: Budget | null } }>(
    UPDATE,
    { input },
    { as: ownerKey },
  );
  return answer.expectData().updateWorkspace;
}

interface Asked {
  __typename: string;
  id: string;
  message: string;
  budget: Budget;
}

async function ask(connectionId = connections[0]!, engine: 'OPENAI' | 'STATISTICAL' = 'OPENAI') {
  const answer = await server.execute<{ generateRecommendations: Asked }>(
    `mutation ($input: GenerateRecommendationsInput!) { generateRecommendations(input: $input) { __typename
      ... on RecommendationRun { id } ... on BudgetExceededError { budget { limitUsd spentUsd resetAt } }
      ... on Error { code message } } }`,
    { input: { connectionId, engine, kinds: ['IDEA'], count: 1, language: 'en' } },
  );
  return answer.expectData().generateRecommendations;
}

/** The last event of a run, once it came. */
async function endOf(run: string): Promise<{ usage: Record<string, number> | null }> {
  const usage = 'usage { inputTokens cachedInputTokens outputTokens costUsd accuracy }';
  let last: unknown;
  for await (const { data } of server.subscribe<{ recommendationRunEvents: object }>(
    `subscription ($run: ID!) { recommendationRunEvents(runId: $run) { __typename ... on RunCompleted { ${usage} }
      ... on RunFailed { ${usage} error { code message } } ... on RunCancelled { ${usage} } } }`,
    { run },
  )) {
    last = data?.recommendationRunEvents;
  }
  return last as { usage: Record<string, number> | null };
}

const BUDGET = `query ($id: ID!) { rateLimit { ai { limitUsd spentUsd resetAt } }
  node(id: $id) { ... on Workspace { aiBudget { limitUsd spentUsd resetAt } } } }`;

interface Told {
  rateLimit: { ai: Budget | null };
  node: { aiBudget: Budget | null };
}

const budget = async () =>
  (await server.execute<Told>(BUDGET, { id: workspace.id })).expectData() satisfies Told;

describe('the AI budget of a workspace', () => {
  it('is set, changed and cleared by an ADMIN, and is null while there is none', async () => {
    expect(await budget()).toEqual({ rateLimit: { ai: null }, node: { aiBudget: null } });
    expect(await limitTo(12.345678)).toEqual({
      __typename: 'Workspace',
      aiBudget: { limitUsd: 12.345678, spentUsd: 0, resetAt: expect.stringMatching(/-01T00:00:00\.000Z$/) },
    });
    const set = await budget();
    expect(set.rateLimit.ai).toEqual(set.node.aiBudget);
    expect(set.node.aiBudget).toMatchObject({ limitUsd: 12.345678 });
    const { secret } = await workspace.addKey({ role: 'EDITOR' });
    expect(await limitTo(1, { ...workspace, ownerKey: secret })).toMatchObject({
      __typename: 'ForbiddenError',
    });
    expect(await limitTo(null)).toEqual({ __typename: 'Workspace', aiBudget: null });
  });

  it.each([-1, 1_000_001, 0.0000001])('cannot be %d', async (amount) => {
    expect(await limitTo(amount)).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', 'aiBudgetUsd'] }],
    });
  });

  it('is read for all workspaces by one statement', async () => {
    const person = await server.addPerson();
    const { services } = server.runtime;
    for (const name of ['One', 'Two']) {
      await server.execute(
        'mutation ($name: String!) { createWorkspace(input: { name: $name }) { __typename } }',
        { name },
        { as: person },
      );
    }
    await services.database.execute('UPDATE "Workspace" SET "aiBudgetUsd" = 5');
    const query = (fields: string) =>
      server.execute(`{ viewer { workspaces { ${fields} } } }`, {}, { as: person });
    const [plain, full] = [
      await captureQueries(() => query('name')),
      await captureQueries(() => query('name aiBudget { limitUsd }')),
    ];
    expect(full.result.expectData()).toEqual({
      viewer: { workspaces: [1, 2].map(() => expect.objectContaining({ aiBudget: { limitUsd: 5 } })) },
    });
    expect(full.statements.length - plain.statements.length).toBe(1);
    // Whoever is in several workspaces has no budget of his own.
    const { rateLimit } = (
      await server.execute<{ rateLimit: object }>('{ rateLimit { ai { limitUsd } } }', {}, { as: person })
    ).expectData();
    expect(rateLimit).toEqual({ ai: null });
    await services.database.execute('UPDATE "Workspace" SET "aiBudgetUsd" = NULL');
  });

  it('pays what a run cost, by the prices of its tokens', async () => {
    await limitTo(5);
    const run = await ask();
    expect(run.__typename).toBe('RecommendationRun');
    const { usage } = await endOf(run.id);
    const { inputTokens, cachedInputTokens, outputTokens, costUsd } = usage!;
    const cost =
      ((inputTokens! - cachedInputTokens!) * 1 + cachedInputTokens! * 0.1 + outputTokens! * 10) / 1e6;
    expect(costUsd).toBeCloseTo(cost, 12);
    expect((await budget()).node.aiBudget).toMatchObject({ spentUsd: costUsd });
  });

  it('refuses at once a run that may cost more, and never one without a model', async () => {
    await limitTo(0.01);
    const { node } = await budget();
    const refused = await ask();
    expect(refused).toMatchObject({
      __typename: 'BudgetExceededError',
      code: 'AI_BUDGET_EXCEEDED',
      budget: node.aiBudget,
    });
    expect(refused.message).toMatch(
      /^This run may cost up to \$0\.\d+, more than is left: \$0\.\d+ of this month's/,
    );
    const free = await ask(connections[0], 'STATISTICAL');
    expect(await endOf(free.id)).toMatchObject({ __typename: 'RunCompleted', usage: null });
  });

  it('is kept by runs that are asked for at once, of whichever accounts', async () => {
    await limitTo(0.5);
    const asked = await Promise.all(Array.from({ length: 16 }, (_, index) => ask(connections[index % 2])));
    const runs = asked.filter(({ __typename }) => __typename === 'RecommendationRun');
    for (const { __typename } of asked)
      expect(__typename).toMatch(/^(RecommendationRun|BudgetExceededError)$/);
    await Promise.all(runs.map(({ id }) => endOf(id)));
    const { aiBudget } = (await budget()).node;
    expect(aiBudget!.spentUsd).toBeLessThanOrEqual(0.5);
    // What was reserved and not spent is there for the next one.
    expect((await ask()).__typename).toBe('RecommendationRun');
  });
});
