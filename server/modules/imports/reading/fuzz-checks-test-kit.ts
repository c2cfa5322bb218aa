import { isDate } from '../../../lib/time.ts';
import type { FileRecord, ImportRecord } from '../import-record.ts';
import type { Damaged } from './fuzz-corruptions-test-kit.ts';
import { LAST_DAY } from './fuzz-originals-test-kit.ts';

const FIGURES = [
  'views',
  'profileViews',
  'viewers',
  'likes',
  'comments',
  'shares',
  'followersGained',
  'followers',
  'following',
  'activeFollowers',
  'share',
] as const;

type Figures = Partial<Record<(typeof FIGURES)[number], number>>;
type DataRecord = Exclude<ImportRecord, FileRecord | { kind: 'PROBLEM' }>;

/**
 * What is wrong with the records of a damaged file that was not refused.
 *
 * - Where no figure was touched, each figure that is read is the one the whole file has for the same date, video or label.
 * - Where any byte may be another one, each figure that is read stands, whole, in one row together with its day or id: a digit
 *   that became another digit is one that no reader can notice.
 * - Every figure, date and hour is one that can be; every record comes after its file; every problem is a sentence; and a line
 *   that is not read is told.
 */
export function findViolations(
  damaged: Damaged,
  records: ImportRecord[],
): { figures: number; violations: string[] } {
  const violations: string[] = [];
  const read: DataRecord[] = [];
  let figures = 0;
  let problems = 0;
  for (const [index, record] of records.entries()) {
    if (record.kind === 'FILE') continue;
    if (record.kind === 'PROBLEM') {
      problems += 1;
      if (!/^[A-Z“\d].*\.$/s.test(record.message))
        violations.push(`a problem that is no sentence: ${record.message}`);
      continue;
    }
    read.push(record);
    const own = figuresOf(record);
    figures += Object.keys(own).length;
    if (!records.slice(0, index).some(({ kind }) => kind === 'FILE'))
      violations.push('a record before its file');
    violations.push(...impossible(record, own));
    const isHeldToTruth = damaged.kind === 'STRUCTURE' && record.kind !== 'AUDIENCE_SHARE';
    violations.push(...(isHeldToTruth ? untrue(damaged, record, own) : unwritten(damaged, record, own)));
  }
  if (damaged.lines !== null && read.length < damaged.lines - 1 && problems === 0) {
    violations.push(`${damaged.lines} lines, ${read.length} records and no problem`);
  }
  return { figures, violations };
}

function figuresOf(record: DataRecord): Figures {
  const entries = FIGURES.flatMap((name) => {
    const value = (record as Figures)[name] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function impossible(record: DataRecord, figures: Figures): string[] {
  const found = Object.entries(figures)
    .filter(([name, value]) =>
      name === 'share' ? !(value >= 0 && value <= 1) : !Number.isSafeInteger(value),
    )
    .map(([name, value]) => `${name} is ${value}`);
  if ('date' in record && (!isDate(record.date) || record.date > LAST_DAY))
    found.push(`a day ${record.date}`);
  if ('hour' in record && !(record.hour >= 0 && record.hour <= 23)) found.push(`an hour ${record.hour}`);
  return found;
}

/** What the whole file says otherwise. */
function untrue({ original }: Damaged, record: DataRecord, figures: Figures): string[] {
  const truth = original.truth.get(keyOf(record));
  if (truth === undefined) return [`${keyOf(record)} is not in the whole file`];
  return Object.entries(figures)
    .filter(([name, value]) => truth[name] !== value)
    .map(([name, value]) => `${name} of ${keyOf(record)} is ${value}, not ${String(truth[name])}`);
}

/** What stands in no row of the damaged file. */
function unwritten({ pieces }: Damaged, record: DataRecord, figures: Figures): string[] {
  if (pieces === null) return [];
  const marks = marksOf(record);
  const numbers = Object.entries(figures).filter(([name]) => name !== 'share');
  const isWritten = pieces.some(
    (piece) =>
      marks.every((mark) => piece.includes(mark)) &&
      numbers.every(([, value]) => new RegExp(`(?<!\\d)${value}(?!\\d)`).test(piece)),
  );
  return isWritten ? [] : [`no row says ${keyOf(record)} with ${JSON.stringify(figures)}`];
}

function keyOf(record: DataRecord): string {
  switch (record.kind) {
    case 'DAY':
      return record.date;
    case 'AUDIENCE_HOUR':
      return `${record.date} ${record.hour}`;
    case 'VIDEO':
      return record.tikTokId ?? record.postedAt!.toISOString();
    case 'AUDIENCE_SHARE':
      return `${record.dimension} ${record.label}`;
    case 'PROFILE':
      return 'PROFILE';
  }
}

/** Texts that stand in the row of a record whatever its language. */
function marksOf(record: DataRecord): string[] {
  switch (record.kind) {
    case 'DAY':
    case 'AUDIENCE_HOUR':
      return [String(Number(record.date.slice(8)))];
    case 'VIDEO':
      return [record.tikTokId ?? record.postedAt!.toISOString().slice(0, 19).replace('T', ' ')];
    case 'AUDIENCE_SHARE':
      return [record.label];
    case 'PROFILE':
      return [];
  }
}
