import { APIError } from 'better-auth/api';
import { decodeJwt, errors } from 'jose';
import { z } from 'zod';
import { isUniqueViolation } from '../../data/errors.ts';
import { tell } from './account-mails.ts';
import { type AuthDeps, createBetterAuth } from './better-auth.ts';
import type { Identity } from './identity.ts';
import { spendAddressChange, voidLinks } from './mailed-links.service.ts';
import { createPasswordToken } from './password-token.ts';
import { addressChangedNote } from './sign-in-mails.ts';
import { ensureSignInSecret } from './sign-in-secret.service.ts';
import { underSignUpPolicy } from './sign-up-policy.ts';

/** What better-auth signs in the link of a mail to a new address. `email` is the former one. */
const Change = z.object({ userId: z.string(), email: z.string(), updateTo: z.string() });

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
      const change = changeIn(token);
      if (change !== null && !(await spendAddressChange(deps, token))) return null;
      try {
        const outcome = await orRefusal(auth.api.verifyEmail({ query: { token } }));
        if (outcome instanceof APIError) return null;
      } catch (error) {
        // Somebody else has the address by now.
        if (isUniqueViolation(error)) return null;
        throw error;
      }
      if (change === null) return 'CONFIRMED';
      // What was mailed to the former address opens nothing any more.
      const { userId, email } = change;
      await voidLinks(deps, userId);
      await tell(deps, { id: userId, email }, addressChangedNote(deps.config.publicUrl));
      return 'CHANGED';
    },
    async createPasswordToken(userId) {
      return createPasswordToken(deps, await auth.$context, userId);
    },
    async resetPassword(token, newPassword) {
      const outcome = await orRefusal(auth.api.resetPassword({ body: { token, newPassword } }));
      if (!(outcome instanceof APIError)) return 'DONE';
      return outcome.body?.code?.startsWith('PASSWORD_') === true ? 'REFUSED' : 'EXPIRED';
    },
  };
}

/** The change of address that a link is for; null where it is for another thing. Whether it is ours, better-auth checks. */
function changeIn(token: string): z.infer<typeof Change> | null {
  try {
    return Change.safeParse(decodeJwt(token)).data ?? null;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return null;
    throw error;
  }
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
