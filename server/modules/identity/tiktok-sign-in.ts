import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, getSessionFromCtx, sensitiveSessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import { FINISH_TIKTOK_PATH, TIKTOK_AUTH_PATH } from '../../lib/identity-paths.ts';
import { messageOf } from '../../lib/errors.ts';
import { TikTokError } from '../../vendors/tiktok/port.ts';
import { requirePassword } from './password-of.ts';
import {
  beginAtTikTok,
  linkedSince,
  linkTikTok,
  personBehind,
  spendState,
  unlinkTikTok,
} from './tiktok-link.service.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'tiktok' | 'log' | 'config'>;

const COOKIE = 'cg_tiktok_sign_in';

/**
 * Signing in with a TikTok account that the person has linked before. better-auth's own provider would make or find people
 * by an address, which TikTok does not tell, keep TikTok's tokens, and ask for no second factor.
 */
export function tiktokSignIn(deps: Deps): BetterAuthPlugin {
  const isHttps = new URL(deps.config.publicUrl).protocol === 'https:';
  const attributes = { path: TIKTOK_AUTH_PATH, httpOnly: true, sameSite: 'lax', secure: isHttps } as const;

  return {
    id: 'tiktok-sign-in',
    endpoints: {
      beginTikTokSignIn: createAuthEndpoint('/sign-in/tiktok', { method: 'POST' }, async (ctx) => {
        const { url, cookie, maxAge } = await beginAtTikTok(deps, null);
        ctx.setCookie(COOKIE, cookie, { ...attributes, maxAge });
        return ctx.json({ url });
      }),

      // Asks for the password, since a link is one more way in: a session that was left open must not make one.
      beginTikTokLink: createAuthEndpoint(
        '/link-tiktok',
        { method: 'POST', body: z.object({ password: z.string() }), use: [sensitiveSessionMiddleware] },
        async (ctx) => {
          const { id } = ctx.context.session.user;
          await requirePassword(ctx.context, id, ctx.body.password);
          const { url, cookie, maxAge } = await beginAtTikTok(deps, id);
          ctx.setCookie(COOKIE, cookie, { ...attributes, maxAge });
          return ctx.json({ url });
        },
      ),

      unlinkTikTok: createAuthEndpoint(
        '/unlink-tiktok',
        { method: 'POST', use: [sensitiveSessionMiddleware] },
        async (ctx) => {
          if (await unlinkTikTok(deps, ctx.context.session.user.id)) return ctx.json({ success: true });
          return refuse('NOT_FOUND', 'NOT_LINKED', 'No TikTok account is linked.');
        },
      ),

      tikTokLink: createAuthEndpoint(
        '/tiktok-link',
        { method: 'GET', use: [sensitiveSessionMiddleware] },
        async (ctx) => ctx.json({ linkedSince: await linkedSince(deps, ctx.context.session.user.id) }),
      ),

      finishAtTikTok: createAuthEndpoint(
        FINISH_TIKTOK_PATH,
        { method: 'POST', body: z.object({ state: z.string(), code: z.string().nullable() }) },
        async (ctx) => {
          const { state, code } = ctx.body;
          const begun = await spendState(deps, state, ctx.getCookie(COOKIE) ?? null);
          if (begun === null) {
            return refuse('GONE', 'EXPIRED', 'This is spent, too old, or was begun in another browser.');
          }
          ctx.setCookie(COOKIE, '', { ...attributes, maxAge: 0 });
          if (code === null || code === '') {
            return refuse('BAD_REQUEST', 'DECLINED', 'TikTok did not say who you are.');
          }
          const openId = await openIdBehind(deps, code, begun.codeVerifier);
          if (begun.userId === null) {
            const userId = await personBehind(deps, openId);
            const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId);
            if (user === null) return refuse('FORBIDDEN', 'NOT_LINKED', 'Nobody has linked this account.');
            const session = await ctx.context.internalAdapter.createSession(user.id);
            await setSessionCookie(ctx, { session, user });
            return ctx.json({ outcome: 'SIGNED_IN' });
          }
          // The person may have signed out, or another one in, while TikTok asked.
          const current = await getSessionFromCtx(ctx);
          if (current?.user.id !== begun.userId) {
            return refuse('UNAUTHORIZED', 'SIGNED_OUT', 'You are no longer signed in.');
          }
          const outcome = await linkTikTok(deps, begun.userId, openId);
          if (outcome === 'LINKED') return ctx.json({ outcome });
          return refuse('CONFLICT', outcome, 'This account is linked to somebody else, or you to another.');
        },
      ),
    },
  };
}

/** The tokens that come along are let go of: they end by themselves, and revoking would end connections as well. */
async function openIdBehind({ tiktok, log }: Deps, code: string, codeVerifier: string): Promise<string> {
  try {
    return (await tiktok.exchangeCode({ code, codeVerifier })).openId;
  } catch (error) {
    if (!(error instanceof TikTokError)) throw error;
    log.warn({ reason: messageOf(error), logId: error.logId }, 'TikTok did not say who signs in');
    return refuse('BAD_REQUEST', error.code, error.message);
  }
}

function refuse(status: ConstructorParameters<typeof APIError>[0], code: string, message: string): never {
  throw new APIError(status, { code, message });
}
