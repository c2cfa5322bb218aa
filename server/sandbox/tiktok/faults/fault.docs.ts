import {
  API_ENDPOINTS,
  CDN_ENDPOINTS,
  DISCOVERY_ENDPOINTS,
  DISPLAY_ENDPOINTS,
  OAUTH_ENDPOINTS,
  type Endpoint,
} from '../endpoints.ts';
import { FAULT_OPTIONS, faultSchema } from './faults.ts';
import { describeFault, FAULT_KIND_NAMES, type FaultKind, type FaultOption } from './fault.kinds.ts';

const GROUPS: readonly [name: string, endpoints: readonly Endpoint[]][] = [
  ['all', [...API_ENDPOINTS, ...CDN_ENDPOINTS]],
  ['all JSON', API_ENDPOINTS],
  ['Display', DISPLAY_ENDPOINTS],
  ['OAuth', OAUTH_ENDPOINTS],
  ['Discovery', DISCOVERY_ENDPOINTS],
  ['images', CDN_ENDPOINTS],
];

/** Where a kind can happen, in as few words as there are. */
function placesOf(kind: FaultKind): string {
  const on = new Set<Endpoint>(describeFault(kind).on);
  const places: string[] = [];
  for (const [name, endpoints] of GROUPS) {
    if (!endpoints.every((endpoint) => on.has(endpoint))) continue;
    places.push(name);
    for (const endpoint of endpoints) on.delete(endpoint);
  }
  return [...places, ...[...on].map((endpoint) => `\`${endpoint}\``)].join(', ');
}

/** A row for each kind: its name, where it can happen, what a client meets, and what options it takes. */
export function faultRows(): { kind: string; on: string; text: string; takes: string }[] {
  return FAULT_KIND_NAMES.map((kind) => {
    const { text, takes = [], effect = false } = describeFault(kind);
    const options = takes.map((option) => (option === 'effect' ? `effect (${String(effect)})` : option));
    return { kind, on: placesOf(kind), text, takes: options.join(', ') };
  });
}

/** A row for each part of a fault besides `kind`. */
export function faultOptionRows(): { name: string; text: string }[] {
  return Object.entries(faultSchema.shape)
    .filter(([name]) => name !== 'kind')
    .map(([name, schema]) => {
      const described = Object.hasOwn(FAULT_OPTIONS, name) ? FAULT_OPTIONS[name as FaultOption] : schema;
      return { name, text: described.description ?? '' };
    });
}
