import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import { encodeGlobalId } from '../../lib/global-id.ts';
import type { Live, Payload } from '../../testing/live.ts';
import {
  cookiesOf,
  linkOfNewestMail,
  locally,
  postJson,
  submit,
  type TestPerson,
  tokenOf,
  totpOf,
} from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

const WHO = '{ viewer { user { id email } workspaces { id role } } }';
interface Who {
  viewer: { user: { id: string; email: string } | null; workspaces: { id: string; role: string }[] } | null;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const fresh = (name: string): string => `${name}-${String(Math.random()).slice(2)}@example.com`;
const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code?: string }).code;
const whoIs = async (person: Pick<TestPerson, 'cookie'>, headers = {}): Promise<Who['viewer']> =>
  (await server.execute<Who>(WHO, {}, { as: person, headers })).expectData().viewer;

const refusalOf = async (live: Live<unknown>): Promise<string | undefined> =>
  ((await live.next()).value as Payload<unknown>).errors?.[0]?.extensions.code;

/** Rejects with what a socket was closed with. */
async function untilEnd(live: Live<unknown>): Promise<void> {
  for await (const payload of live)
    if (payload.errors !== undefined) throw new Error(JSON.stringify(payload));
}

describe('signing up', () => {
  it('lets a person in once the address is confirmed, and not before', async () => {
    const email = fresh('ada');
    const password = 'a long enough password';
    const signedUp = await postJson(server, '/sign-up/email', { name: 'Ada', email, password });
    expect(signedUp.status).toBe(200);
    expect(signedUp.headers.getSetCookie()).toEqual([]);
    const early = await postJson(server, '/sign-in/email', { email, password });
    expect([early.status, await codeOf(early)]).toEqual([403, 'EMAIL_NOT_VERIFIED']);

    const link = await linkOfNewestMail(server, email);
    const opened = await fetch(locally(server, link));
    expect(opened.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    // Mail programs open links by themselves.
    expect((await postJson(server, '/sign-in/email', { email, password })).status).toBe(403);
    expect((await submit(server, '/account/verify', { token: tokenOf(link) })).status).toBe(200);
    expect((await postJson(server, '/sign-in/email', { email, password })).status).toBe(200);
  });

  it('answers the same for an address that is taken, and tells its owner by mail', async () => {
    const { email, name } = await server.addPerson();
    const body = { name, email, password: 'somebody else chose this' };
    const taken = await postJson(server, '/sign-up/email', body);
    const free = await postJson(server, '/sign-up/email', { ...body, email: fresh('free') });
    const shapeOf = async (response: Response) => {
      const { user } = (await response.json()) as { user: object };
      return [response.status, Object.keys(user).sort()];
    };
    expect(await shapeOf(taken)).toEqual(await shapeOf(free));
    expect(await linkOfNewestMail(server, email)).toBe(`${server.runtime.services.config.publicUrl}/tiktok/`);
    expect((await postJson(server, '/sign-in/email', { email, password: body.password })).status).toBe(401);
  });

  it('gives somebody who signs up with an unconfirmed address of his a password of his own', async () => {
    const email = fresh('squatted');
    const squatter = { name: 'Squatter', email, password: 'known to a stranger' };
    await postJson(server, '/sign-up/email', squatter);
    await postJson(server, '/sign-up/email', { name: 'Owner', email, password: 'what the owner typed' });
    const token = tokenOf(await linkOfNewestMail(server, email));
    expect((await submit(server, '/account/verify', { token })).status).toBe(410);
    const chosen = { token, password: 'what the owner chose' };
    expect((await submit(server, '/account/reset', chosen)).status).toBe(200);
    expect((await postJson(server, '/sign-in/email', squatter)).status).toBe(401);
    const signedIn = await postJson(server, '/sign-in/email', { email, password: chosen.password });
    expect(signedIn.status).toBe(200);
  });

  it.each([
    ['a short password', { name: 'Ada', email: 'a@example.com', password: 'short' }, 'PASSWORD_TOO_SHORT'],
    ['no name', { name: '  ', email: 'b@example.com', password: 'a long enough password' }, 'INVALID_NAME'],
    ['no address', { name: 'Ada', email: 'nobody', password: 'a long enough password' }, 'VALIDATION_ERROR'],
  ])('refuses %s', async (_what, body, code) => {
    const refused = await postJson(server, '/sign-up/email', body);
    expect([refused.status, await codeOf(refused)]).toEqual([400, code]);
  });

  it('says how long a password is where one is not', async () => {
    const body = { name: 'Ada', email: fresh('short'), password: 'short' };
    const refused = (await (await postJson(server, '/sign-up/email', body)).json()) as { message: string };
    expect(refused.message).toBe('A password has 10 to 128 characters.');
  });

  it('takes no picture, flag or address to go on to from whoever signs up', async () => {
    const email = fresh('eve');
    const extra = {
      image: 'https://evil.example/x.png',
      emailVerified: true,
      callbackURL: 'https://evil.example/',
    };
    await postJson(server, '/sign-up/email', {
      name: 'Eve',
      email,
      password: 'a long enough password',
      ...extra,
    });
    const { prisma } = server.runtime.services.database;
    const user = await prisma.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ avatarUrl: null, emailVerified: false });
    expect(await linkOfNewestMail(server, email)).not.toContain('evil');
  });
});

describe('a session', () => {
  it('is a caller of GraphQL over HTTP, with the roles that the person has', async () => {
    const person = await server.addPerson({ workspace: server.workspace, role: 'EDITOR' });
    expect(await whoIs(person)).toEqual({
      user: { id: person.id, email: person.email },
      workspaces: [{ id: server.workspace.id, role: 'EDITOR' }],
    });
  });

  it('is a caller of subscriptions, over sockets and server-sent events', async () => {
    const [connectionId] = await server.workspace.connect(['maya']);
    const person = await server.addPerson({ workspace: server.workspace, role: 'ANALYST' });
    const stranger = await server.addPerson();
    for (const over of ['ws', 'sse'] as const) {
      const follow = (as: TestPerson) =>
        server.subscribe<{ connectionEvents: { __typename: string } }>(
          'subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) { __typename } }',
          { id: connectionId },
          { as, over },
        );
      const events = follow(person);
      expect((await events.next()).value).toHaveProperty('data.connectionEvents.__typename');
      await events.return?.();
      expect(await refusalOf(follow(stranger))).toBe('NOT_FOUND');
    }
  });

  it('lies in a cookie that no script reads, with no copy of it in any answer', async () => {
    const { email, password, cookie } = await server.addPerson();
    const answer = await postJson(server, '/sign-in/email', { email, password });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^cg\.session_token=.*; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const seen = await fetch(`${server.url}/api/auth/get-session`, { headers: { cookie } });
    const texts = [await answer.text(), await seen.text()];
    expect(texts[1]).toContain(email);
    for (const text of texts) expect(text).not.toMatch(/token/i);
  });

  it('comes second to an API key', async () => {
    const person = await server.addPerson();
    const headers = { authorization: `Bearer ${server.workspace.ownerKey}` };
    expect((await whoIs(person, headers))?.user).toBeNull();
    const refused = await server.execute(WHO, {}, { as: person, headers: { authorization: 'Bearer cg_no' } });
    expect(refused.status).toBe(401);
  });

  it('ends with signing out, in that browser alone', async () => {
    const here = await server.addPerson();
    const there = await here.signInAgain();
    await here.signOut();
    expect(await whoIs(here)).toBeNull();
    expect((await whoIs(there))?.user?.id).toBe(here.id);
  });

  it('cannot be planted beforehand: signing in makes a new one', async () => {
    const { email, password, cookie } = await server.addPerson();
    const again = await postJson(server, '/sign-in/email', { email, password }, { cookie });
    expect(cookiesOf(again)).not.toBe(cookie);
  });

  it('does not work with a signature of somebody else', async () => {
    const { cookie } = await server.addPerson();
    const [token] = cookie.split('.').slice(1);
    const { token: stored } = await server.runtime.services.database.prisma.session.findFirstOrThrow({
      orderBy: { id: 'desc' },
    });
    expect(token).toContain(stored);
    expect(await whoIs({ cookie: `cg.session_token=${stored}` })).toBeNull();
    expect(await whoIs({ cookie: `cg.session_token=${stored}.${'A'.repeat(43)}=` })).toBeNull();
  });
});

describe('what another site has a browser send', () => {
  it.each([
    ['from its own origin', { origin: 'https://evil.example' }],
    ['from a page without an origin', { origin: 'null' }],
    ['in a form that a browser does not ask about', { 'content-type': 'text/plain' }],
  ])('does not act for the person: %s', async (_how, headers) => {
    const person = await server.addPerson();
    const { text } = await server.execute(WHO, {}, { as: person, headers });
    expect(text).not.toContain(person.email);
  });

  it('nor as a query in the address', async () => {
    const { cookie, email } = await server.addPerson();
    const address = `${server.graphqlUrl}?query=${encodeURIComponent(WHO)}`;
    const visited = await fetch(address, { headers: { cookie } });
    expect(await visited.text()).not.toContain(email);
  });

  it('nor over a socket', async () => {
    const person = await server.addPerson({ workspace: server.workspace });
    const document = 'subscription { connectionEvents(connectionId: "x", after: 0) { __typename } }';
    const sentBy = (origin: string) =>
      server.subscribe<never>(document, {}, { as: { cookie: person.cookie, origin } });
    expect(await refusalOf(sentBy('https://evil.example'))).toBe('UNAUTHENTICATED');
    expect(await refusalOf(sentBy(server.url))).toBe('BAD_USER_INPUT');
  });

  it('signs nobody in, up or out', async () => {
    const { email, password, cookie } = await server.addPerson();
    const from = { origin: 'https://evil.example' };
    const asText = { 'content-type': 'text/plain' };
    expect((await postJson(server, '/sign-in/email', { email, password }, from)).status).toBe(403);
    expect((await postJson(server, '/sign-out', {}, { ...from, cookie })).status).toBe(403);
    expect((await postJson(server, '/sign-in/email', { email, password }, asText)).status).toBe(415);
    expect((await whoIs({ cookie }))?.user?.email).toBe(email);
  });
});

describe('a forgotten password', () => {
  it('is replaced once by the link of a mail, which ends every session', async () => {
    const person = await server.addPerson();
    const { email } = person;
    expect((await postJson(server, '/request-password-reset', { email })).status).toBe(200);
    const token = tokenOf(await linkOfNewestMail(server, email));
    const { prisma } = server.runtime.services.database;
    expect(await prisma.verification.count({ where: { identifier: { contains: token } } })).toBe(0);

    expect((await submit(server, '/account/reset', { token, password: 'short' })).status).toBe(400);
    expect((await submit(server, '/account/reset', { token, password: 'a new password' })).status).toBe(200);
    expect(await whoIs(person)).toBeNull();
    expect((await postJson(server, '/sign-in/email', { email, password: person.password })).status).toBe(401);
    expect((await postJson(server, '/sign-in/email', { email, password: 'a new password' })).status).toBe(
      200,
    );
    expect((await submit(server, '/account/reset', { token, password: 'yet another one' })).status).toBe(410);
  });

  it('is asked for in the same words whether or not the address is known', async () => {
    const { email } = await server.addPerson();
    const ask = async (address: string) => {
      const answer = await postJson(server, '/request-password-reset', { email: address });
      return [answer.status, await answer.text()];
    };
    expect(await ask(email)).toEqual(await ask(fresh('unknown')));
  });
});

describe('the sessions of a person', () => {
  interface Seen {
    sessions: { id: string; isCurrent: boolean; userAgent: string; ipAddress: string }[];
  }
  const seenBy = async ({ cookie }: Pick<TestPerson, 'cookie'>): Promise<Seen['sessions']> => {
    const answer = await fetch(`${server.url}/api/auth/list-sessions`, { headers: { cookie } });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as Seen).sessions;
  };

  it('are seen, and ended one by one or all others at once, which closes their sockets', async () => {
    const here = await server.addPerson({ workspace: server.workspace });
    const there = await here.signInAgain();
    const elsewhere = await here.signInAgain();
    const seen = await seenBy(here);
    expect(seen.map(({ isCurrent }) => isCurrent)).toEqual([false, false, true]);
    expect(seen[0]).toMatchObject({ ipAddress: '127.0.0.1', userAgent: 'node' });
    expect(JSON.stringify(seen)).not.toMatch(/token/i);

    const { id: connectionId } =
      await server.runtime.services.database.prisma.tikTokConnection.findFirstOrThrow();
    const events = server.subscribe<unknown>(
      'subscription ($id: ID!) { connectionEvents(connectionId: $id, after: 0) { __typename } }',
      { id: encodeGlobalId('TikTokConnection', connectionId) },
      { as: there },
    );
    await events.next();
    const { id } = seen[1]!;
    expect((await postJson(server, '/revoke-session', { id }, { cookie: here.cookie })).status).toBe(200);
    await expect(untilEnd(events)).rejects.toMatchObject({ code: 4403 });
    expect(await whoIs(there)).toBeNull();

    expect((await postJson(server, '/revoke-other-sessions', {}, { cookie: here.cookie })).status).toBe(200);
    expect(await whoIs(elsewhere)).toBeNull();
    expect((await seenBy(here)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
  });

  it("are nobody else's", async () => {
    const [mine, other] = [await server.addPerson(), await server.addPerson()];
    const [{ id } = { id: '' }] = await seenBy(mine);
    for (const asked of [id, 'nonsense', 7])
      expect(
        (await postJson(server, '/revoke-session', { id: asked }, { cookie: other.cookie })).status,
      ).toBe(404);
    expect((await seenBy(mine)).length).toBe(1);
    expect((await postJson(server, '/revoke-session', { id })).status).toBe(401);
  });

  it('end with a new password, but for the one that set it', async () => {
    const here = await server.addPerson();
    const there = await here.signInAgain();
    const change = (currentPassword: string) =>
      postJson(
        server,
        '/change-password',
        { currentPassword, newPassword: 'an even longer one' },
        { cookie: here.cookie },
      );
    expect((await change('a wrong password')).status).toBe(400);
    const changed = await change(here.password);
    expect(changed.status).toBe(200);
    expect(await whoIs(there)).toBeNull();
    expect(await whoIs(here)).toBeNull();
    expect((await whoIs({ cookie: cookiesOf(changed) }))?.user?.email).toBe(here.email);
  });
});

describe('a second factor', () => {
  it('is asked for once it is proved, and each recovery code is good for one sign-in', async () => {
    const person = await server.addPerson();
    const { email, password, cookie } = person;
    const enabled = await postJson(server, '/two-factor/enable', { password }, { cookie });
    const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
    const code = (steps = 0) => totpOf(new URL(totpURI).searchParams.get('secret') ?? '', steps);
    // Not before the person has shown that the app is set up.
    expect(await (await postJson(server, '/sign-in/email', { email, password })).json()).toHaveProperty(
      'user',
    );
    expect((await postJson(server, '/two-factor/verify-totp', { code: '000000' }, { cookie })).status).toBe(
      401,
    );
    expect((await postJson(server, '/two-factor/verify-totp', { code: code(-1) }, { cookie })).status).toBe(
      200,
    );

    const begin = async (): Promise<string> => {
      const begun = await postJson(server, '/sign-in/email', { email, password });
      expect(await begun.json()).toMatchObject({ twoFactorRedirect: true });
      return cookiesOf(begun);
    };
    const half = await begin();
    expect(await whoIs({ cookie: half })).toBeNull();
    const wrong = await postJson(server, '/two-factor/verify-totp', { code: '000000' }, { cookie: half });
    expect(wrong.status).toBe(401);
    const right = await postJson(server, '/two-factor/verify-totp', { code: code() }, { cookie: half });
    expect((await whoIs({ cookie: cookiesOf(right) }))?.user?.email).toBe(email);

    const spend = async () =>
      postJson(server, '/two-factor/verify-backup-code', { code: backupCodes[0] }, { cookie: await begin() });
    expect((await whoIs({ cookie: cookiesOf(await spend()) }))?.user?.email).toBe(email);
    expect((await spend()).status).toBe(401);
    const { prisma } = server.runtime.services.database;
    const stored = await prisma.twoFactor.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(JSON.stringify(stored)).not.toContain(backupCodes[1]);
  });
});

it('stops whoever guesses, and lets the account be from elsewhere', async () => {
  const { email, password } = await server.addPerson();
  const guess = () => postJson(server, '/sign-in/email', { email, password: 'a wrong password' });
  let answer = await guess();
  for (let attempt = 2; attempt <= 12 && answer.status !== 429; attempt += 1) answer = await guess();
  expect([answer.status, await codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  // From here not even the right password is tried any more.
  expect((await postJson(server, '/sign-in/email', { email, password })).status).toBe(429);
  const { attemptLimit } = server.runtime.services;
  expect(await attemptLimit.take('guess', email, '203.0.113.7')).toBeNull();
});

it.each([
  ['/change-password', { currentPassword: 'a wrong password', newPassword: 'another good password' }],
  ['/change-email', { password: 'a wrong password', newEmail: `${newId()}@example.org` }],
  ['/two-factor/disable', { password: 'a wrong password' }],
])('stops whoever found a session open and guesses the password at %s', async (path, body) => {
  const { cookie } = await server.addPerson();
  const guess = () => postJson(server, path, body, { cookie });
  let answer = await guess();
  expect(answer.status).not.toBe(429);
  for (let attempt = 2; attempt <= 12 && answer.status !== 429; attempt += 1) answer = await guess();
  expect([answer.status, await codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
});

it('lets anybody go on as the demo user, in the sandbox and from our own pages', async () => {
  const begun = await postJson(server, '/sign-in/demo', {});
  const viewer = await whoIs({ cookie: cookiesOf(begun) });
  expect(viewer).toMatchObject({
    user: { email: 'owner@demo.invalid' },
    workspaces: [{ id: server.workspace.id, role: 'OWNER' }],
  });
  const planted = await postJson(server, '/sign-in/demo', {}, { origin: 'https://evil.example' });
  expect(planted.status).toBe(403);
});

describe('the doors', () => {
  let cookie: string;
  beforeAll(async () => {
    ({ cookie } = await server.addPerson());
  });

  it.each([
    ['POST', '/organization/create', 404],
    ['POST', '/link-social', 404],
    ['POST', '/sign-in/social', 404],
    ['POST', '/sign-in/tiktok/finish', 404],
    ['POST', '/delete-user', 404],
    ['GET', '/verify-email?token=x&callbackURL=https://evil.example', 404],
    ['GET', '/reset-password/x?callbackURL=https://evil.example', 404],
    ['GET', '/list-accounts', 404],
    ['GET', '/ok', 404],
    ['POST', '/constructor', 404],
    ['POST', '/sign-in/../organization/create', 404],
    ['GET', '/sign-in/email', 405],
    ['POST', '/get-session', 405],
  ])('%s %s is answered %i', async (method, path, status) => {
    const init = { method, headers: { cookie, 'content-type': 'application/json' } };
    const answer = await fetch(`${server.url}/api/auth${path}`, {
      ...init,
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['too much', JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(10_000) }), 413],
    ['no JSON', '{', 400],
    ['no object', '[]', 400],
    ['an object for a password', JSON.stringify({ email: 'a@example.com', password: { $ne: 1 } }), 400],
  ])('a body of %s is refused', async (_what, body, status) => {
    expect((await postJson(server, '/sign-in/email', body)).status).toBe(status);
  });

  it('log no address, and nothing that was expected as an error', () => {
    const logged = server.logged.filter(({ level }) => level !== 'debug');
    expect(JSON.stringify(logged)).not.toContain('@example.com');
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
