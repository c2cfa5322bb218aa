import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TikTokConfig } from '../lib/config.ts';

/** What a worker process of `token-worker.fixture.ts` is to do. */
export interface TokenWorkerOrder {
  databaseUrl: string;
  encryptionKeys: string;
  tiktok: TikTokConfig;
  /** ISO 8601: where its clock stands. */
  now: string;
  connectionIds: string[];
  /** Whether it stops for good between TikTok's answer to a refresh and storing it. */
  hangsAfterAnswer: boolean;
}

export interface TokenWorkerReport {
  /** Connections that got an access token. */
  served: number;
  /** Messages of those that did not. */
  failures: string[];
}

/** A worker process that waits for its start. */
export interface TokenWorker {
  /** Lets it begin; resolves with the next line that it says. */
  begin(): Promise<string>;
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** Waits for its own end. */
  ended(): Promise<void>;
}

const FIXTURE = fileURLToPath(new URL('./token-worker.fixture.ts', import.meta.url));
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

/** Starts the process and waits until it is ready to begin. */
export async function startTokenWorker(order: TokenWorkerOrder): Promise<TokenWorker> {
  const child: ChildProcess = spawn(NODE, [FIXTURE, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
  });
  const exited = once(child, 'exit');
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('The worker has no pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('The worker ended before it said anything');
    return line.value;
  };
  if ((await nextLine()) !== 'ready') throw new Error('The worker did not get ready');
  return {
    async begin() {
      stdin.write('go\n');
      return nextLine();
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async ended() {
      await exited;
    },
  };
}
