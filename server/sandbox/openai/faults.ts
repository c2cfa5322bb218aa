/** What the sandbox does wrong on demand; `handler.ts` says what each looks like on the wire. */
export const FAULTS = [
  '401',
  '403',
  '404',
  '429',
  '429-once',
  '429-long',
  'quota',
  '500',
  'filter-before',
  'html',
  'reset',
  'stall-before',
  'error-before',
  'end-before',
  'stall',
  'cut',
  'error-midstream',
  'quota-midstream',
  'end',
  'filter',
  'length',
  'stall-after',
  'cut-after',
  'error-after',
  'no-usage',
  'no-schema',
  'no-stream-options',
  'no-completion-limit',
  'thin',
  'refusal',
  'slow',
  'not-json',
  'short',
  'ungrounded',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The fault a model's name asks for: `sandbox-stall` → `stall`. */
export function faultOf(model: string): Fault | null {
  return FAULTS.find((fault) => model.endsWith(`-${fault}`)) ?? null;
}
