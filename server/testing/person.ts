import { createHmac } from 'node:crypto';
import type { Runtime } from '../app/runtime.ts';
import { decodeGlobalId, encodeGlobalId } from '../lib/global-id.ts';
import { newId } from '../lib/ids.ts';
import type { WorkspaceRole } from '../modules/accounts/role.ts';
import { readOutbox } from '../modules/mail/mail.service.ts';

/** A test server, as far as people need it. */
export interface PeopleServer {
  readonly url: string;
  readonly runtime: Runtime;
}

export interface PersonOptions {
  /** @default 'Robin' */
  name?: string;
  /** @default one of its own */
  email?: string;
  /** Becomes a member of it. @default none */
  workspace?: { readonly id: string };
  /** There. @default 'OWNER' */
  role?: WorkspaceRole;
}

/** A person with a browser, to be passed as `as` wherever a caller is named. */
export interface TestPerson {
  /** Global id. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** The Cookie header of the session. */
  readonly cookie: string;
  /** Another browser of the same person. */
  signInAgain(): Promise<TestPerson>;
  signOut(): Promise<void>;
}

export async function addPerson(
  server: PeopleServer,
  { name = 'Robin', email = `${newId()}@example.com`, workspace, role = 'OWNER' }: PersonOptions = {},
): Promise<TestPerson> {
  const { services } = server.runtime;
  const password = `correct horse ${newId()}`;
  await expectOk(await postJson(server, '/sign-up/email', { name, email, password }));
  const page = await fetch(locally(server, await linkOfNewestMail(server, email)));
  await expectOk(await submit(server, '/account/verify', { token: tokenOf(page.url) }));
  const { id } = await services.database.prisma.user.findUniqueOrThrow({ where: { email } });
  if (workspace !== undefined) {
    const workspaceId = decodeGlobalId(workspace.id).id;
    const createdAt = services.clock.now();
    await services.database.prisma.member.create({
      data: { id: newId(), workspaceId, userId: id, role, createdAt },
    });
  }
  const signIn = async (): Promise<TestPerson> => {
    const signedIn = await expectOk(await postJson(server, '/sign-in/email', { email, password }));
    const cookie = cookiesOf(signedIn);
    return {
      id: encodeGlobalId('User', id),
      name,
      email,
      password,
      cookie,
      signInAgain: signIn,
      async signOut() {
        await expectOk(await postJson(server, '/sign-out', {}, { cookie }));
      },
    };
  };
  return signIn();
}

/** A request of the sign-in API, as our own page sends it. */
export function postJson(
  server: Pick<PeopleServer, 'url'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A form of one of our plain pages. */
export function submit(
  server: Pick<PeopleServer, 'url'>,
  path: string,
  fields: Record<string, string>,
): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
}

/** What a browser would send back. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** The link that somebody was sent last. */
export async function linkOfNewestMail(server: PeopleServer, recipient: string): Promise<string> {
  const [newest] = await readOutbox(server.runtime.services, { recipient });
  const url = newest?.content.action?.url;
  if (url === undefined) throw new Error(`No mail with a link was sent to ${recipient}`);
  return url;
}

export function tokenOf(link: string): string {
  return new URL(link).searchParams.get('token') ?? '';
}

/** A link of ours as it is reached from here, whatever the public name is. */
export function locally(server: PeopleServer, link: string): string {
  const { pathname, search } = new URL(link);
  return `${server.url}${pathname}${search}`;
}

/**
 * As an authenticator app makes it (RFC 6238).
 *
 * @param steps of 30 seconds from now.
 */
export function totpOf(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response;
}
