import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Services } from '../../app/services.ts';
import { DEMO_OWNER, DEMO_SLUG } from '../demo/demo-workspace.service.ts';

/**
 * Signs whoever asks in as the demo's owner, without a password. For the sandbox alone: a server with TikTok's credentials
 * is made without it.
 */
// Its type is worked out from what it adds, and no name stands for it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function demoSignIn({ database }: Pick<Services, 'database'>) {
  return {
    id: 'demo-sign-in',
    endpoints: {
      signInDemo: createAuthEndpoint('/sign-in/demo', { method: 'POST' }, async (ctx) => {
        const owner = await database.prisma.user.findFirst({
          where: { members: { some: { role: 'OWNER', workspace: { slug: DEMO_SLUG } } }, email: DEMO_OWNER },
          select: { id: true },
        });
        const user = owner === null ? null : await ctx.context.internalAdapter.findUserById(owner.id);
        if (user === null)
          throw new APIError('NOT_FOUND', { code: 'NOT_FOUND', message: 'There is no demo.' });
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ user });
      }),
    },
  } satisfies BetterAuthPlugin;
}
