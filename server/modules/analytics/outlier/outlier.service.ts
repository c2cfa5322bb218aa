import type { Services } from '../../../app/services.ts';
import { sql } from '../../../data/sql.ts';
import { toNumber } from '../../../lib/counters.ts';
import { milliseconds, viewsAfter, viewsBefore } from '../series/capture-sql.ts';
import { AGES, MAX_COMPARABLE, outlierScore } from './outlier.ts';
import type { AgedVideo, OutlierScore } from './outlier.ts';

interface Row {
  id: string;
  connectionId: string;
  postedAt: Date;
  viewsPerHour: number | null;
  newestAt: Date | null;
  newestViews: bigint | null;
  around: string | null;
}

/**
 * The score of each video against others of its own account, in the order of the ids, by the rules of
 * `outlierScore`; null for an unknown id. One SQL statement, whatever the number of videos.
 */
export async function outlierScores(
  deps: Pick<Services, 'database' | 'clock'>,
  videoIds: readonly string[],
): Promise<(OutlierScore | null)[]> {
  const found = await agedVideos(deps, videoIds);
  const now = deps.clock.now();
  return videoIds.map((id) => {
    const asked = found.get(id);
    return asked === undefined ? null : outlierScore(asked.video, asked.account, now);
  });
}

/**
 * Each video by its id, with those of its account that it is compared with and itself among them; unknown ids are left
 * out. One SQL statement.
 *
 * Read are the videos posted next before and after each, and of every one only the captures next to each age and the newest.
 * Of captures our own alone count, since exports know their time to the day at best.
 */
export async function agedVideos(
  deps: Pick<Services, 'database'>,
  videoIds: readonly string[],
): Promise<Map<string, { video: AgedVideo; account: readonly AgedVideo[] }>> {
  const rows = await deps.database.prisma.$queryRaw<Row[]>`
    WITH asked AS MATERIALIZED (
      SELECT v.id, v."connectionId", v."postedAt"
      FROM json_array_elements_text(${JSON.stringify(videoIds)}::json) AS k(id)
      JOIN "TikTokVideo" v ON v.id = k.id::uuid
    ),
    pool AS MATERIALIZED (
      SELECT DISTINCT n.id FROM asked a CROSS JOIN LATERAL (
        (SELECT v.id FROM "TikTokVideo" v
          WHERE v."connectionId" = a."connectionId" AND (v."postedAt", v.id) <= (a."postedAt", a.id)
          ORDER BY v."postedAt" DESC, v.id DESC LIMIT ${MAX_COMPARABLE + 1}::int)
        UNION ALL
        (SELECT v.id FROM "TikTokVideo" v
          WHERE v."connectionId" = a."connectionId" AND (v."postedAt", v.id) > (a."postedAt", a.id)
          ORDER BY v."postedAt", v.id LIMIT ${MAX_COMPARABLE}::int)
      ) n
    )
    SELECT v.id, v."connectionId", v."postedAt", v."viewsPerHour", c.around,
      n."capturedAt" AS "newestAt", n.views AS "newestViews"
    FROM pool p JOIN "TikTokVideo" v ON v.id = p.id
    CROSS JOIN LATERAL (
      SELECT string_agg(concat(
          g.hours, ',', ${milliseconds(sql`b."capturedAt"`)}, ',', b.views,
          ',', ${milliseconds(sql`f."capturedAt"`)}, ',', f.views), ';') AS around
      FROM json_array_elements_text(${JSON.stringify(AGES)}::json) AS h(text)
      CROSS JOIN LATERAL (
        SELECT h.text::int AS hours, v."postedAt" + h.text::int * interval '1 hour' AS at
      ) g
      CROSS JOIN LATERAL (${viewsBefore(sql`v.id`, sql`g.at`)}) b
      CROSS JOIN LATERAL (${viewsAfter(sql`v.id`, sql`g.at`)}) f
    ) c
    LEFT JOIN LATERAL (${viewsBefore(sql`v.id`, sql`'infinity'::timestamptz`)}) n ON true`;
  const accounts = new Map<string, AgedVideo[]>();
  const found = new Map<string, { video: AgedVideo; account: AgedVideo[] }>();
  for (const row of rows) {
    const account = accounts.get(row.connectionId) ?? [];
    accounts.set(row.connectionId, account);
    const video = toAgedVideo(row);
    account.push(video);
    found.set(row.id, { video, account });
  }
  return found;
}

/**
 * A score as it is kept on the video's row. How fast the video gains now is not part of what is kept, since the row knows it
 * of the newest captures.
 *
 * @param stored JSON of an `OutlierScore`; null without one.
 */
export function toStoredScore(stored: unknown, viewsPerHour: number | null): OutlierScore | null {
  if (stored === null) return null;
  const score = stored as Omit<OutlierScore, 'capturedAt'> & { capturedAt: string };
  return { ...score, viewsPerHour, capturedAt: new Date(score.capturedAt) };
}

function toAgedVideo({ id, postedAt, viewsPerHour, newestAt, newestViews, around }: Row): AgedVideo {
  const views = toNumber(newestViews);
  const tuples = around === null ? [] : around.split(';').map((tuple) => tuple.split(',').map(Number));
  return {
    id,
    postedAt: postedAt.getTime(),
    viewsPerHour,
    newest: newestAt === null || views === null ? null : { at: newestAt.getTime(), views },
    around: tuples.map((tuple) => {
      const [hours, beforeAt, beforeViews, afterAt, afterViews] = tuple as [
        number,
        number,
        number,
        number,
        number,
      ];
      return {
        hours,
        before: { at: beforeAt, views: beforeViews },
        after: { at: afterAt, views: afterViews },
      };
    }),
  };
}
