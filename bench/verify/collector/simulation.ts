import type { CallLimits } from '../../../server/lib/call-quota.ts';
import { createTestCollector, type TestCollector } from '../../../server/testing/collector.ts';
import { type Punctuality, RUNGS } from '../../../server/testing/simulation-judge.ts';
import type { Simulation } from '../../../server/testing/simulation.ts';
import { inSeconds, load, say } from '../figures.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export const DAY_MS = 86_400_000;
export const DATA_ENDPOINTS = ['user/info', 'video/list', 'video/query'] as const;
export type DataEndpoint = (typeof DATA_ENDPOINTS)[number];
/** TikTok's, of each endpoint of an app. */
export const TIKTOK_LIMIT = { limit: 600, windowMs: 60_000 };
export const SHARE_IN_TIME = 0.99;
export const START = new Date('2026-08-01T12:00:00Z');

/** The collector on a database of its own, and its sandbox in a process of its own, for as long as `work` takes. */
export async function withCollector<T>(
  limits: CallLimits,
  work: (collector: TestCollector) => Promise<T>,
): Promise<T> {
  const collector = await createTestCollector({ limits, sandbox: await startSandboxProcess() });
  try {
    return await work(collector);
  } finally {
    await collector.close();
  }
}

/** Runs days, and says now and then how far it is. */
export async function runDays(simulation: Simulation, days: number): Promise<void> {
  const begun = performance.now();
  let said = begun;
  for (let day = 1; day <= days; day += 1) {
    await simulation.runUntil(new Date(START.getTime() + day * DAY_MS));
    if (performance.now() - said < 30_000) continue;
    said = performance.now();
    say(
      `          day ${String(day)} of ${String(days)} after ${inSeconds(said - begun)}, ${String(simulation.calls.length)} calls; ${load()}`,
    );
  }
}

export function percent(share: number): string {
  // Never rounded up to what was not reached.
  return `${String(Math.floor(share * 10_000) / 100)} %`;
}

export function shareOf({ due, inTime }: Punctuality): number {
  return due === 0 ? 1 : inTime / due;
}

export const RUNG_NAMES = RUNGS.map(({ name }) => name);
