import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../testing/graphql.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const mutation = (fields: string) => `mutation ($input: EraseDataInput!) { eraseData(input: $input) {
  __typename ... on DataErasure { ${fields} }
  ... on Error { code } ... on ForbiddenError { requiredScope requiredRole }
  ... on ValidationError { issues { path } } } }`;
const ERASE = mutation('id receipt status');
const ERASURE =
  'query ($receipt: String!) { erasure(receipt: $receipt) { id status proof { name deleted remaining } } }';
const CONNECTION = 'query ($id: ID!) { connection(id: $id) { username } }';

interface Erased {
  __typename: string;
  id: string;
  receipt: string;
}
interface Erasure {
  id: string;
  status: string;
  proof: { name: string; deleted: number; remaining: number }[];
}

async function erase(input: object, as: Caller, document = ERASE): Promise<Erased> {
  const answer = await server.execute<{ eraseData: Erased }>(document, { input }, { as });
  return answer.expectData().eraseData;
}

/** As whoever has the receipt sees it, without a sign-in. */
async function completed(receipt: string): Promise<Erasure> {
  for (;;) {
    const answer = await server.execute<{ erasure: Erasure }>(ERASURE, { receipt }, { as: null });
    const { erasure } = answer.expectData();
    if (erasure.status === 'COMPLETED') return erasure;
    await delay(20);
  }
}

async function connected(creator: string): Promise<{ id: string; username: string }> {
  const [id] = (await server.workspace.connect([creator])) as [string];
  const answer = await server.execute<{ connection: { username: string } }>(CONNECTION, { id });
  return { id, username: answer.expectData().connection.username };
}

describe('eraseData', () => {
  it('erases a connection whose name was typed, and proves it to who has the receipt', async () => {
    const { id, username } = await connected('maya');
    const { ownerKey } = server.workspace;
    const input = { subjectId: id, confirmation: username, idempotencyKey: 'once' };
    const asked = await erase(input, ownerKey);
    expect(asked.__typename).toBe('DataErasure');
    // Gone from the request on, whether or not the job has been there.
    const gone = await server.execute(CONNECTION, { id });
    expect(gone.expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await erase(input, ownerKey)).id).toBe(asked.id);

    const { proof, ...erasure } = await completed(asked.receipt);
    expect(erasure).toEqual({ id: asked.id, status: 'COMPLETED' });
    expect(proof.find(({ name }) => name === 'TikTokVideo')?.deleted).toBeGreaterThan(20);
    expect(proof.filter(({ remaining }) => remaining !== 0)).toEqual([]);
    const unknown = await server.execute(ERASURE, { receipt: `${asked.receipt}x` }, { as: null });
    expect(unknown.expectErrors()[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('is refused with another name, a role or scope too low, and to others, and erases nothing then', async () => {
    const { id, username } = await connected('camille');
    const stranger = await server.addWorkspace();
    const editor = await server.workspace.addKey({ role: 'EDITOR' });
    const collector = await server.workspace.addKey({ scopes: ['READ', 'COLLECT'] });
    const input = { subjectId: id, confirmation: username };
    expect(await erase({ ...input, confirmation: 'camille?' }, server.workspace.ownerKey)).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['input', 'confirmation'] }],
    });
    expect(await erase(input, editor.secret)).toMatchObject({ code: 'FORBIDDEN', requiredRole: 'ADMIN' });
    expect(await erase(input, collector.secret)).toMatchObject({ requiredScope: 'ADMINISTER' });
    expect(await erase(input, stranger.ownerKey)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await server.execute(CONNECTION, { id })).expectData()).toEqual({ connection: { username } });
  });

  it('tells a key without READ the receipt, and no more', async () => {
    const { id, username } = await connected('jonas');
    const { secret } = await server.workspace.addKey({ scopes: ['ADMINISTER'] });
    const input = { subjectId: id, confirmation: username };
    expect(await erase(input, secret)).toMatchObject({ code: 'FORBIDDEN', requiredScope: 'READ' });
    expect((await server.execute(CONNECTION, { id })).expectData()).toEqual({ connection: { username } });
    const { receipt } = await erase(input, secret, mutation('id receipt'));
    expect((await completed(receipt)).status).toBe('COMPLETED');
  });
});
