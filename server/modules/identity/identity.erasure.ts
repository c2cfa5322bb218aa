import { sql } from '../../data/sql.ts';
import { type ErasureContribution, tablePlace, userRows } from '../privacy/erasure-place.ts';

/** How a person signs in, and what links and cookies of his stand for. */
export const identityErasure: ErasureContribution = {
  of: 'USER',
  places: [
    userRows('Account'),
    userRows('TwoFactor'),
    tablePlace(
      'Verification',
      ({ id, email }) => sql`position(${id} IN "value") > 0 OR position(${email ?? id} IN "value") > 0`,
    ),
  ],
};
