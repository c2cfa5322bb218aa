import type { AuthContext } from 'better-auth';
import { APIError } from 'better-auth/api';

type Context = Pick<AuthContext, 'password' | 'internalAdapter'>;

/**
 * For what a session that was left open must not do.
 *
 * @throws APIError INVALID_PASSWORD where this is not the person's password; always for who has none.
 */
export async function requirePassword(context: Context, userId: string, typed: string): Promise<void> {
  if (await isPasswordOf(context, userId, typed)) return;
  throw new APIError('BAD_REQUEST', { code: 'INVALID_PASSWORD', message: 'The password is wrong.' });
}

async function isPasswordOf(
  { password, internalAdapter }: Context,
  userId: string,
  typed: string,
): Promise<boolean> {
  // A longer one is none, and would be dear to hash.
  if (typed.length > password.config.maxPasswordLength) return false;
  const hash = (await internalAdapter.findCredentialAccount(userId))?.password ?? null;
  return hash !== null && password.verify({ hash, password: typed });
}
