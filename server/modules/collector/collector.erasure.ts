import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const collectorErasure: ErasureContribution = {
  places: ['TikTokCaptureTask', 'TikTokSyncState', 'TikTokAccountAnalytics'].map(connectionRows),
};
