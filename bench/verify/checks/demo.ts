import { data } from '../client.ts';
import type { Session } from '../session.ts';

const CONNECTIONS = 3;
const MIN_VIDEOS = 40;
const MIN_DAYS = 60;

interface DemoAccount {
  username: string | null;
  videos: { totalCount: number | null };
  analytics: { points: { date: string; followers: number | null }[] } | null;
}

export async function checkDemo({ caller, figures }: Session): Promise<void> {
  const { connections } = await data<{ connections: { edges: { node: DemoAccount }[] } }>(
    caller,
    `{
      connections(first: 10) {
        edges { node {
          username
          videos(first: 1) { totalCount }
          analytics(range: { lastDays: 90 }) { points { date followers } }
        } }
      }
    }`,
  );
  const accounts = connections.edges.map(({ node }) => node);
  figures.add(
    'Connections of the printed key',
    String(CONNECTIONS),
    String(accounts.length),
    accounts.length === CONNECTIONS,
  );
  for (const { username, videos, analytics } of accounts) {
    const count = videos.totalCount ?? 0;
    // A day without a figure is not a point of history.
    const known = (analytics?.points ?? []).filter(({ followers }) => followers !== null);
    const days = new Set(known.map(({ date }) => date)).size;
    figures.add(
      `@${username ?? '?'}`,
      `≥ ${String(MIN_VIDEOS)} videos, ≥ ${String(MIN_DAYS)} daily points`,
      `${String(count)} videos, ${String(days)} daily points`,
      count >= MIN_VIDEOS && days >= MIN_DAYS,
    );
  }
}
