import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PrintedDay } from './printed-day.ts';
import { FileProblem } from './problems.ts';
import { dateRows, type RowDate } from './row-dates.ts';

const DAY_MS = 86_400_000;

/** `02-28` without a year, `2026-02-28` with one. */
function day(text: string): PrintedDay {
  const numbers = text.split('-').map(Number);
  const [month, dayOfMonth] = numbers.slice(-2) as [number, number];
  return { year: numbers.length === 3 ? numbers[0]! : null, month, day: dayOfMonth };
}

function dates(texts: string[], lastDay: string, firstDay: string | null = null): (string | null)[] {
  return dateRows(texts.map(day), { lastDay, firstDay }).map(dateOf);
}

function dateOf(row: RowDate | null): string | null {
  return row !== null && 'date' in row ? row.date : null;
}

describe('the year of days without one', () => {
  test('follows from the day of the download', () => {
    expect(dates(['04-17', '04-18'], '2026-04-19')).toEqual(['2026-04-17', '2026-04-18']);
    expect(dates(['04-17', '04-18'], '2026-04-18')).toEqual(['2026-04-17', '2026-04-18']);
    expect(dates(['04-17', '04-18'], '2026-04-17')).toEqual(['2025-04-17', '2025-04-18']);
  });

  test('changes from December to January', () => {
    expect(dates(['12-31', '01-01'], '2026-03-01')).toEqual(['2025-12-31', '2026-01-01']);
  });

  test('has every 29 February', () => {
    expect(dates(['02-28', '02-29', '03-01'], '2026-06-01')).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    expect(dates(['12-31', '01-01', '01-31', '02-29'], '2026-06-01')[0]).toBe('2023-12-31');
  });

  test("is that of the window's first day where the name tells it", () => {
    expect(dates(['04-17', '04-18'], '2026-11-01', '2024-04-17')).toEqual(['2024-04-17', '2024-04-18']);
    // The name may tell the browser's day.
    expect(dates(['01-01', '01-02'], '2026-11-01', '2023-12-31')).toEqual(['2024-01-01', '2024-01-02']);
    // It is the name of another table.
    expect(dates(['04-17', '04-18'], '2026-11-01', '2024-06-01')).toEqual(['2026-04-17', '2026-04-18']);
  });

  test('is refused where the name contradicts the day of the download', () => {
    expect(() => dates(['04-17', '04-18'], '2023-11-01', '2024-04-17')).toThrow(FileProblem);
  });

  test('leaves out a single row that is out of order', () => {
    expect(dates(['09-01', '09-02', '03-07', '09-03'], '2026-11-01')).toEqual([
      '2026-09-01',
      '2026-09-02',
      null,
      '2026-09-03',
    ]);
    expect(dates(['09-01', '09-03', '09-02', '09-04'], '2026-11-01')).toEqual([
      '2026-09-01',
      null,
      '2026-09-02',
      '2026-09-04',
    ]);
  });

  test.each([
    ['descending', ['09-03', '09-02', '09-01']],
    ['two rows changed places', ['09-02', '09-01']],
    ['the last row belongs to the front', ['09-02', '09-03', '09-01']],
    ['a hole of months', ['02-01', '02-02', '01-20']],
    [
      'more than a year',
      [
        '01-20',
        '02-15',
        '03-10',
        '04-05',
        '05-01',
        '05-28',
        '06-20',
        '07-15',
        '08-10',
        '09-05',
        '10-01',
        '10-28',
        '11-20',
        '12-15',
        '01-10',
        '02-01',
      ],
    ],
  ])('is refused where rows do not follow one another: %s', (_, texts) => {
    expect(() => dates(texts, '2026-11-01')).toThrow(FileProblem);
  });

  /** Days from a first one on. */
  function calendar(start: number, length: number): string[] {
    const first = Date.UTC(2018, 0, 1) + start * DAY_MS;
    return Array.from({ length }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
  }

  /** Each row has its true date or none. */
  function expectNoWrongDate(rows: string[], lastDay: string): void {
    let read: (string | null)[] = [];
    try {
      read = dates(
        rows.map((date) => date.slice(5)),
        lastDay,
      );
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
    }
    expect(read.filter((date, index) => date !== null && date !== rows[index])).toEqual([]);
  }

  const start = fc.integer({ min: 0, max: 3_000 });
  const length = fc.integer({ min: 2, max: 365 });

  test('is never a wrong one, whatever rows are missing, where the last one is younger than a year', () => {
    fc.assert(
      fc.property(
        start,
        length,
        fc.integer({ min: 1, max: 364 }),
        fc.array(fc.nat({ max: 9 }), { minLength: 7 }),
        (...drawn) => {
          const [from, days, delay, luck] = drawn;
          const all = calendar(from, days + delay);
          const rows = all.slice(0, days).filter((_, index) => luck[(index * 13) % luck.length]! > 1);
          fc.pre(rows.length > 0 && all.length - all.indexOf(rows.at(-1)!) < 365);
          expectNoWrongDate(rows, all.at(-1)!);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is never a wrong one when two rows change places', () => {
    fc.assert(
      fc.property(start, length, fc.nat(), fc.nat(), (from, days, a, b) => {
        const all = calendar(from, days + 1);
        const rows = all.slice(0, days);
        [rows[a % days], rows[b % days]] = [rows[b % days]!, rows[a % days]!];
        expectNoWrongDate(rows, all.at(-1)!);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a day with a year', () => {
  test('keeps it, in any order', () => {
    expect(dates(['2026-10-31', '2025-10-30'], '2026-11-01')).toEqual(['2026-10-31', '2025-10-30']);
  });

  test('is a problem after the download and before TikTok', () => {
    const rows = dateRows([day('2026-11-02'), day('2015-01-01'), day('2026-11-01')], {
      lastDay: '2026-11-01',
      firstDay: null,
    });
    expect(rows).toEqual([
      { problem: expect.stringContaining('after the day of the download') },
      { problem: expect.stringContaining('before TikTok') },
      { date: '2026-11-01', isYearInferred: false },
    ]);
  });
});
