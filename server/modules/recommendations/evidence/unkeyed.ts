import type { EvidenceItem } from '../engine.ts';

/** Evidence before it has its place in the pack, and so its key. */
export type Unkeyed<Kind extends EvidenceItem['kind'] = EvidenceItem['kind']> = Kind extends unknown
  ? Omit<Extract<EvidenceItem, { kind: Kind }>, 'key'>
  : never;
