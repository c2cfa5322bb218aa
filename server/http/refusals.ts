import type { Metrics } from '../lib/metrics.ts';

/** Why something was turned away at the door. */
export const REFUSALS = [
  // Of a document, before it runs.
  'tokens',
  'nesting',
  'aliases',
  'directives',
  'depth',
  'breadth',
  'cost',
  'introspection',
  'unknown_document',
  // Of a request.
  'body',
  'rate',
  'time',
  'cross_site',
  // Of a socket.
  'origin',
  'sockets',
  'operations',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** Counts what is turned away, by reason, for operators. */
export interface Refusals {
  count(reason: Refusal): void;
}

export function createRefusals(metrics: Metrics): Refusals {
  const count = metrics.counter({
    name: 'graphql_refused_total',
    help: 'Requests, operations and sockets that were turned away at the door.',
    labels: ['reason'],
  });
  return {
    count: (reason) => {
      count({ reason });
    },
  };
}
