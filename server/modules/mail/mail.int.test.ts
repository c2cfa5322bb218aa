import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestMailServer, type TestMailServer } from '../../testing/mail-server.ts';
import { postJson, submit, tokenOf } from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { readOutbox } from './mail.service.ts';

const REFUSED = 'gone@example.com';
const PASSWORD = 'a long enough password';

let mails: TestMailServer;
let server: TestServer;
const start = (port?: number) =>
  startTestMailServer({
    ...(port !== undefined && { port }),
    refuse: (recipient) => (recipient === REFUSED ? 550 : undefined),
  });
beforeAll(async () => {
  mails = await start();
  server = await startTestServer({ environment: { SMTP_URL: mails.url } });
});
afterAll(async () => {
  await server.stop();
  await mails.close();
});

const signUp = (email: string) =>
  postJson(server, '/sign-up/email', { name: 'Ada', email, password: PASSWORD });

/** Waits for a line of the log, which is what tells that a job has ended. */
async function logged(message: string): Promise<Record<string, unknown>> {
  for (;;) {
    const entry = server.logged.find((line) => line.message === message);
    if (entry !== undefined) return entry.facts;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Quoted-printable, as mails are written on the wire. */
function readable(raw: string): string {
  return raw
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

it('hands a mail to the mail server as text and HTML, and keeps no copy', async () => {
  await signUp('ada@example.com');
  const mail = await mails.next();
  expect(mail).toMatchObject({ from: 'no-reply@localhost', to: ['ada@example.com'] });
  const text = readable(mail.raw);
  expect(text).toMatch(/^Subject: Confirm your address for creatorgraph\r?$/m);
  expect(text).toMatch(/^Message-ID: <[0-9a-f-]{36}@localhost>\r?$/m);
  expect(text).toContain('Content-Type: text/plain');
  expect(text).toContain('Content-Type: text/html');
  const link = /http:\/\/localhost:\d+\/account\/verify\?token=[\w.-]+/.exec(text)?.[0] ?? '';
  expect((await submit(server, '/account/verify', { token: tokenOf(link) })).status).toBe(200);
  const signedIn = await postJson(server, '/sign-in/email', { email: 'ada@example.com', password: PASSWORD });
  expect(signedIn.status).toBe(200);
});

it('is stored encrypted while it waits, and goes once the mail server is back', async () => {
  const port = Number(new URL(mails.url).port);
  await mails.close();
  expect((await signUp('kim@example.com')).status).toBe(200);
  const { prisma } = server.runtime.services.database;
  const waiting = await prisma.mail.findFirstOrThrow({ where: { recipient: 'kim@example.com' } });
  expect(waiting.body).not.toContain('account');
  mails = await start(port);
  expect((await mails.next()).to).toEqual(['kim@example.com']);
});

it('is given up at once where the mail server refuses it for good, which the log says without the address', async () => {
  expect((await signUp(REFUSED)).status).toBe(200);
  expect(await logged('The mail server refused a mail for good')).toMatchObject({ responseCode: 550 });
  expect(JSON.stringify(server.logged)).not.toContain(REFUSED);
});

it('shows waiting mails of the sandbox to this machine alone', async () => {
  expect(await readOutbox(server.runtime.services, { recipient: 'ada@example.com' })).toEqual([]);
  const page = await fetch(`${server.url}/outbox`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Outbox of the sandbox')]);
  const forwarded = await fetch(`${server.url}/outbox`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect(forwarded.status).toBe(404);
});
