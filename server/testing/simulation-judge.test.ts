import { describe, expect, it } from '@jest/globals';
import {
  type AccountEvidence,
  countUnbacked,
  type Evidence,
  judgeLadder,
  judgeProfiles,
  judgeUploads,
  judgeVanished,
  judgeWindow,
} from './simulation-judge.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Whole seconds. */
const START = Date.parse('2026-08-01T00:00:00Z');

function account(more: Partial<AccountEvidence>): AccountEvidence {
  return {
    creator: 'ada',
    connectionId: 'c',
    workspaceId: 'w',
    connectedAt: START,
    posted: [],
    captures: new Map(),
    profiles: [],
    unavailable: new Map(),
    ...more,
  };
}

function evidence(more: Partial<AccountEvidence>, until: number, calls: Evidence['calls'] = []): Evidence {
  return { from: START, until, accounts: [account(more)], calls };
}

const video = (postedAt: number, vanishedAt: number | null = null) => ({
  id: 'v',
  createTime: postedAt / 1_000,
  vanishedAt: vanishedAt === null ? null : vanishedAt / 1_000,
});
const captured = (...instants: number[]) => new Map([['v', instants]]);

describe('the judge of the ladder', () => {
  it('takes a capture a quarter of its rung late, and no later', () => {
    const at = (wait: number) =>
      judgeLadder(
        evidence({ posted: [video(START)], captures: captured(START, START + wait) }, START + wait),
      );
    expect(at(1.25 * HOUR).get('hourly')).toMatchObject({ due: 1, inTime: 1, worst: 1.25 });
    expect(at(1.3 * HOUR).get('hourly')).toMatchObject({ due: 1, inTime: 0, worst: 1.3 });
  });

  it('goes by the age at the capture before', () => {
    const posted = [video(START - 6.9 * DAY)];
    const captures = captured(START, START + 6 * HOUR, START + 30 * HOUR);
    const ladder = judgeLadder(evidence({ posted, captures }, START + 31 * HOUR));
    expect(ladder.get('6-hourly')).toMatchObject({ due: 1, inTime: 1 });
    expect(ladder.get('daily')).toMatchObject({ due: 1, inTime: 1 });
  });

  it('counts a capture that never came, and none that could not come', () => {
    const never = (vanishedAt: number | null, until: number) =>
      judgeLadder(evidence({ posted: [video(START, vanishedAt)], captures: captured(START) }, until));
    expect(never(null, START + 9 * HOUR).get('hourly')).toMatchObject({ due: 1, inTime: 0, worst: 9 });
    expect(never(null, START + HOUR).get('hourly')).toMatchObject({ due: 0 });
    expect(never(START + HOUR, START + 9 * HOUR).get('hourly')).toMatchObject({ due: 0 });
  });

  it('counts uploads from their posting, also those that were never seen', () => {
    const seen = (first: number[], until: number, vanishedAt: number | null = null) =>
      judgeUploads(
        evidence({ posted: [video(START + HOUR, vanishedAt)], captures: captured(...first) }, until),
      );
    expect(seen([START + 2 * HOUR], START + DAY)).toEqual({ due: 1, inTime: 1, worst: 60 });
    expect(seen([START + 2 * HOUR + 1_000], START + DAY)).toMatchObject({ due: 1, inTime: 0 });
    expect(seen([], START + 3 * HOUR)).toEqual({ due: 1, inTime: 0, worst: 120 });
    expect(seen([], START + 1.5 * HOUR)).toMatchObject({ due: 0 });
  });

  it('wants vanished videos marked, and no other', () => {
    const posted = [video(START, START + HOUR / 2)];
    const judged = (unavailable: [string, number][], until = START + DAY) =>
      judgeVanished(
        evidence({ posted, captures: captured(START), unavailable: new Map(unavailable) }, until),
      );
    expect(judged([['v', START + HOUR]])).toEqual({ due: 1, inTime: 1, worst: 1, wronglyMarked: 0 });
    expect(judged([])).toEqual({ due: 1, inTime: 0, worst: 24, wronglyMarked: 0 });
    expect(judged([], START + HOUR)).toMatchObject({ due: 0 });
    expect(judged([['v', START + HOUR / 4]])).toMatchObject({ wronglyMarked: 1 });
  });

  it('wants the account itself daily', () => {
    const profiles = [START, START + DAY, START + 2.5 * DAY];
    expect(judgeProfiles(evidence({ profiles }, START + 3 * DAY))).toEqual({ due: 2, inTime: 1, worst: 1.5 });
  });
});

const call = (at: number, more: Partial<Evidence['calls'][number]> = {}) =>
  ({
    at,
    endpoint: 'video/list',
    creator: 'ada',
    code: 'ok',
    counted: true,
    ...more,
  }) as Evidence['calls'][number];

describe('the judge of calls', () => {
  it('finds the fullest window and what was refused', () => {
    const calls = [0, 30, 59, 60, 61].map((second) => call(START + second * 1_000));
    const refused = call(START, { counted: false, code: 'rate_limit_exceeded' });
    const other = call(START, { endpoint: 'user/info' });
    expect(judgeWindow({ calls: [...calls, refused, other] }, 'video/list', 60_000)).toEqual({
      worst: 4,
      refused: 1,
    });
  });

  it('finds a snapshot that nobody can have told', () => {
    const told = evidence({ captures: captured(START, START + HOUR) }, START + DAY, [
      call(START),
      call(START + HOUR, { code: 'internal_error' }),
    ]);
    expect(countUnbacked(told)).toEqual({ snapshots: 2, unbacked: 1 });
  });
});
