import type { Lie, LyingAnswer } from '../sandbox/openai/lies.ts';
import { startOpenAiSandbox } from '../sandbox/openai/server.ts';
import { type Delivered, watchRun, wordsOf } from './model-runs.ts';
import { startTestServer } from './server.ts';

const LANGUAGES = ['en', 'fr', 'de', 'es'] as const;
const COUNT = 10;

/** What came of runs that a lying model wrote. */
export interface LyingRuns {
  asked: number;
  /** Of each sort, in how many items. */
  lies: ReadonlyMap<string, number>;
  /** Items without a lie that the model wrote: each must be delivered. */
  honest: number;
  delivered: number;
  dropped: number;
  /** Begun once more after a refusal. */
  writtenAnew: number;
  /** Delivered with a lie in it. */
  ungrounded: { recommendation: Delivered; lie: Lie }[];
  /** Runs that ended otherwise than in RunCompleted, or in RunFailed by UNGROUNDED with nothing delivered. */
  odd: string[];
  /** Why honest ones were dropped, where any was. */
  reasons: string[];
}

/**
 * Lets a model lie in runs of ten, in four languages in turn, over GraphQL and real sockets. A lie counts as delivered
 * wherever the words of any lie that the model told in the run stand in what was completed.
 */
export async function runLyingModel(runs: number): Promise<LyingRuns> {
  let answers: LyingAnswer[] = [];
  const vendor = await startOpenAiSandbox({
    port: 0,
    tokenDelayMs: 0,
    witness: { onLies: (answer) => answers.push(answer) },
  });
  const server = await startTestServer({
    environment: {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: vendor.baseUrl,
      OPENAI_MODEL: 'sandbox-lying',
    },
  });
  const sorts = new Map<string, number>();
  const result: LyingRuns = {
    asked: runs * COUNT,
    lies: sorts,
    honest: 0,
    delivered: 0,
    dropped: 0,
    writtenAnew: 0,
    ungrounded: [],
    odd: [],
    reasons: [],
  };
  try {
    const [connection] = (await server.workspace.connect(['maya'])) as [string];
    for (let run = 0; run < runs; run += 1) {
      answers = [];
      const language = LANGUAGES[run % LANGUAGES.length]!;
      // In letters, so that it is a topic and no number.
      const topic = `sourdough ${run.toString(26).replaceAll(/./g, (digit) => String.fromCodePoint(97 + parseInt(digit, 26)))}`;
      const { status, events, delivered } = await watchRun(server, connection, {
        count: COUNT,
        language,
        topic,
      });
      const lies = answers.flatMap((answer) => answer.lies);
      for (const { sort } of lies) sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
      const honest = answers.reduce((sum, answer) => sum + answer.honest, 0);
      result.honest += honest;
      result.delivered += delivered.length;
      const dropped = events.filter(({ __typename }) => __typename === 'RecommendationDropped');
      result.dropped += dropped.length;
      result.writtenAnew += events.filter(({ attempt = 1 }) => attempt > 1).length;
      for (const recommendation of delivered) {
        const words = wordsOf(recommendation);
        for (const lie of lies)
          if (words.includes(lie.words)) result.ungrounded.push({ recommendation, lie });
      }
      if (delivered.length < honest) {
        result.reasons.push(...dropped.map(({ error }) => `${language}: ${error?.message ?? ''}`));
      }
      const isSound = status === 'COMPLETED' || (status === 'FAILED' && delivered.length === 0);
      if (!isSound || dropped.some(({ error }) => error?.code !== 'UNGROUNDED'))
        result.odd.push(`${topic}: ${status}`);
    }
    return result;
  } finally {
    await server.stop();
    await vendor.close();
  }
}
