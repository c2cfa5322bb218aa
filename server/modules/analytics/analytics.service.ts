import type { Services } from '../../app/services.ts';
import { toNumber } from '../../lib/counters.ts';
import { accountReport } from './series/account-report.ts';
import type { AccountAnalytics } from './series/account-report.ts';
import { addDays, bucketsOf, resolveRange, spanBefore, startOfDay } from './calendar.ts';
import type { DateRange, DaySpan, Interval } from './calendar.ts';
import { loadAccountHistories, loadVideoCaptures } from './series/captures.loader.ts';
import type { Wanted, WantedDays } from './series/captures.loader.ts';
import { reportRolledUp, seriesRolledUp } from './rollup/read-rollup.service.ts';
import { difference, videoSeries } from './series/video-series.ts';
import type { VideoPoint } from './series/video-series.ts';

export type { AccountAnalytics };

/** Changes of a raw snapshot against the one before it of the same video; null where either is unknown. */
export interface SnapshotDeltas {
  deltaViews: number | null;
  deltaLikes: number | null;
  deltaComments: number | null;
  deltaShares: number | null;
}

/**
 * Analytics of each connection, in the order of `connections`, by the rules of `accountSeries` and
 * `accountReport`. Two SQL statements, whatever the number of connections and the length of their history; two more as
 * long as one of them is not rolled up yet, which is read from its snapshots.
 *
 * @throws ValidationError by `resolveRange` and `bucketsOf`.
 */
export async function accountAnalytics(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  connections: readonly { id: string; timezone: string }[],
  range: DateRange,
  interval: Interval,
): Promise<AccountAnalytics[]> {
  const now = clock.now();
  for (const [timezone, span] of spansOf(connections, range, now)) bucketsOf(span, interval, timezone);
  const rolledUp = await reportRolledUp(database, connections, { range, interval, now });
  return withOthers(connections, rolledUp, async (others) => {
    const spans = spansOf(others, range, now);
    const { keys, zones } = wantedOf(others, spans, (span) => spanBefore(span).from);
    const histories = await loadAccountHistories(database, keys, zones);
    return others.map(({ timezone }, index) =>
      accountReport(histories[index]!, spans.get(timezone)!, interval, timezone, now),
    );
  });
}

/**
 * The series of each video, in the order of `videos`, by the rules of `videoSeries`. One SQL statement, and one more as
 * long as the account of one of them is not rolled up yet.
 *
 * @throws ValidationError by `resolveRange` and `bucketsOf`.
 */
export async function videoAnalytics(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  videos: readonly { id: string; timezone: string }[],
  range: DateRange,
  interval: Interval,
): Promise<VideoPoint[][]> {
  const now = clock.now();
  for (const [timezone, span] of spansOf(videos, range, now)) bucketsOf(span, interval, timezone);
  const rolledUp = await seriesRolledUp(database, videos, { range, interval, now });
  return withOthers(videos, rolledUp, async (others) => {
    const spans = spansOf(others, range, now);
    const { keys, zones } = wantedOf(others, spans, (span) => span.from);
    const captures = await loadVideoCaptures(database, keys, zones);
    return others.map(({ timezone }, index) =>
      videoSeries(captures[index]!, bucketsOf(spans.get(timezone)!, interval, timezone)),
    );
  });
}

/** Has the answers that are missing made for all of these keys at once. */
async function withOthers<Key, Answer>(
  keys: readonly Key[],
  answers: readonly (Answer | null)[],
  answer: (others: Key[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const others = keys.filter((_key, index) => answers[index] === null);
  const made = others.length === 0 ? [] : await answer(others);
  return answers.map((known) => known ?? made.shift()!);
}

/**
 * Deltas of raw snapshots, in the order of the ids; null for an unknown id. The snapshot before is the last one
 * captured earlier, whatever page a client is on. One SQL statement.
 */
export async function snapshotDeltas(
  deps: Pick<Services, 'database'>,
  snapshotIds: readonly string[],
): Promise<(SnapshotDeltas | null)[]> {
  type Row = { id: string } & Record<
    `${'' | 'previous'}${'Views' | 'Likes' | 'Comments' | 'Shares'}`,
    bigint | null
  >;
  const rows = await deps.database.prisma.$queryRaw<Row[]>`
    SELECT s.id, s.views AS "Views", s.likes AS "Likes", s.comments AS "Comments", s.shares AS "Shares",
      p.views AS "previousViews", p.likes AS "previousLikes", p.comments AS "previousComments",
      p.shares AS "previousShares"
    FROM json_array_elements_text(${JSON.stringify(snapshotIds)}::json) AS k(id)
    JOIN "TikTokAnalytics" s ON s.id = k.id::uuid
    LEFT JOIN LATERAL (
      SELECT * FROM "TikTokAnalytics" e
      WHERE e."videoId" = s."videoId" AND (e."capturedAt", e.id) < (s."capturedAt", s.id)
      ORDER BY e."capturedAt" DESC, e.id DESC LIMIT 1
    ) p ON true`;
  const deltas = new Map(
    rows.map((row) => [
      row.id,
      {
        deltaViews: difference(toNumber(row.Views), toNumber(row.previousViews)),
        deltaLikes: difference(toNumber(row.Likes), toNumber(row.previousLikes)),
        deltaComments: difference(toNumber(row.Comments), toNumber(row.previousComments)),
        deltaShares: difference(toNumber(row.Shares), toNumber(row.previousShares)),
      },
    ]),
  );
  return snapshotIds.map((id) => deltas.get(id) ?? null);
}

/** The days the range means in each of the keys' zones. */
function spansOf(keys: readonly { timezone: string }[], range: DateRange, now: Date): Map<string, DaySpan> {
  const zones = new Set(keys.map(({ timezone }) => timezone));
  return new Map([...zones].map((timezone) => [timezone, resolveRange(range, timezone, now)]));
}

/** What the loader is to fetch: every day from `first(span)` to the span's end. */
function wantedOf(
  keys: readonly { id: string; timezone: string }[],
  spans: ReadonlyMap<string, DaySpan>,
  first: (span: DaySpan) => string,
): { keys: Wanted[]; zones: WantedDays[] } {
  const names = [...spans.keys()];
  const zones = [...spans].map(([timezone, span]) => {
    const starts: number[] = [];
    for (let day = first(span); day <= addDays(span.to, 1); day = addDays(day, 1)) {
      starts.push(startOfDay(day, timezone));
    }
    return { first: first(span), starts };
  });
  return { keys: keys.map(({ id, timezone }) => ({ id, zone: names.indexOf(timezone) })), zones };
}
