/** What the sandbox does wrong on demand; `handler.ts` says what each looks like on the wire. */
export const FAULTS = [
  'stall',
  'html',
  '429',
  '429-once',
  'quota',
  '500',
  'refusal',
  'filter',
  'length',
  'cut',
  'error-midstream',
  'slow',
  'no-usage',
  'not-json',
  'short',
  'ungrounded',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The fault a model's name asks for: `sandbox-stall` → `stall`. */
export function faultOf(model: string): Fault | null {
  return FAULTS.find((fault) => model.endsWith(`-${fault}`)) ?? null;
}
