import type { Services } from '../../app/services.ts';
import { ValidationError } from '../../lib/errors.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Coverage } from '../analytics/series/account-report.ts';
import { accountAnalytics } from '../analytics/analytics.service.ts';
import { type DateRange, type Day, type DaySpan, lengthInDays, resolveRange } from '../analytics/calendar.ts';
import type { EstimateInterval } from '../analytics/engagement-rate.ts';
import { assertListable } from '../connections/connection.policy.ts';
import { periodOf, type PostPeriod } from './performance.service.ts';
import { toKey } from './post-rates.service.ts';
import { wilsonInterval } from './proportion.ts';

const MIN_ACCOUNTS = 2;
const MAX_ACCOUNTS = 20;
/** From this robustZ on a post counts as an outlier. */
const OUTLIER_Z = 2;
/** Fewer scored posts say nothing of a share. */
const MIN_SCORED = 8;
/** In which days are read that are told by their number. */
const ZONE_OF_MANY = 'UTC';

/** Accounts side by side, over the same calendar days, each in its own time zone. */
export interface ConnectionComparison extends DaySpan {
  rows: ComparisonRow[];
}

export interface ComparisonRow extends PostPeriod {
  /** Followers, the first known day being 100; only days on which they are known. */
  growth: { date: Day; value: number }[];
  /** Of the days of the range that have begun; null where no post was ever listed. */
  postsPerWeek: number | null;
  outlierShare: { value: number; interval: EstimateInterval; sampleSize: number; definition: string } | null;
  coverage: Coverage;
}

/**
 * Compares accounts of one workspace, in the order of the ids. Five SQL statements, whatever their number.
 *
 * @throws NotFoundError for an account that the viewer does not see; ValidationError for fewer than 2 or more than 20, for
 *   one that is named twice, for accounts of several workspaces, and by `resolveRange` and `bucketsOf`.
 */
export async function compareConnections(
  deps: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  connectionIds: readonly string[],
  range: DateRange,
): Promise<ConnectionComparison> {
  assertComparable(connectionIds);
  await assertListable(deps.database, viewer, { workspaceId: null, connectionIds });
  const found = await deps.database.prisma.tikTokConnection.findMany({
    where: { id: { in: [...connectionIds] } },
    select: { id: true, workspaceId: true, timezone: true },
  });
  const byId = new Map(found.map((connection) => [connection.id, connection]));
  const connections = connectionIds.flatMap((id) => byId.get(id) ?? []);
  if (new Set(connections.map(({ workspaceId }) => workspaceId)).size > 1) {
    throw refused('must be accounts of one workspace');
  }
  const now = deps.clock.now();
  const span = resolveRange(range, ZONE_OF_MANY, now);
  const days = { between: span };
  const periods = connections.map(({ id, timezone }) => periodOf(id, timezone, days, now));
  const [analytics, posts] = await Promise.all([
    accountAnalytics(deps, connections, days, 'DAY'),
    countPosts(deps, periods),
  ]);
  const rows = periods.map((period, index) => {
    const { points, coverage } = analytics[index]!;
    const begun = Math.min(lengthInDays(span), Math.ceil((now.getTime() - period.start) / 86_400_000));
    const { isListed, posted, scored, outliers } = posts[index]!;
    return {
      ...period,
      growth: growthOf(points),
      postsPerWeek: isListed && begun > 0 ? (posted / begun) * 7 : null,
      outlierShare: scored < MIN_SCORED ? null : shareOf(outliers, scored),
      coverage,
    };
  });
  return { ...span, rows };
}

function assertComparable(ids: readonly string[]): void {
  if (ids.length < MIN_ACCOUNTS || ids.length > MAX_ACCOUNTS) {
    throw refused(`must be ${String(MIN_ACCOUNTS)}–${String(MAX_ACCOUNTS)} accounts`);
  }
  if (new Set(ids).size < ids.length) throw refused('names an account twice');
}

function growthOf(points: readonly { date: Day; followers: number | null }[]): ComparisonRow['growth'] {
  const base = points.find(({ followers }) => followers !== null && followers > 0)?.followers ?? null;
  if (base === null) return [];
  return points.flatMap(({ date, followers }) =>
    followers === null ? [] : [{ date, value: (followers / base) * 100 }],
  );
}

function shareOf(count: number, n: number): ComparisonRow['outlierShare'] {
  return {
    value: count / n,
    interval: wilsonInterval(count, n),
    sampleSize: n,
    definition: `Share of the posts of the range that have a score whose robustZ is ${String(OUTLIER_Z)} or more.`,
  };
}

interface PostCounts {
  /** Whether any post of the account is known, of whatever time. */
  isListed: boolean;
  posted: number;
  scored: number;
  outliers: number;
}

async function countPosts(
  { database }: Pick<Services, 'database'>,
  periods: readonly PostPeriod[],
): Promise<PostCounts[]> {
  return database.prisma.$queryRaw<PostCounts[]>`
    SELECT p.* FROM json_to_recordset(${JSON.stringify(periods.map(toKey))}::json) AS k(i int, id uuid, s float8, e float8)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS posted, count(v."outlierZ")::int AS scored,
        count(*) FILTER (WHERE v."outlierZ" >= ${OUTLIER_Z})::int AS outliers,
        EXISTS (SELECT FROM "TikTokVideo" o WHERE o."connectionId" = k.id) AS "isListed"
      FROM "TikTokVideo" v
      WHERE v."connectionId" = k.id AND v."postedAt" >= to_timestamp(k.s / 1000)
        AND v."postedAt" < to_timestamp(k.e / 1000)
    ) p ORDER BY k.i`;
}

function refused(message: string): ValidationError {
  return new ValidationError([{ path: ['connectionIds'], message }]);
}
