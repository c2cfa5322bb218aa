import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../lib/log.ts';
import { StartError } from '../lib/start-error.ts';
import { createOpenAiSandboxHandler } from './openai/handler.ts';
import { startTikTokSandbox } from './tiktok/server.ts';

const Health = z.object({ sandbox: z.literal('tiktok'), deployment: z.string().nullable() });

export interface JoinedSandbox {
  /** Its origin. */
  url: string;
  /** Stops it where it was started here; one that was there before goes on. */
  close(): Promise<void>;
}

/**
 * The vendors' sandboxes on `port` of this machine: started here, or joined where another node of this deployment
 * has started them. Those of others are never joined: whoever builds a demo moves their clock.
 *
 * @throws StartError when something else has the port.
 */
export async function joinSandbox(options: {
  port: number;
  dataDir: string;
  /** The same for all nodes on one database, and for no others. */
  deployment: string;
  log: Log;
}): Promise<JoinedSandbox> {
  const { port, dataDir, deployment, log } = options;
  try {
    return await startTikTokSandbox({
      port,
      stateFile: join(dataDir, 'sandbox', 'tiktok.json'),
      deployment,
      log,
      extraHandlers: [createOpenAiSandboxHandler()],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const url = `http://127.0.0.1:${String(port)}`;
    const running = await healthOf(url);
    if (running?.deployment !== deployment) {
      const owner = running === null ? 'another program' : 'the TikTok sandbox of another server';
      throw new StartError(
        `SANDBOX_PORT: port ${String(port)} is wanted for the TikTok sandbox, but ${owner} has it. ` +
          'Set SANDBOX_PORT to a free one, or TIKTOK_CLIENT_KEY and its companions to use TikTok itself.',
        { cause: error },
      );
    }
    log.info({ url }, 'Using the TikTok sandbox that another node has started');
    return { url, close: () => Promise.resolve() };
  }
}

/** Null where nothing answers, or no sandbox. */
async function healthOf(url: string): Promise<z.infer<typeof Health> | null> {
  try {
    const response = await fetch(`${url}/_sandbox/health`, { signal: AbortSignal.timeout(2_000) });
    return Health.safeParse(await response.json()).data ?? null;
  } catch {
    return null; // Not reachable, or not JSON: another program.
  }
}
