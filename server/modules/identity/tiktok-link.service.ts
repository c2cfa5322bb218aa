import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import { newId } from '../../lib/ids.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'tiktok'>;

/** Of our rows of accounts elsewhere. */
const PROVIDER = 'tiktok';
/** All that is asked for: it tells whose account it is. */
const SCOPE = 'user.info.basic';
/** Enough to sign in at TikTok on the way, as with connecting an account. */
const TTL_SECONDS = 10 * 60;
/** TikTok sends people back to one address, whatever they went for: the state tells. */
const STATE_PREFIX = 'sign-in.';

const Begun = z.object({ browserHash: z.string(), userId: z.string().nullable() });

/** Whether TikTok's redirect belongs to signing in or linking, rather than to connecting an account. */
export function isSignInState(state: string): boolean {
  return state.startsWith(STATE_PREFIX);
}

/**
 * Prepares a way to TikTok and back. The state is stored hashed and tied to the browser that gets the cookie, from which the
 * PKCE verifier is derived as well: so whoever has the state, or the database, can finish nothing.
 *
 * @param userId who is to be linked; null: who is linked already signs in.
 */
export async function beginAtTikTok(
  { database, clock, tiktok }: Deps,
  userId: string | null,
): Promise<{ url: string; cookie: string; maxAge: number }> {
  const state = `${STATE_PREFIX}${newSecret()}`;
  const cookie = newSecret();
  const now = clock.now();
  await database.prisma.verification.create({
    data: {
      id: newId(),
      identifier: identifierOf(state),
      value: JSON.stringify({ browserHash: hashOfSecret(cookie), userId } satisfies z.infer<typeof Begun>),
      expiresAt: new Date(now.getTime() + TTL_SECONDS * 1_000),
      createdAt: now,
      updatedAt: now,
    },
  });
  const url = tiktok.authorizationUrl({
    scopes: [SCOPE],
    state,
    codeVerifier: verifierOf(cookie),
    // Whoever links has to see which account it is.
    alwaysAsk: userId !== null,
  });
  return { url, cookie, maxAge: TTL_SECONDS };
}

/**
 * Spends the state: of two that try, one gets it. Null where it is unknown, spent, too old or another browser's, and then
 * nothing is spent.
 */
export async function spendState(
  { database, clock }: Deps,
  state: string,
  cookie: string | null,
): Promise<{ userId: string | null; codeVerifier: string } | null> {
  const { verification } = database.prisma;
  const stored = await verification.findFirst({
    where: { identifier: identifierOf(state), expiresAt: { gt: clock.now() } },
  });
  if (stored === null || cookie === null) return null;
  const { browserHash, userId } = Begun.parse(JSON.parse(stored.value));
  if (browserHash !== hashOfSecret(cookie)) return null;
  const { count } = await verification.deleteMany({ where: { id: stored.id } });
  return count === 0 ? null : { userId, codeVerifier: verifierOf(cookie) };
}

/**
 * Lets the person sign in with the account from now on; none of TikTok's tokens is stored. TAKEN: the account is another
 * person's. OTHER: the person has linked another one.
 */
export async function linkTikTok(
  { database, clock }: Deps,
  userId: string,
  openId: string,
): Promise<'LINKED' | 'TAKEN' | 'OTHER'> {
  const { account } = database.prisma;
  const linked = await account.findFirst({ where: { userId, providerId: PROVIDER } });
  if (linked !== null) return linked.accountId === openId ? 'LINKED' : 'OTHER';
  const now = clock.now();
  const data = { id: newId(), userId, providerId: PROVIDER, accountId: openId, scope: SCOPE };
  try {
    await account.create({ data: { ...data, createdAt: now, updatedAt: now } });
    return 'LINKED';
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return 'TAKEN';
  }
}

/** False where nothing was linked. */
export async function unlinkTikTok({ database }: Deps, userId: string): Promise<boolean> {
  const { count } = await database.prisma.account.deleteMany({ where: { userId, providerId: PROVIDER } });
  return count > 0;
}

/** Since when the person may sign in with TikTok; null: not. */
export async function linkedSince({ database }: Deps, userId: string): Promise<Date | null> {
  const account = await database.prisma.account.findFirst({ where: { userId, providerId: PROVIDER } });
  return account?.createdAt ?? null;
}

/** Whose account it is; null where nobody has linked it, or he is being erased. */
export async function personBehind({ database }: Deps, openId: string): Promise<string | null> {
  const account = await database.prisma.account.findFirst({
    where: { providerId: PROVIDER, accountId: openId, user: { erasingSince: null } },
    select: { userId: true },
  });
  return account?.userId ?? null;
}

function identifierOf(state: string): string {
  return hashOfSecret(`tiktok-sign-in:${state}`);
}

/** 64 characters, as PKCE takes them. */
function verifierOf(cookie: string): string {
  return hashOfSecret(`pkce:${cookie}`);
}
