import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { linkOfNewestMail, postJson, submit, type TestPerson, tokenOf } from '../../testing/person.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { readOutbox } from '../mail/mail.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

let made = 0;
const fresh = (): string => `link-${String((made += 1))}@example.org`;

const emailOf = async ({ id }: TestPerson): Promise<string> => {
  const { prisma } = server.runtime.services.database;
  return (await prisma.user.findUniqueOrThrow({ where: { id: decodeGlobalId(id).id } })).email;
};
const subjectsTo = async (recipient: string): Promise<string[]> =>
  (await readOutbox(server.runtime.services, { recipient })).map(({ content }) => content.subject);

/** The token of the mail to the new address. */
async function askForAddress({ cookie, password }: TestPerson, newEmail: string): Promise<string> {
  const asked = await postJson(server, '/change-email', { newEmail, password }, { cookie });
  expect(asked.status).toBe(200);
  return tokenOf(await linkOfNewestMail(server, newEmail));
}
async function askForPassword(email: string): Promise<string> {
  expect((await postJson(server, '/request-password-reset', { email })).status).toBe(200);
  return tokenOf(await linkOfNewestMail(server, email));
}
const follow = (token: string) => submit(server, '/account/verify', { token });
const choose = (token: string, password: string) => submit(server, '/account/reset', { token, password });
async function changePassword({ cookie, password }: TestPerson, newPassword: string): Promise<void> {
  const body = { currentPassword: password, newPassword };
  expect((await postJson(server, '/change-password', body, { cookie })).status).toBe(200);
}

describe('a new password', () => {
  it.each(['changed', 'reset'])('that is %s voids the change of address that was asked for', async (how) => {
    const person = await server.addPerson();
    const link = await askForAddress(person, fresh());
    if (how === 'changed') await changePassword(person, 'what the owner chose');
    else expect((await choose(await askForPassword(person.email), 'what the owner chose')).status).toBe(200);
    expect((await follow(link)).status).toBe(410);
    expect(await emailOf(person)).toBe(person.email);
  });

  it.each(['changed', 'reset'])('that is %s voids the other links to choose one', async (how) => {
    const person = await server.addPerson();
    const pending = await askForPassword(person.email);
    if (how === 'changed') await changePassword(person, 'what the owner chose');
    else {
      // A second mail at once would be refused.
      const other = await server.runtime.services.identity.createPasswordToken(decodeGlobalId(person.id).id);
      expect((await choose(other, 'what the owner chose')).status).toBe(200);
    }
    expect((await choose(pending, 'what a stranger chose')).status).toBe(410);
  });

  it.each(['changed', 'reset'])('that is %s is told to its owner', async (how) => {
    const person = await server.addPerson();
    if (how === 'changed') await changePassword(person, 'what the owner chose');
    else await choose(await askForPassword(person.email), 'what the owner chose');
    expect((await subjectsTo(person.email))[0]).toBe('Your password at creatorgraph was changed');
  });

  it('that was refused voids nothing and tells nobody', async () => {
    const person = await server.addPerson();
    const email = fresh();
    const link = await askForAddress(person, email);
    const body = { currentPassword: 'a wrong password', newPassword: 'what a stranger chose' };
    expect((await postJson(server, '/change-password', body, { cookie: person.cookie })).status).toBe(400);
    expect(await subjectsTo(person.email)).not.toContain('Your password at creatorgraph was changed');
    expect((await follow(link)).status).toBe(200);
    expect(await emailOf(person)).toBe(email);
  });
});

describe('a change of address', () => {
  it('is made once by its link, also where the former address came back', async () => {
    const person = await server.addPerson();
    const email = fresh();
    const first = await askForAddress(person, email);
    expect((await follow(first)).status).toBe(200);
    const back = await askForAddress(person, person.email);
    expect((await follow(back)).status).toBe(200);
    expect((await follow(first)).status).toBe(410);
    expect(await emailOf(person)).toBe(person.email);
  });

  it('takes the place of one that was asked for earlier', async () => {
    const person = await server.addPerson();
    const [first, second] = [fresh(), fresh()];
    const earlier = await askForAddress(person, first);
    const later = await askForAddress(person, second);
    expect((await follow(earlier)).status).toBe(410);
    expect((await follow(later)).status).toBe(200);
    expect(await emailOf(person)).toBe(second);
  });

  it('is told to the former address once it is made', async () => {
    const person = await server.addPerson();
    const email = fresh();
    await follow(await askForAddress(person, email));
    const [newest] = await readOutbox(server.runtime.services, { recipient: person.email });
    expect(newest?.content.subject).toBe('Your address at creatorgraph was changed');
    expect(JSON.stringify(newest?.content)).not.toContain(email);
  });

  it('and the confirmation of an address are told apart on the page', async () => {
    const person = await server.addPerson();
    const link = await askForAddress(person, fresh());
    const changed = await (await follow(link)).text();
    expect(changed).toContain('Your address is changed');
    expect(changed).not.toContain('You can sign in now');
    expect(await (await follow(link)).text()).toContain('was used already');
  });
});

it('confirms an address again, in those words, for whoever signs up with it again', async () => {
  const email = fresh();
  const body = { name: 'Ada', email, password: 'a long enough password' };
  await postJson(server, '/sign-up/email', body);
  await postJson(server, '/sign-up/email', body);
  const [again, first] = await readOutbox(server.runtime.services, { recipient: email });
  expect(again?.content.subject).toBe(first?.content.subject);
  expect(JSON.stringify(again?.content)).not.toContain('asked for a new password');
  expect((await choose(tokenOf(again?.content.action?.url ?? ''), 'what the owner chose')).status).toBe(200);
  const signedIn = await postJson(server, '/sign-in/email', { email, password: 'what the owner chose' });
  expect(signedIn.status).toBe(200);
});
