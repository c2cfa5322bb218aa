import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import { type RunningServer, startServer } from '../../start.ts';
import { createTestFolder, createTestLocation } from '../../testing/database.ts';
import { execute } from '../../testing/graphql.ts';
import { SILENT_LOG } from '../../testing/log.ts';
import { cookiesOf, postJson, submit, tokenOf } from '../../testing/person.ts';
import { createOwner } from './owner.service.ts';

const OWNER = { email: 'ada@example.com', name: 'Ada', workspace: 'Studio' };
const DAY_MS = 24 * 3_600_000;
const PASSWORD = 'a long enough password';

let server: RunningServer & { url: string };
let end: () => Promise<void>;
beforeAll(async () => {
  const { location, drop } = await createTestLocation();
  const home = 'folder' in location ? { folder: location.folder, drop } : await createTestFolder();
  const environment = {
    PORT: '0',
    CREATORGRAPH_DATA_DIR: home.folder,
    CREATORGRAPH_PUBLIC_URL: 'https://creatorgraph.example',
    TIKTOK_CLIENT_KEY: 'key',
    TIKTOK_CLIENT_SECRET: 'secret',
    TIKTOK_REDIRECT_URI: 'https://creatorgraph.example/api/tiktok/auth/callback',
    ...('url' in location && {
      DATABASE_URL: location.url,
      CREATORGRAPH_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    }),
  };
  const started = await startServer({ environment, createLog: () => SILENT_LOG });
  server = { ...started, url: `http://127.0.0.1:${started.config.port}` };
  end = async () => {
    await started.stop();
    await drop();
    await home.drop();
  };
});
afterAll(() => end());

it('begins with an owner whom the operator makes, who chooses a password by a link and once', async () => {
  const made = await createOwner(server.runtime.services, OWNER);
  expect(made.isNew).toBe(true);
  expect(made.link).toMatch(/^https:\/\/creatorgraph\.example\/account\/reset\?token=/);
  const chosen = { token: tokenOf(made.link), password: PASSWORD };
  expect((await submit(server, '/account/reset', chosen)).status).toBe(200);
  expect((await submit(server, '/account/reset', chosen)).status).toBe(410);

  const signedIn = await postJson(server, '/sign-in/email', { email: OWNER.email, password: PASSWORD });
  expect(signedIn.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Secure-cg\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  const who = await execute(
    `${server.url}/graphql`,
    '{ viewer { workspaces { name role } } }',
    {},
    { as: { cookie: cookiesOf(signedIn) } },
  );
  expect(who.expectData()).toEqual({ viewer: { workspaces: [{ name: 'Studio', role: 'OWNER' }] } });
});

it('gives somebody who is there already a new link, and nothing else', async () => {
  const again = await createOwner(server.runtime.services, { ...OWNER, email: 'ADA@example.com' });
  expect(again.isNew).toBe(false);
  const { prisma } = server.runtime.services.database;
  expect([await prisma.user.count(), await prisma.workspace.count()]).toEqual([1, 1]);
});

it('says that it cannot send mail, where it has no mail server, rather than answering as if it had', async () => {
  for (const path of ['/sign-up/email', '/request-password-reset', '/send-verification-email']) {
    const refused = await postJson(server, path, {
      name: 'Eve',
      email: 'eve@example.com',
      password: PASSWORD,
    });
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'MAIL_UNAVAILABLE' }),
    ]);
  }
});

it('makes an account for whoever was invited and for nobody else, without saying which', async () => {
  const { identity, database } = server.runtime.services;
  const { prisma } = database;
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow();
  const createdAt = new Date();
  const invite = (email: string, days: number) =>
    prisma.invitation.create({
      data: {
        id: newId(),
        workspaceId,
        email,
        role: 'EDITOR',
        tokenHash: newId(),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + days * DAY_MS),
      },
    });
  await invite('invited@example.com', 7);
  await invite('too-late@example.com', -1);
  const emails = ['Invited@example.com', 'too-late@example.com', 'eve@example.com'];
  for (const email of emails) {
    // Past the door that is shut while this server cannot send mail.
    const asked = await identity.handle(
      new Request('https://creatorgraph.example/api/auth/sign-up/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://creatorgraph.example' },
        body: JSON.stringify({ name: 'Eve', email, password: PASSWORD }),
      }),
    );
    expect(asked.status).toBe(200);
  }
  const made = await prisma.user.findMany({
    where: { email: { in: emails.map((email) => email.toLowerCase()) } },
  });
  expect(made.map(({ email }) => email)).toEqual(['invited@example.com']);
});

it('has no door of the demo', async () => {
  expect((await postJson(server, '/sign-in/demo', {})).status).toBe(404);
  for (const path of ['/outbox', '/api/demo']) expect((await fetch(`${server.url}${path}`)).status).toBe(404);
});
