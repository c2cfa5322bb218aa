import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPrintedDay } from './printed-day.ts';

describe('a printed day', () => {
  test.each([
    ['en-US', 'February 28', 2, 28],
    ['en-GB', '28 May', 5, 28],
    ['es', '8 de marzo', 3, 8],
    ['ru, genitive', '28 апреля', 4, 28],
    ['ru, genitive', '1 мая', 5, 1],
    ['vi', '18 tháng Tám', 8, 18],
    ['vi', '5 tháng Mười Hai', 12, 5],
    ['vi', '5 tháng Năm', 5, 5],
    ['vi', '1 tháng 1', 1, 1],
    ['ja', '9月13日', 9, 13],
    ['ko', '9월 13일', 9, 13],
    ['zh', '9月13日', 9, 13],
    ['fr', '1er mars', 3, 1],
    ['de', '3. März', 3, 3],
    ['pt', '3 de março', 3, 3],
    ['it', '3 gennaio', 1, 3],
    ['id', '3 Agustus', 8, 3],
    ['tr', '3 Ağustos', 8, 3],
    ['pl', '3 listopada', 11, 3],
    ['hr, where the same word is another month', '3. listopada', 10, 3],
    ['a spreadsheet', '12-Apr', 4, 12],
    ['Arabic digits', '٣ يناير', 1, 3],
    ['decomposed letters', '3 févr.'.normalize('NFD'), 2, 3],
    ['29 February, which some year has', 'February 29', 2, 29],
  ])('%s: %s', (_, text, month, day) => {
    expect(readPrintedDay(text)).toEqual({ year: null, month, day });
  });

  test.each([
    ['2025/10/31', 2025, 10, 31],
    ['2025-10-31', 2025, 10, 31],
    ['September 3, 2026', 2026, 9, 3],
    ['3 de septiembre de 2026', 2026, 9, 3],
    ['2026年9月3日', 2026, 9, 3],
    ['3 tháng 9 năm 2026', 2026, 9, 3],
  ])('keeps its year: %s', (text, year, month, day) => {
    expect(readPrintedDay(text)).toEqual({ year, month, day });
  });

  test.each([
    '',
    'undefined',
    '5/6',
    '31/10/2025',
    '2025-10/31',
    'February 30',
    'April 31',
    '9月31日',
    '2025-02-29',
    'September',
    '13',
    'Smarch 3',
    'September 3 4',
    'September 3, 26',
    '3rd',
    '0 May',
    'toString 3',
  ])('is none: %j', (text) => {
    expect(readPrintedDay(text)).toBeNull();
  });

  const LANGUAGES = 'en-US en-GB es ru ja fr de pt it id tr ko zh pl nl sv uk cs ro hu el he ar th ms'.split(
    ' ',
  );

  test('is what Intl printed, in every language and on every day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom<'long' | 'short'>('long', 'short'),
        fc.integer({ min: 0, max: 365 }),
        fc.boolean(),
        (language, month, dayOfYear, withYear) => {
          const date = new Date(Date.UTC(2024, 0, 1 + dayOfYear));
          const formatter = new Intl.DateTimeFormat(language, {
            day: 'numeric',
            month,
            ...(withYear ? { year: 'numeric' } : {}),
            calendar: 'gregory',
            timeZone: 'UTC',
          });
          // Where the short month is a number, day and month cannot be told apart.
          const text = formatter.format(date);
          fc.pre(month === 'long' || /\p{L}{2}|[月월]/u.test(text.replace(/[гр]\./gu, '')));
          expect(readPrintedDay(text)).toEqual({
            year: withYear ? 2024 : null,
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
          });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('of any text exists or is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d/.月 a-z-]{0,12}$/)),
        (text) => {
          const day = readPrintedDay(text);
          if (day === null) return;
          const date = new Date(Date.UTC(day.year ?? 2000, day.month - 1, day.day));
          expect([date.getUTCMonth() + 1, date.getUTCDate()]).toEqual([day.month, day.day]);
        },
      ),
    );
  });
});
