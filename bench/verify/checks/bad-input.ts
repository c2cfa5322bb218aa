import { once } from 'node:events';
import WebSocket from 'ws';
import { ask, data, post, type Answer, type Caller } from '../client.ts';
import { demoAccountsOf } from '../connections.ts';
import { follow, Refused } from '../live.ts';
import type { OtherWorkspace } from '../other-workspace.ts';
import { startRun } from '../runs.ts';
import { statusOf } from '../server-process.ts';
import type { Session } from '../session.ts';
import { within } from '../waiting.ts';

const MAX_BODY_BYTES = 1_000_000;
/** Of graphql-transport-ws: forbidden, and a message that is none. */
const CLOSE_FORBIDDEN = 4403;
const CLOSE_BAD_REQUEST = 4400;

type Outcome = string | Promise<string>;

/** Whatever comes in, a clear code goes out and the server stays. */
export async function checkBadInput(session: Session, other: OtherWorkspace): Promise<void> {
  const { caller, figures, server } = session;
  const pid = server.pid();
  const account = (await demoAccountsOf(caller))[0]!.id;
  const { videos } = await data<{ videos: { edges: { node: { id: string } }[] } }>(
    caller,
    '{ videos(first: 1) { edges { node { id } } } }',
  );
  const video = videos.edges[0]!.node.id;
  const stranger = { ...caller, key: 'cg_thisKeyWasNeverGivenToAnyone00' };
  const connectionOf = (id: unknown, as = caller): Promise<string> =>
    codeOf(ask(as, 'query ($id: ID!) { connection(id: $id) { id } }', { id }));

  const cases: [what: string, wanted: string, outcome: () => Outcome][] = [
    ['Malformed query', 'BAD_USER_INPUT', () => codeOf(ask(caller, '{ connections(first: '))],
    ['Malformed query over WebSocket', 'BAD_USER_INPUT', () => refusalOf(caller, 'subscription {')],
    ['Malformed JSON', 'BAD_USER_INPUT', () => codeOf(post(caller, '{"query": '))],
    ['Unknown field', 'BAD_USER_INPUT', () => codeOf(ask(caller, '{ nothing }'))],
    ['Id that is none', 'BAD_USER_INPUT', () => connectionOf('no id at all')],
    ['Id with a malformed uuid', 'BAD_USER_INPUT', () => connectionOf(idOf('TikTokConnection:1'))],
    ["Another type's id", 'BAD_USER_INPUT', () => connectionOf(video)],
    ['Variable of the wrong type', 'BAD_USER_INPUT', () => connectionOf({ not: 'an id' })],
    ['Page of 101', 'BAD_USER_INPUT', () => codeOf(ask(caller, '{ videos(first: 101) { totalCount } }'))],
    ['after beyond the last event', 'BAD_USER_INPUT', () => refusalOfLateReader(caller, account)],
    ...crossings(caller, other),
    ['Unknown key', 'UNAUTHENTICATED', () => connectionOf(account, stranger)],
    ['No key', 'UNAUTHENTICATED', () => connectionOf(account, { ...caller, key: null })],
    ['Unknown key over WebSocket', String(CLOSE_FORBIDDEN), () => closeCodeOf(stranger, hello(stranger))],
    ['WebSocket message that is none', String(CLOSE_BAD_REQUEST), () => closeCodeOf(caller, 'not JSON')],
    [
      'JSON body over 1 MB',
      'PAYLOAD_TOO_LARGE',
      () => codeOf(ask(caller, '{ __typename }', { pad: 'x'.repeat(MAX_BODY_BYTES) })),
    ],
  ];
  for (const [what, wanted, outcome] of cases) {
    const measured = await within(20_000, what, Promise.resolve(outcome()));
    figures.add(what, wanted, measured, measured === wanted);
  }
  await proveStillUp(session, pid);
}

/** Every door at which an id of another workspace can be shown. */
function crossings(caller: Caller, other: OtherWorkspace): [string, string, () => Outcome][] {
  const query = (field: string, id: string) => (): Promise<string> =>
    codeOf(ask(caller, `query ($id: ID!) { ${field}(id: $id) { id } }`, { id }));
  const mutation = (field: string, input: string, id: string) => (): Promise<string> =>
    codeOf(
      ask(
        caller,
        `mutation ($id: ID!) { result: ${field}(input: { ${input}: $id }) { __typename ... on Error { code } } }`,
        { id },
      ),
    );
  const list = (field: string, argument: string, type: string, id: string) => (): Promise<string> =>
    codeOf(
      ask(caller, `query ($id: ${type}) { ${field}(${argument}: $id) { totalCount } }`, {
        id: type === 'ID!' ? id : [id],
      }),
    );
  const doors: [string, () => Outcome][] = [
    ['connection', query('connection', other.connection)],
    ['video', query('video', other.video)],
    ['recommendationRun', query('recommendationRun', other.run)],
    ['node', query('node', other.video)],
    ['connections(workspaceId)', list('connections', 'workspaceId', 'ID!', other.workspace)],
    ['videos(workspaceId)', list('videos', 'workspaceId', 'ID!', other.workspace)],
    ['videos(connectionIds)', list('videos', 'connectionIds', '[ID!]!', other.connection)],
    ['recommendations(workspaceId)', list('recommendations', 'workspaceId', 'ID!', other.workspace)],
    ['recommendation', query('recommendation', other.recommendation)],
    ['updateRecommendation', mutation('updateRecommendation', 'recommendationId', other.recommendation)],
    [
      'recommendationRuns',
      () =>
        refusalOf(caller, 'subscription ($id: ID!) { recommendationRuns(workspaceId: $id) { id } }', {
          id: other.workspace,
        }),
    ],
    ['startTikTokAuth', mutation('startTikTokAuth', 'workspaceId', other.workspace)],
    ['syncConnection', mutation('syncConnection', 'connectionId', other.connection)],
    ['generateRecommendations', mutation('generateRecommendations', 'connectionId', other.connection)],
    ['cancelRecommendationRun', mutation('cancelRecommendationRun', 'runId', other.run)],
    [
      'recommendationRunEvents',
      () =>
        refusalOf(caller, 'subscription ($id: ID!) { recommendationRunEvents(runId: $id) { sequence } }', {
          id: other.run,
        }),
    ],
    [
      'connectionEvents',
      () =>
        refusalOf(caller, 'subscription ($id: ID!) { connectionEvents(connectionId: $id) { sequence } }', {
          id: other.connection,
        }),
    ],
  ];
  return [
    ...doors.map(([door, outcome]): [string, string, () => Outcome] => [
      `Another workspace's id at ${door}`,
      'NOT_FOUND',
      outcome,
    ]),
    ["Another workspace's id at nodes", '[null]', () => nodesOf(caller, other.connection)],
  ];
}

async function nodesOf(caller: Caller, id: string): Promise<string> {
  const { nodes } = await data<{ nodes: unknown[] }>(
    caller,
    'query ($id: ID!) { nodes(ids: [$id]) { id } }',
    { id },
  );
  return JSON.stringify(nodes);
}

export async function proveStillUp({ server, figures }: Session, pid: number | null): Promise<void> {
  const status = await statusOf(`${server.url}/health`);
  const isSame = server.pid() === pid;
  figures.add(
    'Server after all that',
    'the same process, /health 200',
    `${isSame ? 'the same' : 'ANOTHER'} process, /health ${String(status)}`,
    isSame && status === 200,
  );
}

/** Of a top-level error, or of the error that a mutation returned. */
async function codeOf(
  answering: Promise<Answer<{ result?: { __typename: string; code?: string } }>>,
): Promise<string> {
  const { status, data: given, errors } = await answering;
  return (
    errors?.[0]?.extensions?.code ??
    given?.result?.code ??
    `no error: HTTP ${String(status)} ${JSON.stringify(given)}`
  );
}

async function refusalOf(
  caller: Caller,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<string> {
  const live = follow('WebSocket', caller, { query, variables }, () => {});
  try {
    return `no error: ${await live.ended}`;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  } finally {
    live.drop();
  }
}

async function refusalOfLateReader(caller: Caller, connectionId: string): Promise<string> {
  const run = await startRun(caller, connectionId, 1);
  const query =
    'subscription ($run: ID!) { recommendationRunEvents(runId: $run, after: 1000000) { sequence } }';
  return refusalOf(caller, query, { run });
}

function hello({ key }: Caller): string {
  return JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key ?? ''}` } });
}

/** What the server closes the socket with on getting `message`. */
async function closeCodeOf({ url }: Caller, message: string): Promise<string> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  try {
    await once(socket, 'open');
    const closed = once(socket, 'close') as Promise<[code: number]>;
    socket.send(message);
    return String((await closed)[0]);
  } finally {
    socket.terminate();
  }
}

function idOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}
