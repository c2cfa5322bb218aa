import type { Services } from '../app/services.ts';
import { DOOR_LIMITS, type DoorLimits } from './door-limits.ts';
import { createOrigins, type Origins } from './origins.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { createTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';

/** What decides, the same over HTTP and sockets, on what comes in. */
export interface Door {
  readonly limits: DoorLimits;
  readonly refusals: Refusals;
  readonly documents: TrustedDocuments;
  readonly origins: Origins;
}

/** @param limits in the place of DOOR_LIMITS. */
export function createDoor(
  { config, metrics }: Pick<Services, 'config' | 'metrics'>,
  limits: Partial<DoorLimits> = {},
): Door {
  return {
    limits: { ...DOOR_LIMITS, ...limits },
    refusals: createRefusals(metrics),
    documents: createTrustedDocuments({ isOnly: config.trustedDocumentsOnly }),
    origins: createOrigins(config),
  };
}
