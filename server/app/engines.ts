import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { RecommendationEngine, RecommendationEngines } from '../modules/recommendations/engine.ts';
import { createStatisticalEngine } from '../modules/recommendations/statistical/statistical.engine.ts';

/** The statistical engine always, and OpenAI, then as the default, where a key is configured. */
export async function createEngines({ openai }: Config, log: Log): Promise<RecommendationEngines> {
  const engines = new Map<RecommendationEngine['name'], RecommendationEngine>();
  const statistical = createStatisticalEngine();
  engines.set(statistical.name, statistical);
  if (openai !== null) {
    // Whoever has no key does without the hundreds of modules of the SDK, which every start and every test would load.
    const [{ createOpenAiTextModel }, { createOpenAiEngine }] = await Promise.all([
      import('../vendors/openai/openai.ts'),
      import('../modules/recommendations/openai/openai.engine.ts'),
    ]);
    const { apiKey, model, baseUrl, price } = openai;
    const textModel = createOpenAiTextModel({ apiKey, model, log, ...(baseUrl === null ? {} : { baseUrl }) });
    const engine = createOpenAiEngine({ model: textModel, price });
    engines.set(engine.name, engine);
  }
  return {
    default: engines.get('OPENAI') ?? statistical,
    byName: (name) => engines.get(name) ?? null,
  };
}
