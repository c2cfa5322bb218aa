import { Freshness } from '../analytics/account-analytics.type.ts';
import { ConnectionEvent, connectionEvent } from '../connections/connection-event.type.ts';

connectionEvent('AnalysisRefreshed').implement({
  description: 'An analysis was computed anew: refetch what shows `performance`.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    freshness: t.field({
      type: Freshness,
      description: 'As it was then.',
      resolve: ({ payload: { freshness } }) => ({
        computedAt: new Date(freshness.computedAt),
        inputsThrough: freshness.inputsThrough === null ? null : new Date(freshness.inputsThrough),
        isStale: freshness.isStale,
      }),
    }),
  }),
});
