import type { Services } from '../../app/services.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { AiBudget } from '../ai-budget/ai-budget.ts';
import { aiBudgetsOf } from '../ai-budget/ai-budget.service.ts';
import { TIKTOK_ENDPOINTS } from '../../vendors/tiktok/port.ts';

/** What is left of TikTok's quota at one endpoint. */
export interface TikTokQuota {
  endpoint: string;
  limit: number;
  remaining: number;
  windowSeconds: number;
  /** Null while calls remain. */
  waitSeconds: number | null;
}

/** TikTok's quota of this app; null, and logged, when the counters cannot be read. */
export async function tikTokQuotas({
  quota,
  clock,
  log,
}: Pick<Services, 'quota' | 'clock' | 'log'>): Promise<TikTokQuota[] | null> {
  try {
    const usages = await quota.usage(TIKTOK_ENDPOINTS);
    const now = clock.now().getTime();
    return usages.map(({ resource, limit, windowSeconds, remaining, nextFreeAt }) => ({
      endpoint: resource,
      limit,
      remaining,
      // Whole minutes, but for simulations.
      windowSeconds: Math.ceil(windowSeconds),
      waitSeconds: nextFreeAt === null ? null : Math.max(0, Math.ceil((nextFreeAt.getTime() - now) / 1_000)),
    }));
  } catch (error) {
    log.warn({ err: error }, 'The counters of calls to TikTok cannot be read');
    return null;
  }
}

/** The AI budget of the one workspace that the caller is in; null where that has none, or he is in several. */
export async function aiBudgetOf(
  deps: Pick<Services, 'database' | 'clock'>,
  { roles }: Pick<Viewer, 'roles'>,
): Promise<AiBudget | null> {
  const [budget = null] = roles.size === 1 ? await aiBudgetsOf(deps, [...roles.keys()]) : [];
  return budget;
}
