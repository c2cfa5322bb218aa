import { builder } from './builder.ts';
import './scalars.ts';
import './error-types.ts';
import '../modules/accounts/index.ts';
import '../modules/connections/index.ts';
import '../modules/analytics/index.ts';
import '../modules/videos/index.ts';
import '../modules/performance/index.ts';
import '../modules/findings/index.ts';
import '../modules/trends/index.ts';
import '../modules/covers/index.ts';
import '../modules/ai-budget/index.ts';
import '../modules/recommendations/index.ts';
import '../modules/privacy/index.ts';
import '../modules/imports/index.ts';
import '../modules/trends/index.ts';
import '../modules/server-info/index.ts';
import '../modules/rate-limit/index.ts';

builder.queryType({
  description:
    'Each root field is authorized, costed and computed on its own, hence nullable: one failing leaves the others standing.',
});
builder.mutationType({ description: 'All that changes. Expected failures are members of the result.' });
builder.subscriptionType({
  description: 'Over WebSocket (graphql-ws) and SSE. Rights are checked on every start.',
});

/** The executable schema. Only the transport, the printer and tests use it. */
export const schema = builder.toSchema();

export { costOf, costOfAnswer } from './operation-cost.ts';
