import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { newId } from '../../lib/ids.ts';
import { cookiesOf, postJson, type TestPerson, totpOf } from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { readOutbox } from '../mail/mail.service.ts';
import { ensureSignInSecret } from './sign-in-secret.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Guarded {
  person: TestPerson;
  /** The code of the step that lies so many from now. */
  codeAt: (steps: number) => string;
  backupCodes: string[];
  /** Of the browser that turned the factor on. */
  cookie: string;
}

/** A person with a second factor, turned on by the code of the step before this one, so that newer ones are left. */
async function addGuarded(): Promise<Guarded> {
  const person = await server.addPerson();
  const { password, cookie } = person;
  const enabled = await postJson(server, '/two-factor/enable', { password }, { cookie });
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  const codeAt = (steps: number) => totpOf(secret, steps);
  const proved = await postJson(server, '/two-factor/verify-totp', { code: codeAt(-1) }, { cookie });
  expect(proved.status).toBe(200);
  return { person, codeAt, backupCodes, cookie: cookiesOf(proved) };
}

async function begin({ email, password }: TestPerson, cookie = ''): Promise<string> {
  const begun = await postJson(server, '/sign-in/email', { email, password }, { cookie });
  expect(await begun.json()).toMatchObject({ twoFactorRedirect: true });
  return cookiesOf(begun);
}
const prove = (cookie: string, body: object) => postJson(server, '/two-factor/verify-totp', body, { cookie });

describe('a code of an authenticator app', () => {
  it('is good for one sign-in, and no older one after it', async () => {
    const { person, codeAt } = await addGuarded();
    const [before, now, next] = [codeAt(-1), codeAt(0), codeAt(1)];
    const statuses = async (...codes: string[]): Promise<number[]> => {
      const half = await begin(person);
      const answers: number[] = [];
      for (const code of codes) answers.push((await prove(half, { code })).status);
      return answers;
    };
    // The first one turned the factor on.
    expect(await statuses(before, now)).toEqual([401, 200]);
    expect(await statuses(now, before, next)).toEqual([401, 401, 200]);
    expect(await statuses(next)).toEqual([401]);
  });

  it('lets one in of two that send it at once', async () => {
    const guarded = await addGuarded();
    const halves = [await begin(guarded.person), await begin(guarded.person)];
    const code = guarded.codeAt(0);
    const answers = await Promise.all(halves.map((half) => prove(half, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
});

describe('a browser', () => {
  it('cannot be had trusted: the factor is asked for at every sign-in', async () => {
    const { person, codeAt } = await addGuarded();
    const body = { code: codeAt(0), trustDevice: true };
    const signedIn = await prove(await begin(person), body);
    expect(signedIn.status).toBe(200);
    expect(cookiesOf(signedIn)).not.toContain('trust');
    await begin(person, cookiesOf(signedIn));
  });

  it('that was trusted once is trusted no more', async () => {
    const { person } = await addGuarded();
    const { services } = server.runtime;
    const secret = await ensureSignInSecret(services);
    const sign = (text: string, encoding: 'base64' | 'base64url') =>
      createHmac('sha256', secret).update(text).digest(encoding);
    const userId = decodeGlobalId(person.id).id;
    const trusted = `trust-device-${newId()}`;
    // As better-auth makes one.
    const value = `${sign(`${userId}!${trusted}`, 'base64url')}!${trusted}`;
    const identifier = createHash('sha256').update(trusted).digest('base64url');
    const expiresAt = new Date(Date.now() + 60_000);
    await services.database.prisma.verification.create({
      data: { id: newId(), identifier, value: userId, expiresAt },
    });
    await begin(person, `cg.trust_device=${encodeURIComponent(`${value}.${sign(value, 'base64')}`)}`);
  });
});

describe('its owner', () => {
  const newest = async (recipient: string) =>
    (await readOutbox(server.runtime.services, { recipient }))[0]?.content.subject;

  it('is told when it is turned on and off, and not when it is used', async () => {
    const { person, codeAt, cookie } = await addGuarded();
    expect(await newest(person.email)).toBe('Your second factor at creatorgraph was turned on');
    const before = await readOutbox(server.runtime.services, { recipient: person.email });
    expect((await prove(await begin(person), { code: codeAt(0) })).status).toBe(200);
    expect(await readOutbox(server.runtime.services, { recipient: person.email })).toEqual(before);
    const { password } = person;
    expect((await postJson(server, '/two-factor/disable', { password }, { cookie })).status).toBe(200);
    expect(await newest(person.email)).toBe('Your second factor at creatorgraph was turned off');
  });

  it('learns how long no code is taken after too many wrong ones', async () => {
    const { person } = await addGuarded();
    const half = await begin(person);
    const lockedUntil = new Date(Date.now() + 14 * 60_000);
    await server.runtime.services.database.prisma.twoFactor.updateMany({
      where: { userId: decodeGlobalId(person.id).id },
      data: { lockedUntil },
    });
    const refused = await prove(half, { code: '000000' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(refused.status).toBe(429);
    expect(seconds).toBeGreaterThan(13 * 60);
    expect(seconds).toBeLessThanOrEqual(14 * 60);
    expect(await refused.json()).toMatchObject({
      message: 'Too many wrong codes: no code is taken for the next 14 minutes.',
    });
  });

  it('is told to sign in again after too many wrong codes at one sign-in', async () => {
    const { person } = await addGuarded();
    const half = await begin(person);
    let refused = await prove(half, { code: '000000' });
    for (let more = 1; more <= 6 && refused.status === 401; more += 1) {
      refused = await prove(half, { code: '000000' });
    }
    expect(await refused.json()).toMatchObject({ message: 'Too many wrong codes. Sign in anew.' });
  });
});
