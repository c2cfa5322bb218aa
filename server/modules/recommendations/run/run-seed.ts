import { createHash } from 'node:crypto';
import type { EngineRequest } from '../engine.ts';

/**
 * The hash of what is asked and of the evidence: the same of the same, whatever attempt it is, and in whatever order the
 * store gave their keys back.
 */
export function seedOf({ evidence, ...asked }: Omit<EngineRequest, 'indices' | 'seed'>): string {
  const { items, now } = evidence;
  const text = JSON.stringify({ asked, items, now }, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
