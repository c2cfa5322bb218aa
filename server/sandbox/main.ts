import { join } from 'node:path';

import { z } from 'zod';

import { messageOf } from '../lib/errors.ts';
import { createOpenAiSandboxHandler } from './openai/handler.ts';
import {
  SANDBOX_RESEARCH_CLIENT_KEY,
  SANDBOX_RESEARCH_CLIENT_SECRET,
  startTikTokSandbox,
  type TikTokSandbox,
} from './tiktok/server.ts';

/** `npm run sandbox`: the vendors' sandboxes alone, on one port of this machine. */

const environment = z
  .object({
    SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4010),
    CREATORGRAPH_DATA_DIR: z.string().min(1).default('.data'),
  })
  .safeParse(process.env);

if (environment.success) {
  await start(environment.data.SANDBOX_PORT, environment.data.CREATORGRAPH_DATA_DIR);
} else {
  console.error(z.prettifyError(environment.error));
  process.exitCode = 1;
}

async function start(port: number, dataDir: string): Promise<void> {
  let sandbox: TikTokSandbox;
  try {
    sandbox = await startTikTokSandbox({
      port,
      stateFile: join(dataDir, 'sandbox', 'tiktok.json'),
      extraHandlers: [createOpenAiSandboxHandler()],
    });
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    console.error(
      taken
        ? `Port ${port} is taken, perhaps by a sandbox that runs already. Set SANDBOX_PORT to another one, and CREATORGRAPH_DATA_DIR to a folder of its own.`
        : messageOf(error),
    );
    process.exitCode = 1;
    return;
  }

  const demo = sandbox.creators.slice(0, 3).map(({ key }) => key);
  console.log(`The TikTok sandbox listens at ${sandbox.url}

Point a TikTok client at it:
  authorization page  ${sandbox.url}/v2/auth/authorize/
  API                 ${sandbox.url}
  client key          ${sandbox.clientKey}
  client secret       ${sandbox.clientSecret}
  redirect URI        any on localhost or 127.0.0.1 with a port
or creatorgraph:
  TIKTOK_AUTH_URL=${sandbox.url}/v2/auth/authorize/ TIKTOK_API_URL=${sandbox.url}
  TIKTOK_CLIENT_KEY=${sandbox.clientKey} TIKTOK_CLIENT_SECRET=${sandbox.clientSecret}
  TIKTOK_REDIRECT_URI=<its callback, on localhost or 127.0.0.1>

Creators ${demo.join(', ')} and others wait on the page. Clock, limits, faults, made-up creators, webhooks
and the log of calls: ${sandbox.url}/_sandbox/ and server/sandbox/README.md.

For trends of the Research API:
  TIKTOK_RESEARCH_API_URL=${sandbox.url} TIKTOK_RESEARCH_CLIENT_KEY=${SANDBOX_RESEARCH_CLIENT_KEY}
  TIKTOK_RESEARCH_CLIENT_SECRET=${SANDBOX_RESEARCH_CLIENT_SECRET}
For streamed completions without an OpenAI key:
  OPENAI_BASE_URL=${sandbox.url}/openai/v1 OPENAI_API_KEY=any

Ctrl+C stops it; what was connected stays connected.`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void sandbox.close();
    });
  }
}
