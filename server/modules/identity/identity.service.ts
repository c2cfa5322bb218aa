import { APIError } from 'better-auth/api';
import { newSecret } from '../../lib/secret.ts';
import { type AuthDeps, createBetterAuth } from './better-auth.ts';
import type { Identity } from './identity.ts';
import { RESET_LINK_SECONDS } from './sign-in-mails.ts';
import { ensureSignInSecret } from './sign-in-secret.service.ts';
import { underSignUpPolicy } from './sign-up-policy.ts';

export async function createIdentity(deps: AuthDeps): Promise<Identity> {
  const auth = createBetterAuth(deps, await ensureSignInSecret(deps));
  return {
    handle: (request) => underSignUpPolicy(deps, request, () => auth.handler(request)),
    async sessionOf(cookie) {
      const found = await auth.api.getSession({
        headers: new Headers({ cookie }),
        query: { disableRefresh: true },
      });
      if (found === null) return null;
      const { id, userId, expiresAt } = found.session;
      return { id, userId, expiresAt };
    },
    async verifyEmail(token) {
      const outcome = await orRefusal(auth.api.verifyEmail({ query: { token } }));
      return !(outcome instanceof APIError);
    },
    async createPasswordToken(userId) {
      const token = newSecret();
      const { internalAdapter } = await auth.$context;
      await internalAdapter.createVerificationValue({
        value: userId,
        identifier: `reset-password:${token}`,
        expiresAt: new Date(deps.clock.now().getTime() + RESET_LINK_SECONDS * 1_000),
      });
      return token;
    },
    async resetPassword(token, newPassword) {
      const outcome = await orRefusal(auth.api.resetPassword({ body: { token, newPassword } }));
      if (!(outcome instanceof APIError)) return 'DONE';
      return outcome.body?.code?.startsWith('PASSWORD_') === true ? 'REFUSED' : 'EXPIRED';
    },
  };
}

/** What better-auth refuses is an answer; whatever else it throws is a bug. */
async function orRefusal<T>(answer: Promise<T>): Promise<T | APIError> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return error;
    throw error;
  }
}
