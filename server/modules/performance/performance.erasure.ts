import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const performanceErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: [connectionRows('TikTokAnalysis')],
};
