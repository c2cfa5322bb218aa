import { connectionRows, type ErasureContribution } from '../privacy/erasure-place.ts';

export const analyticsErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: ['VideoDay', 'AccountDay', 'AccountGap', 'AnalyticsRollup'].map(connectionRows),
};
