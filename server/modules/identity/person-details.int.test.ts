import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { readOutbox } from '../mail/mail.service.ts';
import { linkOfNewestMail, postJson, submit, type TestPerson, tokenOf } from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code?: string }).code;
const stored = ({ id }: TestPerson) =>
  server.runtime.services.database.prisma.user.findUniqueOrThrow({ where: { id: decodeGlobalId(id).id } });
const ask = ({ cookie, password }: TestPerson, newEmail: string, typed = password) =>
  postJson(server, '/change-email', { newEmail, password: typed }, { cookie });
const mailsTo = (recipient: string) => readOutbox(server.runtime.services, { recipient });
const confirm = async (address: string) =>
  (await submit(server, '/account/verify', { token: tokenOf(await linkOfNewestMail(server, address)) }))
    .status;
const signIn = (email: string, password: string) => postJson(server, '/sign-in/email', { email, password });

let made = 0;
const fresh = (): string => `new-${String((made += 1))}@example.org`;

describe('a name', () => {
  it('is changed by the person, to a name', async () => {
    const person = await server.addPerson();
    const rename = (body: object) => postJson(server, '/update-user', body, { cookie: person.cookie });
    expect((await rename({ name: 'Ada L.', email: 'x@example.org', emailVerified: false })).status).toBe(200);
    expect(await stored(person)).toMatchObject({ name: 'Ada L.', email: person.email, emailVerified: true });
    for (const name of ['  ', 'x'.repeat(101), 7, null]) {
      const refused = await rename({ name });
      expect([refused.status, await codeOf(refused)]).toEqual([400, 'INVALID_NAME']);
    }
    expect((await postJson(server, '/update-user', { name: 'Eve' })).status).toBe(401);
    expect((await stored(person)).name).toBe('Ada L.');
  });
});

describe('an address', () => {
  it('changes once the new one is confirmed, and the former one is told at once', async () => {
    const person = await server.addPerson();
    const email = fresh();
    const [before] = await mailsTo(person.email);
    expect((await ask(person, email)).status).toBe(200);
    const [note] = await mailsTo(person.email);
    expect(note?.id).not.toBe(before?.id);
    expect(JSON.stringify(note?.content)).toContain('asked to use another address');
    expect(JSON.stringify(note?.content)).not.toContain(email);
    expect((await signIn(email, person.password)).status).toBe(401);

    expect(await confirm(email)).toBe(200);
    expect(await stored(person)).toMatchObject({ email, emailVerified: true });
    expect((await signIn(email, person.password)).status).toBe(200);
    expect((await signIn(person.email, person.password)).status).toBe(401);
    // The link is spent.
    expect(await confirm(email)).toBe(410);
  });

  it('takes the password and a session', async () => {
    const person = await server.addPerson();
    const email = fresh();
    const wrong = await ask(person, email, 'a wrong password');
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'INVALID_PASSWORD']);
    const { password } = person;
    expect((await postJson(server, '/change-email', { newEmail: email, password })).status).toBe(401);
    const unknown = await ask(person, 'nobody');
    expect([unknown.status, await codeOf(unknown)]).toEqual([400, 'VALIDATION_ERROR']);
    expect(await mailsTo(email)).toEqual([]);
  });

  it('that is somebody else’s is not told apart, and is not taken over', async () => {
    const [person, other] = [await server.addPerson(), await server.addPerson()];
    const [taken, free] = [await ask(person, other.email), await ask(person, fresh())];
    expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
    const notes = (await mailsTo(person.email)).filter(({ content }) =>
      content.subject.startsWith('A new address'),
    );
    expect(notes).toHaveLength(2);
    expect(JSON.stringify(await mailsTo(other.email))).not.toContain('new address');
  });

  it('goes to who confirms it first', async () => {
    const [first, second] = [await server.addPerson(), await server.addPerson()];
    const email = fresh();
    await ask(first, email);
    const link = await linkOfNewestMail(server, email);
    await ask(second, email);
    expect(await confirm(email)).toBe(200);
    expect((await submit(server, '/account/verify', { token: tokenOf(link) })).status).toBe(410);
    expect((await stored(second)).email).toBe(email);
    expect((await stored(first)).email).toBe(first.email);
  });

  it('takes the links along that the former one was sent', async () => {
    const person = await server.addPerson();
    await postJson(server, '/request-password-reset', { email: person.email });
    const token = tokenOf(await linkOfNewestMail(server, person.email));
    const email = fresh();
    await ask(person, email);
    await confirm(email);
    const chosen = { token, password: 'what a stranger chose' };
    expect((await submit(server, '/account/reset', chosen)).status).toBe(410);
  });
});
