import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { symmetricDecrypt } from 'better-auth/crypto';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { z } from 'zod';
import type { Services } from '../../app/services.ts';
import { FINISH_TIKTOK_PATH } from '../../lib/identity-paths.ts';
import { takeTotp } from './totp.ts';

const TOTP_PATH = '/two-factor/verify-totp';
const BACKUP_CODE_PATH = '/two-factor/verify-backup-code';
/** better-auth's, of a sign-in that waits for its second factor. */
const HALF_SIGNED_IN_COOKIE = 'two_factor';

const Body = z.object({ code: z.string() });

/**
 * better-auth's second factor, with what it leaves out: a code is good once, who is locked out learns for how long, and it is
 * asked for after a sign-in with TikTok as well.
 */
export function secondFactor(deps: Pick<Services, 'database' | 'clock'>): BetterAuthPlugin {
  const plugin = twoFactor({ issuer: 'creatorgraph' });
  return {
    ...plugin,
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === TOTP_PATH || path === BACKUP_CODE_PATH,
          handler: createAuthMiddleware(async (ctx) => {
            const whose = await whoProves(ctx);
            const body = Body.safeParse(ctx.body);
            // What is missing is for better-auth to refuse.
            if (whose === null || !body.success) return undefined;
            const factor = await deps.database.prisma.twoFactor.findFirst({
              where: { userId: whose.userId },
            });
            if (factor === null) return undefined;
            if (whose.isSigningIn && factor.lockedUntil !== null)
              refuseUntil(factor.lockedUntil, deps.clock.now());
            if (ctx.path === BACKUP_CODE_PATH) return undefined;
            const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: factor.secret });
            if (await takeTotp(deps, factor.id, secret, body.data.code)) return undefined;
            // Handed on as none, so that better-auth counts it as it counts any wrong one.
            return { context: { body: { code: '' } } };
          }),
        },
      ],
      after: plugin.hooks.after.map((hook) => ({
        ...hook,
        matcher: (context: Parameters<(typeof hook)['matcher']>[0]) =>
          hook.matcher(context) || context.path === FINISH_TIKTOK_PATH,
      })),
    },
  };
}

/** Whoever turns the factor on has a session, whoever signs in half of one. */
async function whoProves(
  ctx: GenericEndpointContext,
): Promise<{ userId: string; isSigningIn: boolean } | null> {
  const session = await getSessionFromCtx(ctx);
  if (session !== null) return { userId: session.user.id, isSigningIn: false };
  const { name } = ctx.context.createAuthCookie(HALF_SIGNED_IN_COOKIE);
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  if (typeof identifier !== 'string') return null;
  const begun = await ctx.context.internalAdapter.findVerificationValue(identifier);
  return begun === null ? null : { userId: begun.value, isSigningIn: true };
}

/** @throws APIError where that is still to come. */
function refuseUntil(lockedUntil: Date, now: Date): void {
  const seconds = Math.ceil((lockedUntil.getTime() - now.getTime()) / 1_000);
  if (seconds <= 0) return;
  const minutes = Math.ceil(seconds / 60);
  throw new APIError(
    'TOO_MANY_REQUESTS',
    {
      code: 'ACCOUNT_TEMPORARILY_LOCKED',
      message: `Too many wrong codes: no code is taken for the next ${minutes === 1 ? 'minute' : `${String(minutes)} minutes`}.`,
    },
    { 'retry-after': String(seconds) },
  );
}
