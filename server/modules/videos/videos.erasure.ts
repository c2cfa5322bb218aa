import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const videosErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: ['TikTokAnalytics', 'TikTokVideo'].map(connectionRows),
};
