import { type Sql, sql } from '../../data/sql.ts';
import { SOURCES_BY_TRUST, type TrendSource } from './trend-sighting.ts';

/** A more trusted source speaks for a trend as long as it spoke within this time of the newest word of any. */
const TRUSTED_DAYS = 7;

/**
 * The observation that speaks for each trend: the newest one of the most trusted source that is not out of date.
 *
 * @param trends a query of row ids, as "id".
 * @param sources whose words count, the most trusted first. @default all
 */
export function bestWords(trends: Sql, sources: readonly TrendSource[] = SOURCES_BY_TRUST): Sql {
  return sql`
    WITH newest AS (
      SELECT said.*, teller."trust" FROM (${trends}) AS named
      CROSS JOIN unnest(${[...sources]}::"TrendSource"[]) WITH ORDINALITY AS teller("source", "trust")
      -- The end of an index, however long the history is.
      CROSS JOIN LATERAL (
        SELECT * FROM "TrendObservation"
        WHERE "trendId" = named."id" AND "source" = teller."source" ORDER BY "capturedAt" DESC LIMIT 1
      ) AS said
    )
    SELECT DISTINCT ON (newest."trendId") newest.* FROM newest
    JOIN (SELECT "trendId", max("capturedAt") AS "at" FROM newest GROUP BY 1) AS last USING ("trendId")
    WHERE newest."capturedAt" >= last."at" - make_interval(days => ${TRUSTED_DAYS}::int)
    ORDER BY newest."trendId", newest."trust"`;
}
