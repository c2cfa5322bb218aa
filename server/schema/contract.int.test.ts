import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { decodeGlobalId } from '../lib/global-id.ts';

let server: TestServer;
let connection: string;

beforeAll(async () => {
  server = await startTestServer();
  [connection] = (await server.workspace.connect(['maya', 'camille'], { days: 3 })) as [string];
});
afterAll(() => server.stop());

interface Counters {
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
}
interface Rate {
  value: number;
  numerator: number;
  denominator: number;
}
interface Video {
  id: string;
  metrics: Counters & { capturedAt: string };
  byViews: Rate | null;
  byFollowers: Rate | null;
  snapshots: { edges: { node: Counters & { at: string; deltaViews: number | null } }[] };
  analytics: (Counters & { date: string; deltaViews: number | null })[];
}

const DASH = `query Dash($id: ID!, $days: Int! = 7) {
  connection(id: $id) {
    id displayName username avatarUrl status timezone lastEventSequence
    metrics { followers likes videos capturedAt nextCaptureAt source }
    sync { isRunning lastSyncedAt nextSyncAt lastError { code message retryable } }
    analytics(range: { lastDays: $days }) {
      points { date followers followersGained viewsGained quality }
      totals { views likes comments shares videosPosted }
      change { views { absolute relative } followersGained { absolute relative } }
      coverage { observedShare }
    }
    videos(first: 20, orderBy: { field: POSTED_AT, direction: DESC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { cursor node {
        id tikTokId title coverUrl postedAt durationSeconds
        metrics { views likes comments shares capturedAt }
        engagementRate { value numerator denominator definition sampleSize }
        analytics(range: { lastDays: $days }) { date views deltaViews quality }
      } }
    }
    recommendations(filter: { status: [NEW, SAVED] }, first: 5) { edges { node { id kind status title idea createdAt } } }
  }
}`;

const FEED = `query Feed($workspace: ID!, $after: String) {
  connections(workspaceId: $workspace, first: 20, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      id displayName avatarUrl status
      metrics { followers capturedAt }
      videos(first: 5, filter: { posted: { lastDays: 30 }, availability: [PUBLIC] }) {
        edges { node { id title coverUrl postedAt metrics { views likes comments shares capturedAt } } }
      }
    } }
  }
}`;

/** What a subscription tells first; one that follows a connection is given syncs to tell of. */
async function firstOf(document: string, variables: Record<string, string>): Promise<unknown> {
  const live = server.subscribe(document, variables);
  const first = live.next();
  const isTold = { yet: false };
  const told = () => {
    isTold.yet = true;
  };
  first.then(told, told);
  const sync = 'mutation ($id: ID!) { syncConnection(input: { connectionId: $id }) { __typename } }';
  while (!isTold.yet) await server.execute(sync, { id: connection });
  const { value } = (await first) as { value: unknown };
  await live.return?.();
  return value;
}

describe('the operations that the contract is made for', () => {
  it('dash: an account with its growth, its videos and its recommendations in one query', async () => {
    interface Dash {
      connection: {
        metrics: { followers: number };
        analytics: { points: { date: string; followers: number; quality: string }[] };
        videos: { totalCount: number; pageInfo: object; edges: { node: Video }[] };
      };
    }
    const { connection: dash } = (await server.execute<Dash>(DASH, { id: connection })).expectData();
    expect(dash).toMatchObject({
      id: connection,
      username: expect.any(String),
      status: 'ACTIVE',
      timezone: 'UTC',
    });
    expect(dash.videos.edges).toHaveLength(20);
    expect(dash.videos.totalCount).toBeGreaterThanOrEqual(40);
    expect(dash.videos.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
    expect(dash.analytics.points.map(({ quality }) => quality)).toContain('OBSERVED');
    expect(dash.analytics.points.at(-1)?.followers).toBe(dash.metrics.followers);
  });

  it('feed: every account with its latest videos', async () => {
    const answer = await server.execute<{
      connections: { edges: { node: { videos: { edges: object[] } } }[] };
    }>(FEED, { workspace: server.workspace.id });
    const { edges } = answer.expectData().connections;
    expect(edges).toHaveLength(2);
    for (const { node } of edges) expect(node.videos.edges.length).toBeLessThanOrEqual(5);
  });

  it('every example of the explorer is answered with the ids that it asks for', async () => {
    const folder = new URL('../../docs/examples/', import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
    expect(names.length).toBeGreaterThan(5);
    const ids: Record<string, string> = { connection };
    for (const name of names) {
      const document = await readFile(new URL(name, folder), 'utf8');
      const operation = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
      const known = Object.entries(ids).filter(([variable]) => document.includes(`$${variable}: `));
      const variables = Object.fromEntries(known);
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
        expect(await firstOf(document, variables)).toMatchObject({ data: expect.anything() });
      } else {
        const data = (
          await server.execute<Record<string, { id?: string }>>(document, variables)
        ).expectData();
        expect(JSON.stringify(data)).not.toMatch(/"__typename":"\w+Error"/);
        if (data['generateRecommendations']?.id !== undefined)
          ids['run'] = data['generateRecommendations'].id;
      }
    }
    expect(ids).toHaveProperty('run');
  });

  it('pages through all videos once, forward and backward', async () => {
    interface Page {
      videos: { edges: { cursor: string; node: { id: string } }[]; pageInfo: Record<string, unknown> };
    }
    const page = async (variables: object) =>
      (
        await server.execute<Page>(
          `query ($first: Int, $after: String, $last: Int, $before: String) {
            videos(first: $first, after: $after, last: $last, before: $before, orderBy: { field: VIEWS }) {
              edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
          { ...variables },
        )
      ).expectData().videos;
    const forward: string[] = [];
    for (let after: unknown = null, more = true; more;) {
      const { edges, pageInfo } = await page({ first: 33, after });
      forward.push(...edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: more } = pageInfo as { endCursor: string; hasNextPage: boolean });
    }
    const backward: string[] = [];
    for (let before: unknown = null, more = true; more;) {
      const { edges, pageInfo } = await page({ last: 33, before });
      backward.unshift(...edges.map(({ node }) => node.id));
      ({ startCursor: before, hasPreviousPage: more } = pageInfo as {
        startCursor: string;
        hasPreviousPage: boolean;
      });
    }
    expect(new Set(forward).size).toBe(forward.length);
    expect(backward).toEqual(forward);
    expect(forward).toHaveLength(await server.runtime.services.database.prisma.tikTokVideo.count());
  });
});

async function videos(): Promise<Video[]> {
  const answer = await server.execute<{ videos: { edges: { node: Video }[] } }>(
    `{ videos(first: 100) { edges { node {
      id metrics { views likes comments shares capturedAt }
      byViews: engagementRate { value numerator denominator }
      byFollowers: engagementRate(definition: BY_FOLLOWERS) { value numerator denominator }
      snapshots(first: 10) { edges { node { at views likes comments shares deltaViews } } }
      analytics(range: { lastDays: 10 }) { date views likes comments shares deltaViews }
    } } } }`,
  );
  return answer.expectData().videos.edges.map(({ node }) => node);
}

const countersOf = ({ views, likes, comments, shares }: Counters) => ({ views, likes, comments, shares });

describe('the numbers of a video agree', () => {
  it('its metrics, its newest snapshot and the last point of its analytics', async () => {
    for (const { metrics, snapshots, analytics } of await videos()) {
      const [newest] = snapshots.edges;
      expect(countersOf(newest!.node)).toEqual(countersOf(metrics));
      expect(newest!.node.at).toBe(metrics.capturedAt);
      expect(countersOf(analytics.at(-1)!)).toEqual(countersOf(metrics));
    }
  });

  it('its snapshots and their deltas', async () => {
    for (const { snapshots } of await videos()) {
      const rows = snapshots.edges.map(({ node }) => node);
      for (const [position, row] of rows.entries()) {
        const before = rows[position + 1];
        expect(row.deltaViews).toBe(before === undefined ? null : row.views! - before.views!);
      }
    }
  });

  it('its engagement rates and their parts', async () => {
    for (const { metrics, byViews, byFollowers } of await videos()) {
      const engagements = metrics.likes! + metrics.comments! + metrics.shares!;
      if (metrics.views === 0) expect(byViews).toBeNull();
      else {
        expect(byViews).toMatchObject({ numerator: engagements, denominator: metrics.views });
        expect(byViews?.value).toBeCloseTo(engagements / metrics.views!, 12);
      }
      expect(byFollowers?.numerator).toBe(engagements);
      expect(byFollowers?.value).toBeCloseTo(engagements / byFollowers!.denominator, 12);
    }
  });

  it('has no rate where what it divides by is 0 or unknown', async () => {
    const { prisma } = server.runtime.services.database;
    const [first, second] = await videos();
    const changes = [
      { id: first!.id, data: { views: 0n, followersAtCapture: null } },
      { id: second!.id, data: { views: null, followersAtCapture: 0n } },
    ];
    for (const { id, data } of changes) {
      await prisma.tikTokVideo.update({ where: { id: decodeGlobalId(id).id }, data });
    }
    const changed = (await videos()).filter(({ id }) => changes.some((change) => change.id === id));
    expect(changed.map(({ byViews, byFollowers }) => ({ byViews, byFollowers }))).toEqual([
      { byViews: null, byFollowers: null },
      { byViews: null, byFollowers: null },
    ]);
  });
});
