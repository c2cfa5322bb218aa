import { describe, expect, test } from '@jest/globals';
import { numbersIn } from './numbers.ts';
import { readable } from './readable-text.ts';

/** Each number with its kind and what it may say: `8.4 % PERCENT 0.084`. */
function read(original: string, language: string): string[] {
  const { text } = readable(original);
  return numbersIn(text, language).map(({ start, end, unit, sign, readings, clock, dates }) => {
    const values = readings.map(({ value, scale }) => Number((value * scale).toPrecision(12)));
    const days = dates.map(({ year, month, day }) => `${String(year ?? '')}-${String(month)}-${String(day)}`);
    const said = [...values, ...(clock === null ? [] : [clock]), ...days].join('|');
    return [text.slice(start, end), unit, `${sign === '-' ? '-' : ''}${said}`].filter(Boolean).join(' ');
  });
}

describe('numbersIn reads', () => {
  test.each([
    // Separators.
    ['en', '12,345 views', ['12,345 PLAIN 12345']],
    ['en', '1.234 and 1,23', ['1.234 PLAIN 1.234', '1,23 PLAIN 1.23']],
    ['de', '12.345 Aufrufe', ['12.345 PLAIN 12345']],
    ['de', '1,234', ['1,234 PLAIN 1.234']],
    ['fr', '12\u202f345 vues', ['12 345 PLAIN 12345']],
    ['fr', '12\u00a0345,6', ['12 345,6 PLAIN 12345.6']],
    ['fr', '12 345 vues', ['12 345 PLAIN 12345']],
    ['fr', '1.234', ['1.234 PLAIN 1.234|1234']],
    ['es', '1.234.567', ['1.234.567 PLAIN 1234567']],
    ['es-MX', '1,234.5', ['1,234.5 PLAIN 1234.5']],
    ['de-CH', '12’345', ['12’345 PLAIN 12345']],
    ['en-IN', '12,34,567', ['12,34,567 PLAIN 1234567']],
    ['en', 'cut 1,2,3', ['1 PLAIN 1', '2 PLAIN 2', '3 PLAIN 3']],
    ['en', '.5 of it', ['.5 PLAIN 0.5']],
    // Percent, with and without its space, before and behind.
    ['en', '8.4% of views', ['8.4% PERCENT 0.084']],
    ['fr', '8,4\u00a0% des vues', ['8,4 % PERCENT 0.084']],
    ['fr', '8,4 pour cent', ['8,4 pour cent PERCENT 0.084']],
    ['de', '8,4 Prozent', ['8,4 Prozent PERCENT 0.084']],
    ['es', '8,4 por ciento', ['8,4 por ciento PERCENT 0.084']],
    ['tr', 'bir %8,4', ['%8,4 PERCENT 0.084']],
    ['en', '−12 % and +25%', ['−12 % PERCENT -0.12', '+25% PERCENT 0.25']],
    ['en', 'between 10 and 12 %', ['10 PERCENT 0.1', '12 % PERCENT 0.12']],
    // Magnitudes.
    ['en', '12k, 1.2M and 3 M', ['12k PLAIN 12000', '1.2M PLAIN 1200000', '3 M PLAIN 3000000']],
    ['de', '1,2 Mio. Aufrufe', ['1,2 Mio. PLAIN 1200000']],
    ['fr', '12 mille vues', ['12 mille PLAIN 12000']],
    ['es', '12 mil vistas', ['12 mil PLAIN 12000']],
    ['es', '2 millones', ['2 millones PLAIN 2000000']],
    ['ja', '再生1.2万回', ['1.2万 PLAIN 12000']],
    // Digits of other scripts and forms.
    ['ar', '١٢٬٣٤٥', ['12٬345 PLAIN 12345']],
    ['ar', '٨٫٤٪', ['8٫4٪ PERCENT 0.084']],
    ['hi', '१२', ['12 PLAIN 12']],
    ['en', '１２，３４５', ['12,345 PLAIN 12345']],
    ['en', '𝟏𝟐𝐊', ['12K PLAIN 12000']],
    ['en', '1\u200b000', ['1000 PLAIN 1000']],
    ['en', '5️⃣0️⃣', ['50 PLAIN 50']],
    ['en', 'Ⅻ and ❶', ['❶ UNREADABLE']],
    ['en', '½ of them, 1/3 of these', ['1⁄2 UNREADABLE', '1/3 DATE -3-1|-1-3']],
    ['zh', '百万播放', ['百万 UNREADABLE']],
    // Multiples and periods.
    ['en', '3.2 times your median, 3.2x', ['3.2 times TIMES 3.2', '3.2x TIMES 3.2']],
    ['en', '3 times a week', ['3 PLAIN 3']],
    ['fr', '3 fois par semaine', ['3 PLAIN 3']],
    ['de', '3-mal mehr', ['3-mal TIMES 3']],
    ['en', 'a 20-second clip of 2 minutes', ['20-second SECONDS 20', '2 minutes SECONDS 120']],
    ['en', '16–30 s', ['16 SECONDS 16', '30 s SECONDS 30']],
    ['de', '2 Wochen, 24 Stunden', ['2 Wochen DAYS 14', '24 Stunden HOURS 24']],
    // Times of day and dates.
    ['en', '18:00, 6 pm, 6:30 p.m.', ['18:00 CLOCK 18:00', '6 pm CLOCK 18:00', '6:30 p.m. CLOCK 18:30']],
    ['fr', '18h30 ou 18 h', ['18h30 CLOCK 18:30', '18 h CLOCK 18:00']],
    ['de', '18 Uhr', ['18 Uhr CLOCK 18:00']],
    [
      'en',
      '25 November, Nov 25th, 2026-11-25',
      ['25 November DATE -11-25', 'Nov 25th DATE -11-25', '2026-11-25 DATE 2026-11-25'],
    ],
    ['fr', 'le 1er décembre 2026', ['1er décembre 2026 DATE 2026-12-1']],
    ['de', 'am 25. November', ['25. November DATE -11-25']],
    ['es', 'el 25 de noviembre de 2026', ['25 de noviembre de 2026 DATE 2026-11-25']],
    ['fr', 'le 03/12', ['03/12 DATE -12-3|-3-12']],
    // Names.
    [
      'en',
      'iPhone15, WD-40, E3, #top10 and #1',
      ['iPhone15 NAME', 'WD-40 NAME', 'E3 NAME', '#top10 HASHTAG', '#1 HASHTAG'],
    ],
    ['en', 'in 4K at 60 fps, 9:16', ['4K TECHNICAL', '60 fps TECHNICAL', '9:16 TECHNICAL']],
    ['en', 'the 2nd take', ['2nd ORDINAL 2']],
    // In words.
    ['en', 'twenty-five percent', ['twenty-five percent PERCENT 0.25']],
    ['en', 'one hundred and twenty thousand people', ['one hundred and twenty thousand PLAIN 120000']],
    ['en', 'a million views', ['million PLAIN 1000000']],
    ['fr', 'vingt-cinq pour cent', ['vingt-cinq pour cent PERCENT 0.25']],
    ['fr', 'quatre-vingt-dix-sept vues', ['quatre-vingt-dix-sept PLAIN 97']],
    ['de', 'fünfundzwanzig Prozent', ['fünfundzwanzig Prozent PERCENT 0.25']],
    ['de', 'zweihunderttausend Aufrufe', ['zweihunderttausend PLAIN 200000']],
    ['es', 'treinta y cinco por ciento', ['treinta y cinco por ciento PERCENT 0.35']],
    ['es', 'veintidós mil vistas', ['veintidós mil PLAIN 22000']],
    ['en', 'five more comments', ['five PLAIN 5']],
    ['en', 'three times the views', ['three times TIMES 3']],
    ['en', 'It doubled your views', ['doubled TIMES 2|1']],
    ['en', 'Millions of views', ['Millions UNREADABLE']],
    ['de', 'die Hälfte der Aufrufe', ['Hälfte TIMES 0.5|-0.5']],
    ['en', 'nine out of ten people stayed', ['nine PLAIN 9', 'ten PLAIN 10']],
    ['fr', 'neuf personnes sur dix', ['neuf PLAIN 9', 'dix PLAIN 10']],
    ['de', 'neun von zehn bleiben', ['neun PLAIN 9', 'zehn PLAIN 10']],
    ['es', 'nueve de cada diez', ['nueve PLAIN 9', 'diez PLAIN 10']],
    ['en', 'a high percent of viewers', ['percent UNREADABLE']],
    // Prose.
    ['en', 'Two ways to do it, one take, half moving, ten out of it', []],
    ['fr', 'Fais-le deux fois, six plans', []],
    ['es', 'Ten cuidado once', []],
    ['en', '100% 💯', ['100% PERCENT 1']],
  ])('%s: %s', (language, text, tokens) => {
    expect(read(text, language)).toEqual(tokens);
  });
});
