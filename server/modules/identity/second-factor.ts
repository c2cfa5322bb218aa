import type { BetterAuthPlugin } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { FINISH_TIKTOK_PATH } from '../../lib/identity-paths.ts';

/** better-auth's second factor, asked for after a sign-in with TikTok as well: by itself it knows of passwords alone. */
export function secondFactor(): BetterAuthPlugin {
  const plugin = twoFactor({ issuer: 'creatorgraph' });
  return {
    ...plugin,
    hooks: {
      after: plugin.hooks.after.map((hook) => ({
        ...hook,
        matcher: (context: Parameters<(typeof hook)['matcher']>[0]) =>
          hook.matcher(context) || context.path === FINISH_TIKTOK_PATH,
      })),
    },
  };
}
