import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TikTokConnection } from '../../data/generated/prisma/client.ts';
import { FAULT_KIND_NAMES, type FaultKind } from '../../sandbox/tiktok/faults/fault.kinds.ts';
import { createTestCollector, type TestCollector } from '../../testing/collector.ts';
import { syncNow } from './sync.service.ts';

const START = new Date('2026-08-01T12:00:00Z');
const DAY_MS = 24 * 3_600_000;

/** What a person sees of a connection whose sync met a fault at every call of `video/list`. */
interface Seen {
  outcome: 'COMPLETED' | 'FAILED' | 'POSTPONED';
  /** `sync.lastError.code`; null: none. */
  code: string | null;
  /** Minutes until `sync.nextSyncAt`; null: none is planned. */
  next: number | null;
  status?: string;
  statusReason?: string;
}

const AWAY: Seen = { outcome: 'FAILED', code: 'TIKTOK_UNAVAILABLE', next: 1 };
const FINE: Seen = { outcome: 'COMPLETED', code: null, next: 55 };
const SIGN_IN = { outcome: 'FAILED', next: null, status: 'REAUTHORIZATION_REQUIRED' } as const;

const SEEN: Partial<Record<FaultKind, Seen>> = {
  // TikTok is away: tried again soon, by itself.
  internal_error: AWAY,
  ok_status_error: AWAY,
  logid: AWAY,
  html_error: AWAY,
  garbage: AWAY,
  empty: AWAY,
  silence: AWAY,
  disconnect: AWAY,
  truncated: AWAY,
  cut_off: AWAY,
  // What it says cannot be, and is not stored.
  empty_fields: AWAY,
  numeric_ids: AWAY,
  stuck_cursor: AWAY,
  empty_page: AWAY,
  // It refuses for a reason that does not pass by itself: now and then, in case somebody mended it.
  error: { outcome: 'FAILED', code: 'TIKTOK_REJECTED', next: 6 * 60 },
  // Its quota: the sync waits and goes on.
  rate_limit: { outcome: 'POSTPONED', code: null, next: 1 },
  // A token that it does not take although it has just given it.
  access_token_invalid: { outcome: 'FAILED', code: 'TIKTOK_AUTH_FAILED', next: 6 * 60 },
  invalid_grant: { outcome: 'FAILED', code: 'TIKTOK_AUTH_FAILED', next: 6 * 60 },
  // The person has to come back.
  revoke: { ...SIGN_IN, code: 'REAUTHORIZATION_REQUIRED', statusReason: 'invalid_grant' },
  withdraw_scope: { ...SIGN_IN, code: 'SCOPE_MISSING', statusReason: 'scope_not_authorized' },
  // Nothing that anybody needs to know of.
  slow: FINE,
  drip: FINE,
  wrong_type: FINE,
  missing_fields: FINE,
  null_fields: FINE,
  falling_counters: FINE,
  duplicate_videos: FINE,
};

/** Told of elsewhere: pictures in covers/image-faults, the consent page in connections/login and its page, trends in vendors. */
const ELSEWHERE: readonly FaultKind[] = [
  'redirect',
  'redirect_loop',
  'expired',
  'not_found',
  'oversized',
  'bomb',
  'svg',
  'disguised_svg',
  'not_image',
  'callback_error',
  'wrong_state',
  'numbers_as_text',
  'search_id',
];

let collector: TestCollector;
let connection: TikTokConnection;

beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());
beforeEach(async () => {
  await collector.standAt(START);
  connection = await collector.connect({ creator: 'maya' });
});
afterEach(async () => {
  await collector.sandbox.fail();
  await collector.deps.database.prisma.tikTokConnection.deleteMany();
});

function current() {
  return collector.deps.database.prisma.tikTokConnection.findUniqueOrThrow({
    where: { id: connection.id },
    include: { sync: true },
  });
}

const videos = () =>
  collector.deps.database.prisma.tikTokVideo.findMany({ where: { connectionId: connection.id } });

async function seenNow(outcome: string): Promise<object> {
  const { status, statusReason, sync } = await current();
  const wait = sync?.nextSyncAt == null ? null : (sync.nextSyncAt.getTime() - START.getTime()) / 60_000;
  return { outcome, code: sync?.errorCode, next: wait, status, statusReason };
}

describe("each of TikTok's troubles", () => {
  it('is told of here or where it belongs', () => {
    expect([...Object.keys(SEEN), ...ELSEWHERE].sort()).toEqual([...FAULT_KIND_NAMES].sort());
  });

  it.each(Object.entries(SEEN) as [FaultKind, Seen][])('%s is seen for what it is', async (kind, seen) => {
    await collector.sandbox.fail({ endpoint: 'video/list', kind, times: null });
    const { outcome } = await syncNow(collector.deps, connection.id);
    expect(await seenNow(outcome)).toEqual({ status: 'ACTIVE', statusReason: null, ...seen });
    // Whatever it was, nothing that TikTok did not say is in the history.
    const known = await videos();
    const ids = new Set(known.map(({ tikTokId }) => tikTokId));
    expect(ids.size).toBe(known.length);
    if (seen === FINE) expect(ids.size).toBe((await collector.sandbox.videosOf('maya')).length);
    if (kind === 'missing_fields' || kind === 'null_fields') {
      expect(known.every(({ views, likes }) => views === null && likes === null)).toBe(true);
    }
  });

  it.each(
    (Object.entries(SEEN) as [FaultKind, Seen][])
      .filter(
        ([kind, { outcome }]) => outcome !== 'COMPLETED' && kind !== 'revoke' && kind !== 'withdraw_scope',
      )
      .map(([kind]) => kind),
  )('%s leaves nothing behind once it has passed', async (kind) => {
    await collector.sandbox.fail({ endpoint: 'video/list', kind, times: 1, after: 1 });
    await syncNow(collector.deps, connection.id);
    await collector.sandbox.fail();
    expect((await syncNow(collector.deps, connection.id)).outcome).toBe('COMPLETED');
    expect((await current()).sync).toMatchObject({ errorCode: null, syncId: null });
    expect(await videos()).toHaveLength((await collector.sandbox.videosOf('maya')).length);
  });
});

describe('a token that has to be refreshed, where TikTok answers the refresh with', () => {
  beforeEach(() => collector.standAt(new Date(START.getTime() + DAY_MS)));

  it.each([
    [
      'invalid_grant',
      { outcome: 'FAILED', code: 'REAUTHORIZATION_REQUIRED', status: 'REAUTHORIZATION_REQUIRED' },
    ],
    ['internal_error', { outcome: 'FAILED', code: 'TIKTOK_UNAVAILABLE', status: 'ACTIVE' }],
    ['garbage', { outcome: 'FAILED', code: 'TIKTOK_UNAVAILABLE', status: 'ACTIVE' }],
    ['disconnect', { outcome: 'FAILED', code: 'TIKTOK_UNAVAILABLE', status: 'ACTIVE' }],
    ['missing_fields', { outcome: 'COMPLETED', code: null, status: 'ACTIVE' }],
    ['empty_fields', { outcome: 'COMPLETED', code: null, status: 'ACTIVE' }],
    ['slow', { outcome: 'COMPLETED', code: null, status: 'ACTIVE' }],
  ] as const)('%s', async (kind, seen) => {
    await collector.sandbox.fail({ endpoint: 'oauth/token', kind, times: null });
    const { outcome } = await syncNow(collector.deps, connection.id);
    expect(await seenNow(outcome)).toMatchObject(seen);
  });
});
