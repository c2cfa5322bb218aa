import { builder } from '../../schema/builder.ts';

export const TrendKind = builder.enumType('TrendKind', {
  description: 'Kinds of trend.',
  values: {
    HASHTAG: { description: 'A hashtag.' },
    SOUND: { description: 'A sound that videos are set to.' },
    FORMAT: { description: 'A way of making videos: length, orientation, caption, hashtags.' },
  },
});

export const TrendSource = builder.enumType('TrendSource', {
  description: 'Where trends come from.',
  values: {
    BUSINESS_DISCOVERY: { description: "Discovery of TikTok's API for Business." },
    RESEARCH_API: { description: "TikTok's Research API, as a sample." },
    CREATIVE_CENTER: { description: "Imported files: saved answers of TikTok's Creative Center, or lists." },
    OWN_CORPUS: { description: 'Videos collected here, of one workspace.' },
  },
});

export const TrendUnit = builder.enumType('TrendUnit', {
  description: 'What a value counts.',
  values: {
    COUNT: { description: 'Views or posts.' },
    SHARE_OF_PEAK: { description: "0–1 of the curve's own maximum." },
    INDEX: { description: "0–100, TikTok's curve." },
  },
});

export const TrendStage = builder.enumType('TrendStage', {
  description: 'Where a trend is in its life; `modelCard(model: TREND_VELOCITY)` states the rules.',
  values: {
    EMERGING: { description: 'It rises.' },
    EXPLODING: {
      description:
        'It rises fast, by a stated rule with a floor of volume and false discoveries held down; over own videos, of two accounts at least.',
    },
    PEAKING: { description: 'It rose, and does so no more.' },
    FADING: { description: 'It falls.' },
    STEADY: { description: 'Neither can be told.' },
  },
});
