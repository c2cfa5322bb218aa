import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';
import type { RecommendationEngine, RecommendationEngines } from '../modules/recommendations/engine.ts';
import { createOpenAiEngine } from '../modules/recommendations/openai.engine.ts';
import { createStatisticalEngine } from '../modules/recommendations/statistical.engine.ts';
import { createOpenAiTextModel } from '../vendors/openai/openai.ts';

/** The statistical engine always, and OpenAI, then as the default, where a key is configured. */
export function createEngines({ openai }: Config, log: Log): RecommendationEngines {
  const engines = new Map<RecommendationEngine['name'], RecommendationEngine>();
  const statistical = createStatisticalEngine();
  engines.set(statistical.name, statistical);
  if (openai !== null) {
    const { apiKey, model, baseUrl } = openai;
    const textModel = createOpenAiTextModel({ apiKey, model, log, ...(baseUrl === null ? {} : { baseUrl }) });
    const engine = createOpenAiEngine({ model: textModel });
    engines.set(engine.name, engine);
  }
  return {
    default: engines.get('OPENAI') ?? statistical,
    byName: (name) => engines.get(name) ?? null,
  };
}
