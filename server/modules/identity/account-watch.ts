import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import type { SendMailDeps } from '../mail/mail.service.ts';
import { type Addressee, tell } from './account-mails.ts';
import { voidLinks } from './mailed-links.service.ts';
import { passwordChangedNote, secondFactorNote } from './sign-in-mails.ts';

type Deps = SendMailDeps & Pick<Services, 'database'>;

/** What better-auth answers where it did what was asked. */
const Done = z.object({
  user: z.object({ id: z.string(), email: z.string(), twoFactorEnabled: z.boolean().nullish() }),
});

/** A new password ends what the former one may have begun, and its owner is told; so he is of his second factor. */
export function accountWatch(deps: Deps): BetterAuthPlugin {
  const { publicUrl } = deps.config;
  return {
    id: 'account-watch',
    hooks: {
      after: [
        {
          matcher: ({ path }) => path === '/change-password',
          handler: createAuthMiddleware(async (ctx) => {
            const done = Done.safeParse(ctx.context.returned).data;
            if (done !== undefined) await passwordChanged(deps, done.user);
          }),
        },
        {
          // Asked at every sign-in, too. It answers with the person as he was before.
          matcher: ({ path }) => path === '/two-factor/verify-totp',
          handler: createAuthMiddleware(async (ctx) => {
            const before = Done.safeParse(ctx.context.returned).data?.user;
            if (before?.twoFactorEnabled === false)
              await tell(deps, before, secondFactorNote(publicUrl, true));
          }),
        },
        {
          matcher: ({ path }) => path === '/two-factor/disable',
          handler: createAuthMiddleware(async (ctx) => {
            // It begins a new session where it did what was asked, and answers with no person.
            const person = ctx.context.newSession?.user;
            if (person !== undefined) await tell(deps, person, secondFactorNote(publicUrl, false));
          }),
        },
      ],
    },
  };
}

/** Whoever had the former password may have asked for links with it. */
export async function passwordChanged(deps: Deps, person: Addressee): Promise<void> {
  await voidLinks(deps, person.id);
  await tell(deps, person, passwordChangedNote(deps.config.publicUrl));
}
