import { data, type Caller } from '../client.ts';
import {
  demoAccountsOf,
  followConnection,
  isSyncEnd,
  requestSync,
  untilSyncEnds,
  type ConnectionEvent,
} from '../connections.ts';
import type { Session } from '../session.ts';
import { gapIn } from '../text.ts';
import { within } from '../waiting.ts';

const SYNC_LIMIT_MS = 60_000;
/** A sync takes a fraction of a second, so a kill may come too late; then it is tried again. */
const TRIES = 3;

/** When the server dies; each is committed at that time, and more is to come. */
const MOMENTS: [name: string, has: (event: ConnectionEvent) => boolean][] = [
  ['before the first page', ({ progress }) => progress?.phase === 'PROFILE'],
  ['after the first page', ({ progress }) => (progress?.videosSeen ?? 0) > 0],
  [
    'in the middle',
    ({ progress }) => progress != null && progress.videosSeen * 2 >= (progress.videosExpected ?? Infinity),
  ],
];

interface Video {
  id: string;
  isPublic: boolean;
  snapshots: number;
  /** Newest first, at most 100. */
  capturedAt: string[];
}

/** `kill -9` in the middle of a sync: after the next start each video has one snapshot more, and only one. */
export async function checkCrashInSync(session: Session): Promise<void> {
  for (const [position, [name, has]] of MOMENTS.entries()) {
    const what = `kill -9 in a sync, ${name}`;
    for (let attempt = 1; ; attempt += 1) {
      const accounts = await demoAccountsOf(session.caller);
      const account = accounts[position % accounts.length]!;
      const { id: connectionId, lastEventSequence: after } = account;
      const before = await videosOf(session.caller, connectionId);
      await syncUntilCrash(session, connectionId, after, has);
      await session.start();
      const events = await untilSyncEnds(session.caller, connectionId, after, SYNC_LIMIT_MS);
      const begins = events.filter(({ progress }) => progress?.phase === 'PROFILE').length;
      // One beginning alone: the sync was over before the kill, and nothing is proved.
      if (begins < 2 && attempt < TRIES) continue;
      report(session, what, {
        begins,
        before,
        after: await videosOf(session.caller, connectionId),
        events,
        first: after + 1,
      });
      break;
    }
  }
}

function report(
  { figures }: Session,
  what: string,
  seen: { begins: number; before: Video[]; after: Video[]; events: ConnectionEvent[]; first: number },
): void {
  const { begins, before, after, events, first } = seen;
  const counts = new Map(before.map(({ id, snapshots }) => [id, snapshots]));
  const growth = after.map((video) => ({ ...video, by: video.snapshots - (counts.get(video.id) ?? 0) }));
  const twice = growth.filter(({ by }) => by > 1).length;
  const lost = growth.filter(({ by, isPublic }) => by < (isPublic ? 1 : 0)).length;
  const sameTime = after.filter(({ capturedAt }) => new Set(capturedAt).size < capturedAt.length).length;
  const gone = before.filter(({ id }) => !after.some((video) => video.id === id)).length;
  const completed = events.filter(({ __typename }) => __typename === 'SyncCompleted');
  // The account's own snapshot is counted with them.
  const stored = growth.filter(({ by }) => by === 1).length + 1;
  const facts: [says: string, holds: boolean][] = [
    [`${String(begins)} attempts`, begins >= 2],
    [`${String(after.length)} videos`, gone === 0 && before.length > 0 && after.length >= before.length],
    [`${String(twice)} twice`, twice === 0 && sameTime === 0],
    [`${String(lost)} lost`, lost === 0],
    [
      `${String(completed.length)} completion(s)`,
      completed.length === 1 && completed[0]!.snapshots === stored,
    ],
    [gapIn(events, first) ?? 'no gap', gapIn(events, first) === null],
  ];
  figures.add(
    what,
    'one snapshot more for each video, no gap',
    facts.map(([text, holds]) => (holds ? text : `NOT ok: ${text}`)).join(', '),
    facts.every(([, holds]) => holds),
  );
}

async function syncUntilCrash(
  session: Session,
  connectionId: string,
  after: number,
  has: (event: ConnectionEvent) => boolean,
): Promise<void> {
  const { caller, server } = session;
  const { promise: isOver, resolve } = Promise.withResolvers<undefined>();
  const live = followConnection(caller, { connectionId, after }, (event) => {
    if (has(event)) server.killAll();
    if (isSyncEnd(event)) resolve(undefined);
  });
  // Its answer may die with the server.
  requestSync(caller, connectionId).catch(() => {});
  await within(SYNC_LIMIT_MS, 'the sync', Promise.race([live.ended, isOver]));
  await session.crash();
}

interface VideoPage {
  connection: {
    videos: {
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      edges: {
        node: {
          id: string;
          availability: string;
          snapshots: { totalCount: number | null; edges: { node: { at: string } }[] };
        };
      }[];
    };
  };
}

async function videosOf(caller: Caller, connectionId: string): Promise<Video[]> {
  const videos: Video[] = [];
  let after: string | null = null;
  do {
    const page: VideoPage = await data(
      caller,
      `query ($connection: ID!, $after: String) {
        connection(id: $connection) {
          videos(first: 50, after: $after) {
            pageInfo { hasNextPage endCursor }
            edges { node { id availability snapshots(first: 100) { totalCount edges { node { at } } } } }
          }
        }
      }`,
      { connection: connectionId, after },
    );
    for (const { node } of page.connection.videos.edges) {
      videos.push({
        id: node.id,
        isPublic: node.availability === 'PUBLIC',
        snapshots: node.snapshots.totalCount ?? 0,
        capturedAt: node.snapshots.edges.map(({ node: { at } }) => at),
      });
    }
    const { hasNextPage, endCursor } = page.connection.videos.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return videos;
}
