import type { Services } from '../../app/services.ts';
import type { Remember } from '../../data/idempotency.ts';
import type { Prisma, TikTokConnection, TikTokLogin } from '../../data/generated/prisma/client.ts';
import type { Transaction } from '../../data/database.ts';
import { ConflictError, ValidationError, messageOf } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import type { NewGrant, TikTokProfile } from '../../vendors/tiktok/port.ts';
import { recordAction } from '../accounts/audit.service.ts';
import { keepWorkspace } from '../accounts/workspace.service.ts';
import { TikTokError } from './connection.errors.ts';
import { record } from './connection.events.ts';
import { profileColumns } from './connection-profile.ts';
import { changeStatus, lockSyncs, toStatusChanged } from './connection-status.service.ts';
import { livingConnections } from './credential-refresh.service.ts';
import { releaseCredential } from './credential-release.service.ts';
import { claimLogin } from './login.service.ts';
import type { LoginBearer } from './login.service.ts';
import { createTasks, resumeTasks } from '../collector/capture-task.service.ts';
import { cancelSync, planSync } from '../collector/sync-plan.service.ts';
import { pairTimes } from './token-pair.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub' | 'queue'>;

/** What TikTok's redirect brought. From a browser's request decoded once, as every web framework does. */
export interface LoginCallback {
  state: string;
  code?: string | null | undefined;
  /** Instead of a code: access_denied, … */
  error?: string | null | undefined;
  by: LoginBearer;
}

export interface CompletedLogin {
  connection: TikTokConnection;
  /** Path that `startLogin` was given. */
  returnTo: string | null;
}

/**
 * Ends a login: trades the code, stores the encrypted tokens and the connection, and queues its first sync, all or
 * nothing. A connection that exists is brought back with its history. Scopes that were declined are no failure.
 *
 * @throws ConflictError EXPIRED (see `claimLogin`), or CONFLICT when a named connection belongs to another account or has
 * left the workspace, or the account's history is being erased.
 * @throws TikTokError when the person declined, or TikTok refused or failed; the login is spent then.
 * @throws ForbiddenError when whoever began it may not connect accounts any more.
 */
export async function completeLogin(
  deps: Deps,
  { state, code, error, by }: LoginCallback,
  remember: Remember = async () => {},
): Promise<CompletedLogin> {
  const { login, beginner } = await claimLogin(deps, state, by);
  if (code === null || code === undefined || code === '') {
    throw new TikTokError('TikTok did not grant access.', {
      code: 'TIKTOK_AUTH_FAILED',
      tikTokCode: error ?? null,
    });
  }
  const codeVerifier = await deps.cipher.decrypt(login.codeVerifier);
  const askedAt = deps.clock.now();
  const grant = await deps.tiktok.exchangeCode({ code, codeVerifier });
  const profile = await readProfile(deps, grant);
  const tokens = {
    accessToken: await deps.cipher.encrypt(grant.accessToken),
    refreshToken: await deps.cipher.encrypt(grant.refreshToken),
  };
  if (await isOfAnotherAccount(deps, login, grant.openId)) {
    const announce = await deps.database.transaction(async (tx) =>
      letGoOf(tx, deps, await storeCredential(tx, deps, grant, tokens, askedAt), grant),
    );
    await announce();
    throw new ConflictError(
      'This connection belongs to another TikTok account than the one that was chosen; connect that one separately.',
    );
  }

  const announcements: (() => Promise<void>)[] = [];
  const connection = await deps.database.transaction(async (tx) => {
    const credentialId = await storeCredential(tx, deps, grant, tokens, askedAt);
    const { workspaceId } = login;
    await keepWorkspace(tx, workspaceId);
    const existing = await tx.tikTokConnection.findUnique({
      where: { workspaceId_openId: { workspaceId, openId: grant.openId } },
      select: { id: true, missingScopes: true },
    });
    if (existing !== null) await lockSyncs(tx, [existing.id]);
    // Looked at under the lock that a move takes, too: what was moved is not begun anew where it was.
    if (login.connectionId !== null && !(await isIn(tx, login.connectionId, workspaceId))) {
      announcements.push(await letGoOf(tx, deps, credentialId, grant));
      return null;
    }
    if (existing !== null) {
      // One that is under way has the former pair, and would tell of its end.
      await cancelSync(tx, existing.id);
    }
    const askedFor = new Set([...login.requestedScopes, ...(existing?.missingScopes ?? [])]);
    const missingScopes = [...askedFor].filter((scope) => !grant.scopes.includes(scope));
    const stored = await storeConnection(tx, deps, {
      workspaceId,
      missingScopes,
      grant,
      profile,
      credentialId,
    });
    if (existing !== null) announcements.push(await record(tx, deps, stored.id, toStatusChanged(stored)));
    // Other workspaces use the same grant, with what the person has granted now.
    const others = { AND: [livingConnections(credentialId), { id: { not: stored.id } }] };
    const alive = { status: 'ACTIVE', statusReason: null, scopes: grant.scopes } as const;
    announcements.push(await changeStatus(tx, deps, others, alive));
    await planSync(tx, deps, stored.id);
    await recordAction(tx, beginner, {
      workspaceId,
      at: deps.clock.now(),
      action: 'connection.connect',
      targetId: stored.id,
    });
    await remember(tx, { connectionId: stored.id });
    return tx.tikTokConnection.findUniqueOrThrow({ where: { id: stored.id } });
  });
  for (const announce of announcements) await announce();
  if (connection === null) {
    throw new ConflictError(
      'The connection that this login was for has left the workspace; reconnect it in the one where it is now.',
    );
  }
  return { connection, returnTo: login.returnTo };
}

/**
 * The same for an app that received TikTok's redirect itself and passes code and state on as they stood in the
 * address: still encoded once.
 *
 * @throws ValidationError when one of them is not well encoded.
 */
export async function completeEncodedLogin(
  deps: Deps,
  { code, state, by }: { code: string; state: string; by: LoginBearer },
  remember: Remember,
): Promise<CompletedLogin> {
  return completeLogin(deps, { code: decode('code', code), state: decode('state', state), by }, remember);
}

function decode(field: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    throw new ValidationError(
      [{ path: ['input', field], message: 'is not percent-encoded as in the address' }],
      { cause: error },
    );
  }
}

/** The profile is a courtesy here, since the first sync reads it again: its failure must not lose the grant. */
async function readProfile(deps: Deps, grant: NewGrant): Promise<TikTokProfile | null> {
  try {
    return await deps.tiktok.userInfo(grant.accessToken, grant.scopes, { urgency: 'USER' });
  } catch (error) {
    if (!(error instanceof TikTokError)) throw error;
    deps.log.warn({ reason: messageOf(error), logId: error.logId }, 'Connected without a profile');
    return null;
  }
}

/** Whether the login was to bring back a connection, and the person has chosen another account. */
async function isOfAnotherAccount(
  deps: Deps,
  { connectionId }: TikTokLogin,
  openId: string,
): Promise<boolean> {
  if (connectionId === null) return false;
  const named = await deps.database.prisma.tikTokConnection.findUnique({ where: { id: connectionId } });
  // One that was erased meanwhile is looked at where it would be stored.
  return named !== null && named.openId !== openId;
}

/** In the transaction: a moved connection is in another workspace, an erased one nowhere. */
async function isIn(tx: Transaction, connectionId: string, workspaceId: string): Promise<boolean> {
  return (await tx.tikTokConnection.count({ where: { id: connectionId, workspaceId } })) > 0;
}

/**
 * Leaves no grant at TikTok that nobody uses; connections that use the account have the newer pair. The returned function
 * announces it, for after the commit.
 */
async function letGoOf(
  tx: Transaction,
  deps: Deps,
  credentialId: string,
  { scopes }: NewGrant,
): Promise<() => Promise<void>> {
  await releaseCredential(tx, deps, credentialId, { isToldElsewhere: false });
  const alive = { status: 'ACTIVE', statusReason: null, scopes } as const;
  return changeStatus(tx, deps, livingConnections(credentialId), alive);
}

async function storeCredential(
  tx: Transaction,
  deps: Deps,
  grant: NewGrant,
  tokens: { accessToken: string; refreshToken: string },
  askedAt: Date,
): Promise<string> {
  const { clientKey } = deps.tiktok;
  const now = deps.clock.now();
  const data = {
    ...tokens,
    keyId: deps.cipher.keyId,
    ...pairTimes(askedAt, {
      accessSeconds: grant.accessTokenLifetimeSeconds,
      refreshSeconds: grant.refreshTokenLifetimeSeconds,
    }),
    scopes: grant.scopes,
    // A refresh or revocation that is under way is void: it was for the pair that this one replaces.
    refreshLeaseUntil: null,
    refreshFailures: 0,
    refreshFailure: null,
    refreshRetryAt: null,
    deadReason: null,
    revokeRequestedAt: null,
    // TikTok's word, since what it tells of the grant later is of its clock, too.
    grantedAt: grant.grantedAt ?? askedAt,
    updatedAt: now,
  };
  const credential = await tx.tikTokCredential.upsert({
    where: { clientKey_openId: { clientKey, openId: grant.openId } },
    create: { id: newId(), clientKey, openId: grant.openId, createdAt: now, ...data },
    update: { ...data, pairVersion: { increment: 1 } },
  });
  return credential.id;
}

async function storeConnection(
  tx: Transaction,
  deps: Deps,
  facts: {
    workspaceId: string;
    missingScopes: string[];
    grant: NewGrant;
    profile: TikTokProfile | null;
    credentialId: string;
  },
): Promise<TikTokConnection> {
  const { workspaceId, missingScopes, profile, credentialId } = facts;
  const { openId, scopes } = facts.grant;
  const now = deps.clock.now();
  const data = {
    credentialId,
    status: 'ACTIVE',
    statusReason: null,
    erasureDueAt: null,
    grantedScopes: scopes,
    missingScopes,
    ...(profile !== null && profileColumns(profile)),
  } satisfies Prisma.TikTokConnectionUncheckedUpdateInput;
  const connection = await tx.tikTokConnection.upsert({
    where: { workspaceId_openId: { workspaceId, openId } },
    create: { id: newId(), workspaceId, openId, createdAt: now, ...data },
    update: data,
  });
  if (connection.erasingSince !== null) {
    throw new ConflictError(
      "This account's history is being erased; connect it again once that is done, in a moment.",
    );
  }
  const connectionId = connection.id;
  await tx.tikTokSyncState.upsert({
    where: { connectionId },
    create: { connectionId, nextSyncAt: now },
    update: { nextSyncAt: now },
  });
  await createTasks(tx, connection, now);
  await resumeTasks(tx, connectionId, now);
  return connection;
}
