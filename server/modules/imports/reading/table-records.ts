import type {
  AudienceHourRecord,
  AudienceShareRecord,
  DayRecord,
  RowPlace,
  VideoRecord,
} from '../import-record.ts';
import { quote, readCount, readShare } from './cell.ts';
import { type PrintedDay, readPrintedDay } from './printed-day.ts';
import { RowProblem } from './problems.ts';
import type { RowDate } from './row-dates.ts';
import type { Field, Recognised } from './table-formats.ts';
import { postTimeOf, readVideoLink } from './video-link.ts';

/** Female, FR, Others. */
const LABEL = /^\p{L}[\p{L}\p{M} .'’()-]{0,39}$/u;

/** A record of a table, and what must not occur twice in one. */
export interface KeyedRecord {
  key: string;
  record: DayRecord | VideoRecord | AudienceShareRecord | AudienceHourRecord;
}

/** One row of a recognised table. */
export interface Row {
  place: RowPlace;
  cells: string[];
  /** Null in tables without a column of dates. */
  date: RowDate | null;
}

/**
 * The record of a row.
 *
 * @throws RowProblem when a cell of a column that is read is none of what it can be.
 */
export function readRow(row: Row, table: Recognised, lastDay: string): KeyedRecord {
  switch (table.format) {
    case 'studio-overview':
    case 'studio-viewers':
    case 'studio-follower-history':
    case 'business-suite-overview':
    case 'business-suite-followers':
      return readDay(row, table);
    case 'studio-content':
    case 'business-suite-content':
      return readVideo(row, table, lastDay);
    case 'studio-follower-activity':
      return readHour(row, table);
    case 'studio-follower-gender':
      return readAudienceShare(row, table, 'GENDER');
    case 'studio-follower-territories':
      return readAudienceShare(row, table, 'TERRITORY');
  }
}

/** The text of a field; null where the table has no such column. */
export function textOf(field: Field, cells: string[], table: Recognised): string | null {
  const column = table.columns[field];
  return column === undefined ? null : cells[column.index]!;
}

function readDay(row: Row, table: Recognised): KeyedRecord {
  const { date, isYearInferred } = dateOf(row, table);
  const count = (field: Field): number | null => countOf(field, row, table, true);
  return {
    key: date,
    record: {
      kind: 'DAY',
      format: table.format,
      place: row.place,
      date,
      isYearInferred,
      views: count('views'),
      profileViews: count('profileViews'),
      viewers: countOf('viewers', row, table, false),
      likes: count('likes'),
      comments: count('comments'),
      shares: count('shares'),
      followersGained: count('followersGained') ?? netOf(count('followersNew'), count('followersLost')),
      followers: countOf('followers', row, table, false),
    },
  };
}

function netOf(gained: number | null, lost: number | null): number | null {
  return gained === null || lost === null ? null : gained - lost;
}

function readVideo(row: Row, table: Recognised, lastDay: string): KeyedRecord {
  const link = textOf('link', row.cells, table)!;
  const video = readVideoLink(link);
  if (video === null) throw new RowProblem(table.columns.link!.name, `${quote(link)} is no link to a video.`);
  const title = withoutQuotes(textOf('title', row.cells, table) ?? '');
  const count = (field: Field): number | null => countOf(field, row, table, false);
  return {
    key: video.tikTokId,
    record: {
      kind: 'VIDEO',
      format: table.format,
      place: row.place,
      tikTokId: video.tikTokId,
      postedAt: postTimeOf(video.tikTokId, readPostDay(row, table), lastDay),
      title: title === '' ? null : title,
      views: count('views'),
      likes: count('likes'),
      comments: count('comments'),
      shares: count('shares'),
    },
  };
}

/** The day of "September 3" or "2025/10/31 18:19:10"; the time is the browser's and tells nothing. */
function readPostDay(row: Row, table: Recognised): PrintedDay | null {
  const text = textOf('postedAt', row.cells, table) ?? '';
  return readPrintedDay(text.replace(/[ T]\d{1,2}:\d{2}(?::\d{2})?$/, ''));
}

function readHour(row: Row, table: Recognised): KeyedRecord {
  const { date } = dateOf(row, table);
  const hour = countOf('hour', row, table, false);
  if (hour === null || hour > 23)
    throw new RowProblem(table.columns.hour!.name, 'An hour is a number from 0 to 23.');
  return {
    key: `${date} ${hour}`,
    record: {
      kind: 'AUDIENCE_HOUR',
      format: table.format,
      place: row.place,
      date,
      hour,
      activeFollowers: countOf('activeFollowers', row, table, false),
    },
  };
}

function readAudienceShare(row: Row, table: Recognised, dimension: 'GENDER' | 'TERRITORY'): KeyedRecord {
  const field = dimension === 'GENDER' ? 'gender' : 'territory';
  const label = textOf(field, row.cells, table)!.trim();
  if (!LABEL.test(label)) throw new RowProblem(table.columns[field]!.name, `${quote(label)} is no label.`);
  const { name, index } = table.columns.share!;
  const share = readShare(row.cells[index]!, name);
  if (share === null) throw new RowProblem(name, 'The share is missing.');
  return {
    key: label,
    record: { kind: 'AUDIENCE_SHARE', format: table.format, place: row.place, dimension, label, share },
  };
}

function dateOf(row: Row, table: Recognised): { date: string; isYearInferred: boolean } {
  const { name, index } = table.columns.date!;
  if (row.date === null)
    throw new RowProblem(name, `${quote(row.cells[index]!)} is no day that can be read.`);
  if ('problem' in row.date) throw new RowProblem(name, row.date.problem);
  return row.date;
}

function countOf(field: Field, row: Row, table: Recognised, mayBeNegative: boolean): number | null {
  const column = table.columns[field];
  return column === undefined ? null : readCount(row.cells[column.index]!, column.name, mayBeNegative);
}

/** Where a field has quotes that were not escaped, its own stay on. */
function withoutQuotes(text: string): string {
  return text.length > 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
