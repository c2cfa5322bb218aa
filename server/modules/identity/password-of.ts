import type { AuthContext } from 'better-auth';

/** Whether this is the person's password; never for who has none. For what a session that was left open must not do. */
export async function isPasswordOf(
  { password, internalAdapter }: Pick<AuthContext, 'password' | 'internalAdapter'>,
  userId: string,
  typed: string,
): Promise<boolean> {
  // A longer one is none, and would be dear to hash.
  if (typed.length > password.config.maxPasswordLength) return false;
  const hash = (await internalAdapter.findCredentialAccount(userId))?.password ?? null;
  return hash !== null && password.verify({ hash, password: typed });
}
