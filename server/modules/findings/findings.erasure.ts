import { sql } from '../../data/sql.ts';
import {
  connectionIds,
  connectionRows,
  type ErasureContribution,
  tablePlace,
} from '../privacy/erasure-place.ts';

export const findingsErasure: ErasureContribution = {
  of: 'CONNECTION',
  places: [
    tablePlace(
      'FindingVideo',
      (subject) => sql`"findingId" IN (
        SELECT "id" FROM "Finding" WHERE "connectionId" = ANY(${connectionIds(subject)}::uuid[]))`,
    ),
    connectionRows('Finding'),
  ],
};
