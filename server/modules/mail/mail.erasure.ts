import { sql } from '../../data/sql.ts';
import { type ErasureContribution, tablePlace } from '../privacy/erasure-place.ts';

/** Mails to a person that wait to be sent. */
export const mailErasure: ErasureContribution = {
  of: 'USER',
  places: [tablePlace('Mail', ({ email }) => sql`lower("recipient") = lower(${email})`)],
};
