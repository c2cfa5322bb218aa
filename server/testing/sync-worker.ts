import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TikTokConfig } from '../lib/config.ts';
import type { PlannedSync } from '../modules/collector/sync-plan.service.ts';

/** What a process of `sync-worker.fixture.ts` is to do. */
export interface SyncWorkerOrder {
  databaseUrl: string;
  encryptionKeys: string;
  tiktok: TikTokConfig;
  sync: PlannedSync;
}

export interface SyncWorkerReport {
  outcome: string;
  /** The most memory that the process had, and what it had before the sync began. */
  peakBytes: number;
  baseBytes: number;
}

const FIXTURE = fileURLToPath(new URL('./sync-worker.fixture.ts', import.meta.url));
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

/** A worker in a process of its own. */
export interface SyncWorker {
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** Waits for the end of the sync; null where the process ended without one. */
  report(): Promise<SyncWorkerReport | null>;
}

export function startSyncWorker(order: SyncWorkerOrder): SyncWorker {
  const child: ChildProcess = spawn(NODE, [FIXTURE, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
  });
  const exited = once(child, 'exit');
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return {
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async report() {
      await exited;
      return printed === '' ? null : (JSON.parse(printed) as SyncWorkerReport);
    },
  };
}
