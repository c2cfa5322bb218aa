import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestDatabase } from '../../../testing/database.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import { accountReport } from '../series/account-report.ts';
import { accountAnalytics, videoAnalytics } from '../analytics.service.ts';
import { addDays, bucketsOf, resolveRange, startOfDay } from '../calendar.ts';
import type { Day, Interval } from '../calendar.ts';
import { videoSeries } from '../series/video-series.ts';
import { rebuildRollup } from './rebuild.service.ts';
import {
  captureProfile,
  captureVideos,
  createAccount,
  historyOf,
  importExport,
  keepDays,
  moveTo,
  rowsOf,
} from './rollup-test-kit.ts';
import type { TestAccount } from './rollup-test-kit.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Each takes a twelfth of a second; CI asks for a thousand. */
const CASES = Number(process.env['CREATORGRAPH_HISTORIES'] ?? 100);

let kit: TestDatabase;
beforeAll(async () => {
  kit = await createTestDatabase();
});
afterAll(() => kit.drop());

/** Where a day is not like others, and what day that is. */
const PLACES = [
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['America/New_York', '2028-02-29'],
  ['Asia/Kathmandu', '2026-11-22'],
  // A day that did not exist.
  ['Pacific/Apia', '2011-12-30'],
  // Midnight did not exist; then it came twice.
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  // The clock goes half an hour forward.
  ['Australia/Lord_Howe', '2026-10-04'],
] as const;
const ZONES = [...new Set(PLACES.map(([zone]) => zone))];

const VIDEOS = 3;
/** Minutes from the beginning of the special day; often the very border of a day. */
const time = fc.oneof(
  fc.integer({ min: -9 * DAY_MINUTES, max: 5 * DAY_MINUTES }),
  fc.integer({ min: -9, max: 5 }).map((days) => days * DAY_MINUTES),
);
const counter = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 1_000 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const counters = fc.record({ views: counter, likes: counter, comments: counter, shares: counter });
const captured = fc.uniqueArray(
  counters.chain((figures) =>
    fc.integer({ min: 0, max: VIDEOS - 1 }).map((number) => ({ number, ...figures })),
  ),
  { selector: ({ number }) => number, minLength: 1, maxLength: VIDEOS },
);
const day = fc.integer({ min: -9, max: 5 });
const figure = fc.option(fc.integer({ min: -50, max: 500 }), { freq: 2 });

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('VIDEOS' as const),
      at: time,
      videos: captured,
      isRepeated: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('PROFILE' as const), at: time, followers: counter }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('IMPORT' as const),
      day,
      days: fc.uniqueArray(
        fc.record({ day, views: figure, likes: figure, followersGained: figure, followers: figure }),
        { selector: (told) => told.day, maxLength: 4 },
      ),
      videos: fc.option(captured, { nil: [] }),
      followers: fc.option(counter, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('KEEP' as const), at: time }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('ZONE' as const),
      zone: fc.constantFrom(...ZONES),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const history = fc.record({
  place: fc.constantFrom(...PLACES),
  posts: fc.array(time, { minLength: VIDEOS, maxLength: VIDEOS }),
  // In order or not: a capture may come after later ones.
  steps: fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 7 }), fc.boolean())
    .map(([steps, isInOrder]) => (isInOrder ? steps.toSorted((a, b) => minuteOf(a) - minuteOf(b)) : steps)),
  interval: fc.constantFrom<Interval>('DAY', 'WEEK', 'MONTH'),
  // Not each time, since most of a rebuild is the same each time.
  isRebuilt: fc.boolean(),
  asked: fc.record({ from: fc.integer({ min: -6, max: 4 }), days: fc.integer({ min: 1, max: 9 }) }),
});

function minuteOf(one: Step): number {
  if (one.kind === 'ZONE') return 0;
  return one.kind === 'IMPORT' ? one.day * DAY_MINUTES : one.at;
}

/** Does what the step says; true where days are to be rolled up anew. */
async function take(account: TestAccount, specialDay: Day, start: number, one: Step): Promise<void> {
  const { database } = kit;
  const instant = (minute: number) => new Date(start + minute * MINUTE_MS);
  switch (one.kind) {
    case 'VIDEOS': {
      const syncId = newId();
      await captureVideos(database, account, instant(one.at), one.videos, syncId);
      if (one.isRepeated) await captureVideos(database, account, instant(one.at + 1), one.videos, syncId);
      break;
    }
    case 'PROFILE':
      await captureProfile(database, account, instant(one.at), one.followers);
      break;
    case 'IMPORT':
      await importExport(database, account, addDays(specialDay, one.day), {
        days: one.days.map(({ day: of, ...figures }) => ({ date: addDays(specialDay, of), ...figures })),
        videos: one.videos,
        ...(one.followers !== undefined && { followers: one.followers }),
      });
      break;
    case 'KEEP':
      await keepDays(database, account, 5, instant(one.at));
      break;
    case 'ZONE':
      await moveTo(database, account, one.zone);
      break;
  }
}

describe('roll-ups', () => {
  it(`are what all snapshots together say, in ${String(CASES)} histories in any order of events`, async () => {
    const { database } = kit;
    const clock = createClock();
    let incremental = 0;
    await fc.assert(
      fc.asyncProperty(
        history,
        async ({ place: [firstZone, specialDay], posts, steps, interval, isRebuilt, asked }) => {
          const start = startOfDay(specialDay, firstZone);
          clock.standAt(new Date(start + 6 * DAY_MINUTES * MINUTE_MS));
          const account = await createAccount(
            database,
            firstZone,
            posts.map((minute) => new Date(start + minute * MINUTE_MS)),
          );
          const { connectionId: id } = account;
          const from = addDays(specialDay, asked.from);
          const range = { between: { from, to: addDays(from, asked.days - 1) } };
          const read = (timezone: string) =>
            accountAnalytics({ database, clock }, [{ id, timezone }], range, interval);

          let timezone: string = firstZone;
          for (const one of steps) {
            const before = one.kind === 'ZONE' ? await read(timezone) : null;
            await take(account, specialDay, start, one);
            if (one.kind !== 'ZONE') continue;
            timezone = one.zone;
            // Until the rebuild all is as it was, by the former zone, and says so.
            const { freshness, ...stale } = (await read(timezone))[0]!;
            expect({ ...stale, freshness: before?.[0]?.freshness }).toEqual(before?.[0]);
            expect(freshness.isStale).toBe(true);
          }
          const kept = await rowsOf(database, account);
          if (kept === null) expect(await rebuildRollup({ database }, id)).toBe(true);
          else incremental++;

          const past = await historyOf(database, account, timezone);
          const own = past.videos.map((video) => ({
            ...video,
            captures: video.captures.filter(({ source }) => source === 'DISPLAY_API'),
          }));
          const span = resolveRange(range, timezone, clock.now());
          const [report] = await read(timezone);
          expect(report).toEqual(
            accountReport({ ...past, videos: own }, span, interval, timezone, clock.now()),
          );
          const buckets = bucketsOf(span, interval, timezone);
          const series = await videoAnalytics(
            { database, clock },
            past.videos.map((video) => ({ id: video.id, timezone })),
            range,
            interval,
          );
          expect(series).toEqual(past.videos.map(({ captures }) => videoSeries(captures, buckets)));

          if (kept === null || !isRebuilt) return;
          expect(await rebuildRollup({ database }, id)).toBe(true);
          expect(await rowsOf(database, account)).toEqual(kept);
        },
      ),
      { numRuns: CASES, endOnFailure: true },
    );
    // Most of them without a rebuild, or the property would be one of rebuilds.
    expect(incremental).toBeGreaterThan(CASES / 3);
  }, 600_000);
});
