import type { ApiKeyFieldsFragment, ApiKeyScope } from '../../../sdk/index.ts';

/** What a key may touch, in the order in which it is offered. */
export const SCOPES: readonly { readonly scope: ApiKeyScope; readonly text: string }[] = [
  { scope: 'READ', text: 'Look at everything' },
  { scope: 'RECOMMEND', text: 'Make recommendations and change them' },
  { scope: 'COLLECT', text: 'Connect, sync, import, move and disconnect accounts' },
  { scope: 'ADMINISTER', text: 'People, keys, exports and erasures' },
];

/** How long a new key may live, in days; null is for ever. */
export const LIFETIMES: readonly { readonly days: number | null; readonly label: string }[] = [
  { days: 30, label: 'in 30 days' },
  { days: 90, label: 'in 90 days' },
  { days: 365, label: 'in a year' },
  { days: null, label: 'never' },
];

const DAY_MS = 86_400_000;

/** When a key made now ends; null: never. */
export function endOf(days: number | null, now: number): string | null {
  return days === null ? null : new Date(now + days * DAY_MS).toISOString();
}

/** Whether a key opens anything still. */
export function isAlive(
  { revokedAt, expiresAt }: Pick<ApiKeyFieldsFragment, 'revokedAt' | 'expiresAt'>,
  now: number,
): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);
}
