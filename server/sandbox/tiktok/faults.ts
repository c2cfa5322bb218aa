import { z } from 'zod';

import { ENDPOINTS, type Endpoint } from './endpoints.ts';

export const faultSchema = z.object({
  endpoint: z.enum(ENDPOINTS),
  kind: z.enum([
    'internal_error',
    'rate_limit',
    'ok_status_error',
    'garbage',
    'truncated',
    'silence',
    'disconnect',
    'access_token_invalid',
    'invalid_grant',
  ]),
  /** How many calls it meets; null until it is taken away. */
  times: z.number().int().positive().nullable().default(null),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];

export interface Faults {
  list(): Fault[];
  replace(faults: Fault[]): void;
  /** The first fault that waits for `endpoint`, used up by one. */
  take(endpoint: Endpoint): FaultKind | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    list: () => faults.map((fault) => ({ ...fault })),
    replace(next) {
      faults = next.map((fault) => ({ ...fault }));
    },
    take(endpoint) {
      const fault = faults.find((candidate) => candidate.endpoint === endpoint);
      if (fault === undefined) return undefined;
      if (fault.times !== null) {
        fault.times -= 1;
        if (fault.times === 0) faults = faults.filter((other) => other !== fault);
      }
      return fault.kind;
    },
  };
}
