import { builder } from '../../schema/builder.ts';
import { MODEL_CARDS, type ModelCard as ModelCardShape } from './model-cards.ts';

const StatisticalModel = builder.enumType('StatisticalModel', {
  description: 'Models with a card.',
  values: {
    OUTLIER: { description: 'How unusual a video is for its account (TikTokVideo.outlier).' },
    HASHTAG_LIFT: { description: 'Views that go along with hashtags (PerformanceAnalysis.hashtags).' },
    FORMAT_LIFT: { description: 'Views that go along with formats (PerformanceAnalysis.formats).' },
    FORECAST: { description: 'Days to come of an account (TikTokConnection.forecast).' },
    TREND_VELOCITY: { description: 'How fast a trend rises (TikTokTrend.velocity).' },
    POSTING_TIMES: { description: 'When posts do better (PerformanceAnalysis.postingTimes).' },
    EXPECTED_OUTCOME: { description: 'How well `TikTokRecommendation.expected` held.' },
  },
});

export const ModelCard = builder.objectRef<ModelCardShape>('ModelCard').implement({
  description: 'Method, data and limits of a model.',
  fields: (t) => ({
    model: t.expose('model', { type: StatisticalModel, description: 'Which model.' }),
    version: t.exposeString('version', { description: 'Changes when the same data give another figure.' }),
    method: t.exposeString('method', { description: 'How figures are reckoned.' }),
    data: t.exposeString('data', { description: 'What they are reckoned from.' }),
    limits: t.exposeString('limits', { description: 'Where it fails or says nothing.' }),
    references: t.expose('references', { type: ['URL'], description: 'Whose formulas they are.' }),
    falseClaimRate: t.exposeFloat('falseClaimRate', {
      nullable: true,
      description: 'Share of false claims on null data, 0–1; null where not measured.',
    }),
  }),
});

builder.queryField('modelCard', (t) =>
  t.field({
    type: ModelCard,
    authScopes: { public: true },
    description: 'What an estimate is, what it rests on and where it fails. Needs no sign-in.',
    args: { model: t.arg({ type: StatisticalModel, required: true, description: 'Which model.' }) },
    resolve: (_root, { model }) => MODEL_CARDS[model],
  }),
);
