import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../lib/log.ts';
import { createOpenAiSandboxHandler } from './openai/handler.ts';
import { startTikTokSandbox } from './tiktok/server.ts';

const Health = z.object({ sandbox: z.literal('tiktok') });

/** Something else listens where the sandbox is wanted; the message tells the operator what to do. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

export interface JoinedSandbox {
  /** Its origin. */
  url: string;
  /** Stops it where it was started here; one that was there before goes on. */
  close(): Promise<void>;
}

/**
 * The vendors' sandboxes on `port` of this machine: started here, or joined where they run already, by
 * `npm run sandbox` or by another node.
 *
 * @throws PortTakenError when something else has the port.
 */
export async function joinSandbox(options: {
  port: number;
  dataDir: string;
  log: Log;
}): Promise<JoinedSandbox> {
  const { port, dataDir, log } = options;
  try {
    return await startTikTokSandbox({
      port,
      stateFile: join(dataDir, 'sandbox', 'tiktok.json'),
      log,
      extraHandlers: [createOpenAiSandboxHandler()],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const url = `http://127.0.0.1:${String(port)}`;
    if (!(await isSandbox(url))) {
      throw new PortTakenError(
        `Port ${String(port)} is wanted for the TikTok sandbox but another program has it. ` +
          'Set SANDBOX_PORT to a free one, or TIKTOK_CLIENT_KEY and its companions to use TikTok itself.',
        { cause: error },
      );
    }
    log.info({ url }, 'Using the TikTok sandbox that runs already');
    return { url, close: () => Promise.resolve() };
  }
}

async function isSandbox(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_sandbox/health`, { signal: AbortSignal.timeout(2_000) });
    return Health.safeParse(await response.json()).success;
  } catch {
    return false; // Not reachable, or not JSON: another program.
  }
}
