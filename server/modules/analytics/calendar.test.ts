import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ValidationError } from '../../lib/errors.ts';
import { addDays, bucketsOf, clockOf, dayOf, instantOf, resolveRange, startOfDay } from './calendar.ts';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-22T23:30:00Z');

function utc(instant: number): string {
  return new Date(instant).toISOString();
}

describe('days of a zone', () => {
  it.each([
    ['2026-11-22', 'Asia/Kathmandu', '2026-11-21T18:15:00.000Z'],
    ['2026-11-22', 'America/New_York', '2026-11-22T05:00:00.000Z'],
    // Midnight does not exist: the clock went from 24:00 to 01:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // Midnight exists twice on this day's eve.
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
    // 00:01 went back to 23:01: the first midnight counts.
    ['2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, expected) => {
    expect(utc(startOfDay(day, zone))).toBe(expected);
  });

  it('gives a day the zone skipped no length', () => {
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'));
    const [, skipped, next] = bucketsOf({ from: '2011-12-29', to: '2011-12-31' }, 'DAY', 'Pacific/Apia');
    expect(skipped!.end - skipped!.start).toBe(0);
    expect(next!.end - next!.start).toBe(24 * HOUR_MS);
  });

  it('knows days of 23 and 25 hours', () => {
    const length = (day: string) =>
      startOfDay(addDays(day, 1), 'Europe/Paris') - startOfDay(day, 'Europe/Paris');
    expect(length('2026-03-29')).toBe(23 * HOUR_MS);
    expect(length('2026-10-25')).toBe(25 * HOUR_MS);
    expect(length('2028-02-29')).toBe(24 * HOUR_MS);
  });

  it('finds the hour and weekday on the wall', () => {
    expect(clockOf(Date.parse('2026-11-22T19:00:00Z'), 'Asia/Kathmandu')).toEqual({ hour: 0, weekday: 1 });
    expect(utc(instantOf('2026-10-25', 18, 'Europe/Paris'))).toBe('2026-10-25T17:00:00.000Z');
  });

  it.each([
    ['2026-03-29', 2, 'Europe/Paris', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08', 2, 'America/New_York', '2026-03-08T07:00:00.000Z'],
    // Half an hour is skipped there, from 2:00 to 2:30.
    ['2026-10-04', 2, 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ])(
    'gives the instant after an hour that a clock change skips: %s, %i o’clock in %s',
    (day, hour, zone, instant) => {
      expect(utc(instantOf(day, hour, zone))).toBe(instant);
    },
  );

  it('gives the first of an hour that there is twice', () => {
    expect(utc(instantOf('2026-10-25', 2, 'Europe/Paris'))).toBe('2026-10-25T00:00:00.000Z');
  });

  it('puts every instant between the beginnings of its day and the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        fc.constantFrom(
          'UTC',
          'Europe/Paris',
          'Asia/Kathmandu',
          'Pacific/Apia',
          'America/Sao_Paulo',
          'Australia/Lord_Howe',
        ),
        (instant, zone) => {
          const day = dayOf(instant, zone);
          expect(startOfDay(day, zone)).toBeLessThanOrEqual(instant);
          expect(startOfDay(addDays(day, 1), zone)).toBeGreaterThan(instant);
        },
      ),
    );
  });
});

describe('resolveRange', () => {
  it('counts today of the zone among the last days', () => {
    expect(resolveRange({ lastDays: 1 }, 'UTC', NOW)).toEqual({ from: '2026-11-22', to: '2026-11-22' });
    expect(resolveRange({ lastDays: 7 }, 'Europe/Paris', NOW)).toEqual({
      from: '2026-11-17',
      to: '2026-11-23',
    });
  });

  it.each([
    [{ lastDays: 0 }],
    [{ lastDays: 3661 }],
    [{ lastDays: 1.5 }],
    [{ between: { from: '2026-02-30', to: '2026-03-01' } }],
    [{ between: { from: '2026-03-02', to: '2026-03-01' } }],
    [{ between: { from: '2010-01-01', to: '2026-03-01' } }],
    [{ between: { from: 'yesterday', to: '2026-03-01' } }],
  ])('refuses %j', (range) => {
    expect(() => resolveRange(range, 'UTC', NOW)).toThrow(ValidationError);
  });
});

describe('bucketsOf', () => {
  it('names weeks by their Monday and months by their first, holding only days of the span', () => {
    const span = { from: '2026-11-18', to: '2026-12-02' };
    const weeks = bucketsOf(span, 'WEEK', 'UTC');
    expect(weeks.map(({ date }) => date)).toEqual(['2026-11-16', '2026-11-23', '2026-11-30']);
    expect(utc(weeks[0]!.start)).toBe('2026-11-18T00:00:00.000Z');
    expect(utc(weeks[2]!.end)).toBe('2026-12-03T00:00:00.000Z');
    expect(bucketsOf(span, 'MONTH', 'UTC').map(({ date }) => date)).toEqual(['2026-11-01', '2026-12-01']);
  });

  it('refuses more than 400 of them', () => {
    const span = { from: '2025-01-01', to: '2026-11-22' };
    expect(() => bucketsOf(span, 'DAY', 'UTC')).toThrow(ValidationError);
    expect(bucketsOf(span, 'WEEK', 'UTC')).toHaveLength(99);
  });
});
