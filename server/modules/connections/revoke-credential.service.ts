import type { Services } from '../../app/services.ts';
import type { TikTokCredential } from '../../data/generated/prisma/client.ts';
import { TikTokError } from './connection.errors.ts';
import { dropLease, takeLease } from './credential-lease.ts';
import { livingConnections, refreshOnce } from './credential-refresh.service.ts';
import { revokeCredentialJob } from './revoke-credential.job.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'log' | 'tiktok' | 'cipher' | 'hub'>;

/** TikTok is asked for so long; then the grant is forgotten without it. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;
/** Between two attempts, growing with the time that went by. */
const FIRST_RETRY_SECONDS = 30;
const LAST_RETRY_SECONDS = 3_600;
/** How long a request may lie before the job that it sent counts as lost. */
const LOST_AFTER_MS = 3_600_000;

export interface Revocation {
  /**
   * REVOKED: TikTok ended the grant, or had ended it. GIVEN_UP: it could not be told for three days. POSTPONED: it is to
   * be asked again. All but the last deleted the credential. NOTHING_TO_DO: it is used again, or gone.
   */
  outcome: 'REVOKED' | 'GIVEN_UP' | 'POSTPONED' | 'NOTHING_TO_DO';
  /** With POSTPONED. */
  retryInSeconds: number;
}

/**
 * Ends a grant at TikTok that no connection uses any more, with a token that was refreshed before where it had ended, and
 * then deletes it. Safe beside itself, a refresh and a login; a login that began while TikTok answered may find its own
 * grant ended with the former one, which its first use then says.
 */
export async function revokeCredential(deps: Deps, credentialId: string): Promise<Revocation> {
  const credential = await deps.database.prisma.tikTokCredential.findUnique({ where: { id: credentialId } });
  const requestedAt = credential?.revokeRequestedAt ?? null;
  if (credential === null || requestedAt === null) return ended('NOTHING_TO_DO');
  const waitedMs = deps.clock.now().getTime() - requestedAt.getTime();
  try {
    await tell(deps, credential);
    return ended((await forget(deps, credentialId, requestedAt)) ? 'REVOKED' : 'NOTHING_TO_DO');
  } catch (error) {
    if (!(error instanceof TikTokError)) throw error;
    if (waitedMs < GIVE_UP_AFTER_MS) return postponed(waitedMs, error.retryAfterSeconds);
    const { code, tikTokCode, logId } = error;
    deps.log.error(
      { credentialId, code, tikTokCode, logId },
      'TikTok could not be told for three days that a grant is no longer used; it was forgotten without',
    );
    return ended((await forget(deps, credentialId, requestedAt)) ? 'GIVEN_UP' : 'NOTHING_TO_DO');
  }
}

/** Sends the jobs that were lost once more. Returns how many. */
export async function resumeRevocations({
  database,
  clock,
  queue,
}: Pick<Services, 'database' | 'clock' | 'queue'>): Promise<number> {
  const before = new Date(clock.now().getTime() - LOST_AFTER_MS);
  const waiting = await database.prisma.tikTokCredential.findMany({
    where: { revokeRequestedAt: { lte: before } },
    select: { id: true },
  });
  for (const { id } of waiting) {
    await queue.send(revokeCredentialJob, { credentialId: id }, { singletonKey: id });
  }
  return waiting.length;
}

/** Tells TikTok, unless the grant's death or a login makes it needless. */
async function tell(deps: Deps, credential: TikTokCredential): Promise<void> {
  const first = isExpired(deps, credential) ? await refreshOnce(deps, credential) : credential;
  if (!isUnwanted(first) || (await revoke(deps, first))) return;
  // TikTok does not know the token: perhaps the token alone has ended, and not the grant.
  const second = await refreshOnce(deps, first);
  if (!isUnwanted(second) || (await revoke(deps, second))) return;
  throw new TikTokError('TikTok does not accept a token that it has just given.', {
    code: 'TIKTOK_REJECTED',
  });
}

/** Alive, and used by nobody. */
function isUnwanted(credential: TikTokCredential | null): credential is TikTokCredential {
  return credential !== null && credential.deadReason === null && credential.revokeRequestedAt !== null;
}

/** False where TikTok does not accept the token. */
async function revoke(deps: Deps, credential: TikTokCredential): Promise<boolean> {
  // The lease keeps a refresh from changing the pair meanwhile.
  if (!(await takeLease(deps.database, credential))) {
    throw new TikTokError('Another process refreshes or revokes this grant.', { code: 'TIKTOK_UNAVAILABLE' });
  }
  try {
    await deps.tiktok.revoke(await deps.cipher.decrypt(credential.accessToken));
    return true;
  } catch (error) {
    if (error instanceof TikTokError && error.problem === 'GRANT_DEAD') return false;
    throw error;
  } finally {
    await dropLease(deps.database, credential);
  }
}

/** Deletes it, unless the person has connected again since. */
async function forget({ database }: Deps, id: string, requestedAt: Date): Promise<boolean> {
  const deleted = await database.prisma.tikTokCredential.deleteMany({
    where: { id, revokeRequestedAt: requestedAt, connections: { none: livingConnections(id) } },
  });
  return deleted.count > 0;
}

function isExpired({ clock }: Deps, { accessTokenExpiresAt }: TikTokCredential): boolean {
  return accessTokenExpiresAt <= clock.now();
}

function ended(outcome: Exclude<Revocation['outcome'], 'POSTPONED'>): Revocation {
  return { outcome, retryInSeconds: 0 };
}

function postponed(waitedMs: number, retryAfterSeconds: number | null): Revocation {
  const grown = Math.min(Math.max(FIRST_RETRY_SECONDS, waitedMs / 2_000), LAST_RETRY_SECONDS);
  return { outcome: 'POSTPONED', retryInSeconds: Math.ceil(Math.max(grown, retryAfterSeconds ?? 0)) };
}
