import { identifier, type Sql, sql } from '../../../data/sql.ts';
import type { Day } from '../calendar.ts';
import type { Stretch } from './gains.ts';
import type { ImportedDay } from './imported-days.ts';
import { toCounter, tuplesOf } from './packed-captures.ts';

/** As the columns and the fields are called. */
const IMPORTED_FIGURES = [
  'views',
  'likes',
  'comments',
  'shares',
  'followersGained',
  'followers',
  'profileViews',
  'viewers',
] as const;

/**
 * What exports say of each day of connection `w.id` from `first` to `last`, as text in column "imported". Of each figure the
 * newest export that knows it is read. How many followers there were follows from the day before, so one day more is
 * wanted than is shown.
 */
export function importedDays(first: Sql, last: Sql): Sql {
  const newest = (column: string): Sql => {
    const figure = sql`d.${identifier(column)}`;
    return sql`(array_agg(${figure} ORDER BY d."downloadedOn" DESC, d."importId" DESC) FILTER (WHERE ${figure} IS NOT NULL))[1]`;
  };
  const [figure, ...others] = IMPORTED_FIGURES;
  const figures = others.reduce((text, column) => sql`${text}, ',', ${newest(column)}`, newest(figure));
  return sql`
    SELECT string_agg(d.tuple, ';' ORDER BY d.date) AS imported FROM (
      SELECT d.date, concat(d.date, ',', max(d."downloadedOn"), ',', ${figures}) AS tuple
      FROM "ImportedDay" d
      WHERE d."connectionId" = w.id AND d.date >= ${first} AND d.date <= ${last}
      GROUP BY d.date
    ) d`;
}

/** @param stretchOf the account's day of a date */
export function toImportedDays(
  text: string | null | undefined,
  stretchOf: (date: Day) => Stretch,
): ImportedDay[] {
  return tuplesOf(text).map(([date = '', downloadedOn = '', ...figures]) => ({
    date,
    ...stretchOf(date),
    downloadedOn,
    ...(Object.fromEntries(
      IMPORTED_FIGURES.map((name, index) => [name, toCounter(figures[index])]),
    ) as Record<(typeof IMPORTED_FIGURES)[number], number | null>),
  }));
}
