import { sql } from '../../data/sql.ts';
import { type ErasureContribution, tablePlace } from '../privacy/erasure-place.ts';

/** Mails to a person that wait to be sent, to former and coming addresses of his as well. */
export const mailErasure: ErasureContribution = {
  of: 'USER',
  places: [
    tablePlace(
      'Mail',
      ({ id, email }) => sql`"userId" = ${id}::uuid OR lower("recipient") = lower(${email})`,
    ),
  ],
};
