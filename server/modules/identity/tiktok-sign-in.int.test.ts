import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { cookiesOf, postJson, type TestPerson, totpOf } from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { syncNow } from '../collector/sync.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const prisma = () => server.runtime.services.database.prisma;

/** The address of TikTok's consent page, and the cookie that ties the way to this browser. */
async function begin(path: string, body: object, cookie = ''): Promise<{ url: string; cookie: string }> {
  const begun = await postJson(server, path, body, cookie === '' ? {} : { cookie });
  if (!begun.ok) throw new Error(await begun.text());
  const { url } = (await begun.json()) as { url: string };
  return { url, cookie: [cookie, cookiesOf(begun)].filter((part) => part !== '').join('; ') };
}

const beginSignIn = () => begin('/sign-in/tiktok', {});
const beginLink = ({ password, cookie }: TestPerson) => begin('/link-tiktok', { password }, cookie);

/** TikTok's redirect, followed by a browser with these cookies. */
const comeBack = (parameters: URLSearchParams, cookie: string) =>
  fetch(`${server.url}/api/tiktok/auth/callback?${parameters.toString()}`, {
    headers: { cookie },
    redirect: 'manual',
  });

async function go(begun: { url: string; cookie: string }, creator: string): Promise<Response> {
  return comeBack(await server.sandbox.consent(begun.url, creator), begun.cookie);
}

const signIn = async (creator: string) => go(await beginSignIn(), creator);
const link = async (person: TestPerson, creator: string) => go(await beginLink(person), creator);

/** Who the cookies of an answer sign in. */
async function whoIs(response: Response): Promise<string | null> {
  const document = '{ viewer { user { email } } }';
  const answer = await server.execute<{ viewer: { user: { email: string } } | null }>(
    document,
    {},
    { as: { cookie: cookiesOf(response) } },
  );
  return answer.expectData().viewer?.user.email ?? null;
}

async function expectPage(response: Response, status: number, words: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toContain(words);
  expect(await whoIs(response)).toBeNull();
}

describe('signing in with TikTok', () => {
  it('asks TikTok for nothing but who it is, with PKCE', async () => {
    const { searchParams } = new URL((await beginSignIn()).url);
    expect(searchParams.get('scope')).toBe('user.info.basic');
    expect(searchParams.get('code_challenge')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tells whoever has not linked the account to sign in by mail first, and makes nobody', async () => {
    const before = await prisma().user.count();
    await expectPage(await signIn('maya'), 403, 'Sign in by mail first and link it');
    expect(await prisma().user.count()).toBe(before);
  });

  it('signs in whoever has linked it, in a session like any other, and keeps no token', async () => {
    const person = await server.addPerson();
    const linked = await link(person, 'maya');
    expect([linked.status, linked.headers.get('location')]).toEqual([302, '/tiktok/security']);

    const signedIn = await signIn('maya');
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([302, '/tiktok/']);
    expect(await whoIs(signedIn)).toBe(person.email);
    const userId = decodeGlobalId(person.id).id;
    const account = await prisma().account.findFirstOrThrow({ where: { userId, providerId: 'tiktok' } });
    expect(account).toMatchObject({ accessToken: null, refreshToken: null, idToken: null, password: null });
    expect(await prisma().session.count({ where: { userId } })).toBe(2);
    const answer = await fetch(`${server.url}/api/auth/tiktok-link`, { headers: { cookie: person.cookie } });
    expect(await answer.json()).toEqual({ linkedSince: account.createdAt.toISOString() });
  });

  it('does not, once it is unlinked', async () => {
    const person = await server.addPerson();
    await link(person, 'camille');
    expect(await whoIs(await signIn('camille'))).toBe(person.email);
    const unlink = () => postJson(server, '/unlink-tiktok', {}, { cookie: person.cookie });
    expect((await unlink()).status).toBe(200);
    await expectPage(await signIn('camille'), 403, 'is not linked');
    expect((await unlink()).status).toBe(404);
  });

  it('asks for the second factor where there is one', async () => {
    const person = await server.addPerson();
    await link(person, 'jonas');
    const { password, cookie } = person;
    const enabled = await postJson(server, '/two-factor/enable', { password }, { cookie });
    const { totpURI } = (await enabled.json()) as { totpURI: string };
    const code = (steps = 0) => totpOf(new URL(totpURI).searchParams.get('secret') ?? '', steps);
    expect((await postJson(server, '/two-factor/verify-totp', { code: code(-1) }, { cookie })).status).toBe(
      200,
    );

    const half = await signIn('jonas');
    expect([half.status, half.headers.get('location')]).toEqual([302, '/tiktok/#second-factor']);
    expect(await whoIs(half)).toBeNull();
    const whole = await postJson(
      server,
      '/two-factor/verify-totp',
      { code: code() },
      { cookie: cookiesOf(half) },
    );
    expect(await whoIs(whole)).toBe(person.email);
  });

  it('is finished once, and in the browser that began it', async () => {
    const person = await server.addPerson();
    await link(person, 'ines');
    const begun = await beginSignIn();
    const back = await server.sandbox.consent(begun.url, 'ines');
    await expectPage(await comeBack(back, ''), 410, 'works no longer');
    // What a stranger who wants somebody signed in as himself has: a state and code of his own, and the other's browser.
    await expectPage(await comeBack(back, (await beginSignIn()).cookie), 410, 'works no longer');
    expect(await whoIs(await comeBack(back, begun.cookie))).toBe(person.email);
    await expectPage(await comeBack(back, begun.cookie), 410, 'works no longer');
  });

  it('is not begun by another site, nor for longer than ten minutes', async () => {
    const foreign = await postJson(server, '/sign-in/tiktok', {}, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []]);
    const finish = await postJson(server, '/sign-in/tiktok/finish', { state: 'sign-in.x', code: 'x' });
    expect(finish.status).toBe(404);
    const begun = await beginSignIn();
    const back = await server.sandbox.consent(begun.url, 'ines');
    server.runtime.clock.standAt(new Date(Date.now() + 600_000));
    await expectPage(await comeBack(back, begun.cookie), 410, 'works no longer');
    server.runtime.clock.release();
  });

  it('explains a refusal at TikTok, and that TikTok fails', async () => {
    const denied = await beginSignIn();
    await expectPage(
      await comeBack(await server.sandbox.deny(denied.url), denied.cookie),
      400,
      'You declined at TikTok',
    );
    const begun = await beginSignIn();
    const back = await server.sandbox.consent(begun.url, 'ines');
    await server.sandbox.fail({ kind: 'internal_error', endpoint: 'oauth/token' });
    await expectPage(await comeBack(back, begun.cookie), 502, 'TikTok did not answer');
    await server.sandbox.fail();
  });

  it('leaves the connection to the same account as it is', async () => {
    const [connection] = (await server.workspace.connect(['nora'])) as [string];
    const id = decodeGlobalId(connection).id;
    const read = () => prisma().tikTokConnection.findUnique({ where: { id }, include: { credential: true } });
    const before = await read();
    await link(await server.addPerson(), 'nora');
    expect((await signIn('nora')).status).toBe(302);
    expect((await read())?.credential).toEqual(before?.credential);
    expect((await syncNow(server.runtime.services, id)).outcome).toBe('COMPLETED');
  });
});

describe('linking a TikTok account', () => {
  it('takes the password, and a session', async () => {
    const { cookie, password } = await server.addPerson();
    const wrong = await postJson(server, '/link-tiktok', { password: 'a wrong password' }, { cookie });
    expect([wrong.status, wrong.headers.getSetCookie()]).toEqual([400, []]);
    expect((await postJson(server, '/link-tiktok', { password })).status).toBe(401);
    expect((await postJson(server, '/unlink-tiktok', {})).status).toBe(401);
  });

  it('is for the person who began it, still signed in', async () => {
    const [person, other] = [await server.addPerson(), await server.addPerson()];
    const begun = await beginLink(person);
    const back = await server.sandbox.consent(begun.url, 'duo');
    const tie = begun.cookie.slice(person.cookie.length);
    await expectPage(await comeBack(back, `${other.cookie}${tie}`), 401, 'Nothing was linked');
    await expectPage(await signIn('duo'), 403, 'is not linked');
  });

  it('is for one person, and one account', async () => {
    const [first, second] = [await server.addPerson(), await server.addPerson()];
    await link(first, 'duo');
    expect((await link(first, 'duo')).status).toBe(302);
    await expectPage(await link(second, 'duo'), 409, 'can be linked to one person alone');
    const [another] = (await server.sandbox.addCreators({ count: 1 })) as [string];
    await expectPage(await link(first, another), 409, 'Unlink that one first');
    expect(await whoIs(await signIn('duo'))).toBe(first.email);
  });

  it('ends with the person: the erased one is not known by it any more', async () => {
    const person = await server.addPerson();
    const [creator] = (await server.sandbox.addCreators({ count: 1 })) as [string];
    await link(person, creator);
    const { eraseData } = (
      await server.execute<{ eraseData: { __typename: string; receipt: string } }>(
        `mutation ($input: EraseDataInput!) { eraseData(input: $input) {
          __typename ... on DataErasure { receipt } ... on Error { message } } }`,
        { input: { subjectId: person.id, confirmation: person.email } },
        { as: person },
      )
    ).expectData();
    expect(eraseData.__typename).toBe('DataErasure');
    // From the moment that it is asked for, whether or not the job has been there.
    await expectPage(await signIn(creator), 403, 'is not linked');
  });
});
