import { builder } from '../../schema/builder.ts';

export const TrendSource = builder.enumType('TrendSource', {
  description: 'Where trends come from.',
  values: {
    BUSINESS_DISCOVERY: { description: "Discovery of TikTok's API for Business." },
    RESEARCH_API: { description: "TikTok's Research API, as a sample." },
    CREATIVE_CENTER: { description: "Imported files: saved answers of TikTok's Creative Center, or lists." },
    OWN_CORPUS: { description: 'Videos collected here, of one workspace.' },
  },
});
