import type { AuthContext } from 'better-auth';
import type { Services } from '../../app/services.ts';
import { newSecret } from '../../lib/secret.ts';
import { RESET_LINK_SECONDS } from './sign-in-mails.ts';

/** A token with which the person chooses a password, within the hour and once: what better-auth mails who forgot it. */
export async function createPasswordToken(
  { clock }: Pick<Services, 'clock'>,
  { internalAdapter }: Pick<AuthContext, 'internalAdapter'>,
  userId: string,
): Promise<string> {
  const token = newSecret();
  await internalAdapter.createVerificationValue({
    value: userId,
    identifier: `reset-password:${token}`,
    expiresAt: new Date(clock.now().getTime() + RESET_LINK_SECONDS * 1_000),
  });
  return token;
}
