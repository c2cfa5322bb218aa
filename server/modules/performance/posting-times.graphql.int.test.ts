import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId, encodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { captureQueries } from '../../testing/queries.ts';
import { connectionRow, videoRow } from '../../testing/rows.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { clockOf } from '../analytics/calendar.ts';
import { refreshAnalyses } from './refresh-analyses.service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'Asia/Kathmandu';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const services = () => server.runtime.services;

/** An account in Kathmandu that posted every noon and every evening, at 18:30, for `days` days; the job has seen it. */
async function accountOf(days: number, evening: { views: number }): Promise<string> {
  const { database, clock } = services();
  const now = clock.now();
  const connectionId = newId();
  await database.prisma.tikTokConnection.create({
    data: { ...connectionRow(decodeGlobalId(server.workspace.id).id, now, connectionId), timezone: ZONE },
  });
  // Kathmandu is 5 hours 45 minutes ahead of UTC: 12:00 and 18:30 there.
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const posts = Array.from({ length: 2 * days }, (_, index) => {
    const isEvening = index % 2 === 1;
    const time = isEvening ? 12.75 * HOUR_MS : 6.25 * HOUR_MS;
    const id = newId();
    return {
      id,
      postedAt: new Date(midnight - (35 + Math.floor(index / 2)) * DAY_MS + time),
      views: (isEvening ? evening.views : 100) + ((index * 7) % 23),
    };
  });
  await database.prisma.tikTokVideo.createMany({
    data: posts.map(({ id, postedAt }) => videoRow(connectionId, postedAt, id)),
  });
  await database.prisma.tikTokAnalytics.createMany({
    data: posts.map(({ id, postedAt, views }) => ({
      id: newId(),
      videoId: id,
      connectionId,
      syncId: newId(),
      capturedAt: new Date(postedAt.getTime() + 31 * DAY_MS),
      views,
      source: 'DISPLAY_API' as const,
    })),
  });
  await refreshAnalyses(services(), connectionId, new AbortController().signal);
  return encodeGlobalId('TikTokConnection', connectionId);
}

interface Lift {
  value: number;
  sampleSize: number;
  verdict: string;
  interval: { lower: number; level: number };
}
interface PostingTimes {
  verdict: string;
  timezone: string;
  sampleSize: number;
  prior: string;
  hours: { startHour: number; lift: Lift }[];
  days: { day: string; lift: Lift }[];
  blocks: { day: string; startHour: number; lift: Lift }[];
  best: { day: string; startHour: number; lift: Lift }[];
  nextSlots: { at: string; basis: string; lift: Lift | null }[];
}

const LIFT = 'lift { value sampleSize verdict interval { lower level } }';
const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TikTokConnection {
  performance(range: { lastDays: 365 }) { postingTimes {
    verdict timezone sampleSize prior
    hours { startHour ${LIFT} } days { day ${LIFT} } blocks { day startHour ${LIFT} } best { day startHour ${LIFT} }
    nextSlots { at basis ${LIFT} }
  } } } } }`;

async function ask(ids: string[]): Promise<PostingTimes[]> {
  interface Answer {
    nodes: { performance: { postingTimes: PostingTimes } }[];
  }
  const answer = await server.execute<Answer>(document, { ids });
  return answer.expectData().nodes.map(({ performance }) => performance.postingTimes);
}

describe('posting times', () => {
  it('are told in the hours and days of the account’s zone, with slots that follow them', async () => {
    const id = await accountOf(60, { views: 400 });
    const [times] = await ask([id]);
    const { hours, days, blocks, best, nextSlots } = times!;
    expect(times).toMatchObject({ verdict: 'HIGHER', timezone: ZONE, sampleSize: 120 });
    expect(times!.prior).toContain('2025');
    expect(hours.map(({ startHour, lift }) => [startHour, lift.sampleSize, lift.verdict])).toEqual([
      [0, 0, 'NO_EVIDENCE_YET'],
      [4, 0, 'NO_EVIDENCE_YET'],
      [8, 0, 'NO_EVIDENCE_YET'],
      [12, 60, 'NO_EVIDENCE_YET'],
      [16, 60, 'HIGHER'],
      [20, 0, 'NO_EVIDENCE_YET'],
    ]);
    expect(hours[4]!.lift.interval.lower).toBeGreaterThan(0);
    expect(days.map(({ day }) => day)).toEqual([
      'MONDAY',
      'TUESDAY',
      'WEDNESDAY',
      'THURSDAY',
      'FRIDAY',
      'SATURDAY',
      'SUNDAY',
    ]);
    expect(days.every(({ lift }) => lift.verdict === 'NO_EVIDENCE_YET')).toBe(true);
    expect(blocks).toHaveLength(42);
    expect(best.length).toBeGreaterThan(0);
    expect(best.every(({ startHour }) => startHour === 16)).toBe(true);

    expect(nextSlots).toHaveLength(3);
    const proven = nextSlots.filter(({ basis }) => basis === 'EVIDENCE');
    expect(proven.length).toBeGreaterThanOrEqual(1);
    for (const { at, lift } of proven) {
      expect(clockOf(Date.parse(at), ZONE).hour).toBe(18);
      // On the hour of Kathmandu's clock, which is a quarter past in UTC.
      expect(new Date(at).getUTCMinutes()).toBe(15);
      expect(lift!.verdict).toBe('HIGHER');
    }
    expect(nextSlots.every(({ at }) => Date.parse(at) > services().clock.now().getTime())).toBe(true);
    expect((await ask([id]))[0]!.nextSlots).toEqual(nextSlots);
  });

  it('say that nobody can tell where evenings are like noons', async () => {
    const [times] = await ask([await accountOf(30, { views: 100 })]);
    expect(times).toMatchObject({ verdict: 'NO_EVIDENCE_YET', sampleSize: 60, best: [] });
    expect(times!.nextSlots.some(({ basis }) => basis === 'EVIDENCE')).toBe(false);
  });

  it('give 1 to 20 slots', async () => {
    const id = await accountOf(10, { views: 100 });
    const slots = (first: number) =>
      server.execute<{ connection: { performance: { postingTimes: { nextSlots: unknown[] } } } }>(
        `query ($id: ID!, $first: Int!) { connection(id: $id) { performance(range: { lastDays: 365 }) {
          postingTimes { nextSlots(first: $first) { at } } } } }`,
        { id, first },
      );
    const answer = await slots(20);
    expect(answer.expectData().connection.performance.postingTimes.nextSlots).toHaveLength(20);
    for (const first of [0, 21]) {
      expect((await slots(first)).errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('take the same number of SQL statements for one account and for several', async () => {
    const ids: string[] = [];
    for (let account = 0; account < 4; account++) ids.push(await accountOf(10, { views: 100 }));
    const counts: number[] = [];
    for (const asked of [ids.slice(0, 1), ids]) {
      const { statements, result } = await captureQueries(() => ask(asked));
      expect(result).toHaveLength(asked.length);
      counts.push(statements.length);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});
