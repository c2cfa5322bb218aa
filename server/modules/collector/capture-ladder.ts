import { constantSql, type Sql, sql } from '../../data/sql.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Rung {
  /** Age of a video, in milliseconds, below which it stands on this rung. */
  below: number;
  /** Time between two captures, in milliseconds. */
  every: number;
}

/** How often a video's counters are captured, by its age: most of what happens to a video happens early. */
const LADDER: readonly Rung[] = [
  { below: DAY_MS, every: HOUR_MS },
  { below: 7 * DAY_MS, every: 6 * HOUR_MS },
  { below: 30 * DAY_MS, every: DAY_MS },
  { below: Infinity, every: 7 * DAY_MS },
];

/**
 * Time between two looks at the newest videos, in milliseconds. An upload has to be found within the hour, so what
 * remains of it is for planning, waiting and the call itself.
 */
export const LISTING_EVERY_MS = 55 * MINUTE_MS;

/** Time between two captures of an account's own counters, in milliseconds. */
export const PROFILE_EVERY_MS = DAY_MS;

/**
 * Time between two full syncs that nobody asked for, in milliseconds. They find older videos that became public again,
 * which no look at the newest ones shows.
 */
export const FULL_EVERY_MS = 30 * DAY_MS;

/**
 * What a look at the newest videos may wait at most beyond the time it is due where not all can be made, in milliseconds.
 * The videos that are known say little about the next one: who posted nothing for months is looked at all the same.
 */
export const LISTING_SLACK_MS = 3 * HOUR_MS;

/** A capture may come this share of its rung early where that spares a call. */
const EARLY_SHARE = 0.2;

/** Time until the next capture of a video of this age, in milliseconds. */
export function rungOf(ageMs: number): number {
  return LADDER.find(({ below }) => ageMs < below)!.every;
}

/** When a video that was captured just now is captured next. */
export function nextCaptureAt(postedAt: Date, capturedAt: Date): Date {
  return new Date(capturedAt.getTime() + rungOf(capturedAt.getTime() - postedAt.getTime()));
}

/** A length of time, in milliseconds, as an SQL literal. */
export function intervalSql(ms: number): Sql {
  return constantSql(`interval '${String(ms)} milliseconds'`);
}

/** `rungOf` in SQL: for a video posted at one expression and looked at at another. */
export function rungSql(postedAt: Sql, at: Sql): Sql {
  const branches = LADDER.slice(0, -1).map(
    ({ below, every }) => sql`WHEN ${at} - ${postedAt} < ${intervalSql(below)} THEN ${intervalSql(every)}`,
  );
  const rest = sql`ELSE ${intervalSql(LADDER.at(-1)!.every)}`;
  return sql`CASE ${branches.reduce((all, branch) => sql`${all} ${branch}`)} ${rest} END`;
}

/** The instant from which on a capture planned for `next` may be made together with others, in SQL. */
export function earliestSql(next: Sql, postedAt: Sql): Sql {
  return sql`${next} - ${constantSql(String(EARLY_SHARE))} * (${rungSql(postedAt, next)})`;
}

/**
 * What a capture may wait beyond the time it is due where not all can be made, in SQL: its rung, the less of it the
 * faster the video moves. So a rung of an hour comes before one of a week, and a video with 1,000 views an hour waits a
 * quarter of what a still one does.
 *
 * @param viewsPerHour of the video; null is still.
 */
export function slackSql(rung: Sql, viewsPerHour: Sql): Sql {
  return sql`(${rung}) / (1 + log((1 + greatest(coalesce(${viewsPerHour}, 0), 0))::float8))`;
}
