import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const videosErasure: ErasureContribution = {
  places: ['TikTokAnalytics', 'TikTokVideo'].map(connectionRows),
};
