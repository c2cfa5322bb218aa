import { z } from 'zod';

import { API_ENDPOINTS, ENDPOINTS, type Endpoint } from '../endpoints.ts';
import { describeFault, FAULT_KIND_NAMES, type FaultOption } from './fault.kinds.ts';

/** `*`: all JSON endpoints. */
const FAULT_ENDPOINTS = [...ENDPOINTS, '*'] as const;

/** Options that only some kinds take. */
export const FAULT_OPTIONS = {
  effect: z
    .boolean()
    .describe(
      'Of a fault that replaces the answer: whether what was asked for happens all the same, such as the rotation of a token. The table says what it is where it is left out.',
    ),
  delayMs: z.int().min(0).max(600_000).describe('Milliseconds of real time, whatever the clock.'),
  status: z.int().min(200).max(599).describe('HTTP status.'),
  code: z.string().min(1).max(100).describe('Error code.'),
  fields: z.array(z.string().min(1)).min(1).describe('Names of the fields that are meant.'),
  share: z.number().min(0).max(1).describe('0 to 1.'),
  scope: z.string().min(1).describe('Name of a scope.'),
  bytes: z.int().min(4).max(1_000_000_000).describe('Number of bytes.'),
  to: z.string().min(1).describe('A URL.'),
} satisfies Record<FaultOption, z.ZodType>;

export const faultSchema = z
  .strictObject({
    endpoint: z
      .enum(FAULT_ENDPOINTS)
      .describe(
        `One of ${ENDPOINTS.map((name) => `\`${name}\``).join(', ')}; \`*\` stands for all of them that answer JSON.`,
      ),
    kind: z.enum(FAULT_KIND_NAMES),
    times: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe('How many calls it meets; `null` (or left out): all, until it is taken away.'),
    after: z.int().min(0).default(0).describe('How many calls that it could meet go by first.'),
    creator: z
      .string()
      .nullable()
      .default(null)
      .describe('Key of the creator whose calls it meets; left out: anybody’s.'),
    ...z.object(FAULT_OPTIONS).partial().shape,
  })
  .superRefine((fault, context) => {
    const { on, takes = [] } = describeFault(fault.kind);
    const endpoints: readonly Endpoint[] = fault.endpoint === '*' ? API_ENDPOINTS : [fault.endpoint];
    if (!endpoints.some((endpoint) => on.includes(endpoint))) {
      context.addIssue({ code: 'custom', path: ['kind'], message: `${fault.kind} is for ${on.join(', ')}` });
    }
    for (const option of Object.keys(FAULT_OPTIONS) as FaultOption[]) {
      if (fault[option] === undefined || takes.includes(option)) continue;
      context.addIssue({ code: 'custom', path: [option], message: `${fault.kind} takes no ${option}` });
    }
  });

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface Faults {
  list(): Fault[];
  replace(faults: Fault[]): void;
  /** The first fault that is due at a call of `creator` to `endpoint`, used up by one. */
  take(endpoint: Endpoint, creator: string | null): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    list: () => faults.map((fault) => ({ ...fault })),
    replace(next) {
      faults = next.map((fault) => ({ ...fault }));
    },
    take(endpoint, creator) {
      let taken: Fault | undefined;
      for (const fault of faults) {
        if (!meets(fault, endpoint, creator)) continue;
        // Each fault counts the calls that go by on its own, whether another one meets them or not.
        if (fault.after > 0) fault.after -= 1;
        else taken ??= fault;
      }
      if (taken !== undefined && taken.times !== null) {
        taken.times -= 1;
        if (taken.times === 0) faults = faults.filter((fault) => fault !== taken);
      }
      return taken;
    },
  };
}

function meets(fault: Fault, endpoint: Endpoint, creator: string | null): boolean {
  if (fault.creator !== null && fault.creator !== creator) return false;
  if (fault.endpoint !== '*') return fault.endpoint === endpoint;
  return (
    (API_ENDPOINTS as readonly Endpoint[]).includes(endpoint) &&
    describeFault(fault.kind).on.includes(endpoint)
  );
}

/** Of a fault that replaces the answer: whether what was asked for happens all the same. */
export function hasEffect(fault: Fault): boolean {
  return fault.effect ?? describeFault(fault.kind).effect ?? false;
}
