import { APIError } from 'better-auth/api';
import { z } from 'zod';
import { isUniqueViolation } from '../../data/errors.ts';
import { newSecret } from '../../lib/secret.ts';
import { type AuthDeps, createBetterAuth } from './better-auth.ts';
import type { Identity } from './identity.ts';
import { RESET_LINK_SECONDS } from './sign-in-mails.ts';
import { ensureSignInSecret } from './sign-in-secret.service.ts';
import { underSignUpPolicy } from './sign-up-policy.ts';

/** What better-auth answers to the link in the mail to a new address. */
const Changed = z.object({ user: z.object({ id: z.string() }) });

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
      try {
        const outcome = await orRefusal(auth.api.verifyEmail({ query: { token } }));
        if (outcome instanceof APIError) return false;
        // It tells a person only where his address changed: what was mailed to the former one opens nothing any more.
        const changed = Changed.safeParse(outcome).data?.user.id;
        if (changed !== undefined)
          await deps.database.prisma.verification.deleteMany({ where: { value: changed } });
        return true;
      } catch (error) {
        // Somebody else has the address by now.
        if (isUniqueViolation(error)) return false;
        throw error;
      }
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
