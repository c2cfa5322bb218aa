import { type ErasureContribution, workspaceRows } from '../privacy/erasure-place.ts';

/** What a workspace spent goes with it, and not with the connections that it was spent on. */
export const aiBudgetErasure: ErasureContribution = {
  of: 'WORKSPACE',
  places: [workspaceRows('AiCharge')],
};
