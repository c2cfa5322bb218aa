import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { z } from 'zod';
import type { Addressee } from './account-mails.ts';
import { requirePassword } from './password-of.ts';

const Body = z.object({ newEmail: z.email(), password: z.string() });

/**
 * What better-auth leaves out before it mails the new address: the password, since whoever has the address can choose a new
 * one, and a note to the former address. The note goes whether or not the new one is somebody's, so that it does not tell.
 */
export function addressChange(note: (person: Addressee) => Promise<void>): BetterAuthPlugin {
  return {
    id: 'address-change',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/change-email',
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx);
            if (session === null) {
              throw new APIError('UNAUTHORIZED', { code: 'UNAUTHORIZED', message: 'Sign in first.' });
            }
            const body = Body.safeParse(ctx.body);
            if (!body.success) {
              const message = 'It takes the new address and your password.';
              throw new APIError('BAD_REQUEST', { code: 'VALIDATION_ERROR', message });
            }
            const { id, email } = session.user;
            await requirePassword(ctx.context, id, body.data.password);
            if (body.data.newEmail.toLowerCase() === email.toLowerCase()) {
              throw new APIError('BAD_REQUEST', {
                code: 'SAME_EMAIL',
                message: 'That is your address already.',
              });
            }
            await note({ id, email });
          }),
        },
      ],
    },
  };
}
