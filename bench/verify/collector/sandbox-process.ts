import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET } from '../../../server/sandbox/tiktok/server.ts';
import { controlTikTok, type TestTikTok } from '../../../server/testing/tiktok.ts';
import { freePort, ROOT } from '../server-process.ts';

const STARTS_WITHIN_MS = 60_000;

/** A TikTok sandbox in a process of its own, as `npm run sandbox` starts it. */
export async function startSandboxProcess(): Promise<TestTikTok> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-sandbox-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['server/sandbox/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], SANDBOX_PORT: String(port), CREATORGRAPH_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killChild = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killChild);
  const exited = once(child, 'exit');
  const says = once(child.stdout, 'data', { signal: AbortSignal.timeout(STARTS_WITHIN_MS) });
  await Promise.race([says, exited]);
  if (child.exitCode !== null) throw new Error(`The sandbox ended with ${String(child.exitCode)}`);
  const address = {
    url: `http://127.0.0.1:${String(port)}`,
    clientKey: SANDBOX_CLIENT_KEY,
    clientSecret: SANDBOX_CLIENT_SECRET,
  };
  return controlTikTok(address, async () => {
    process.off('exit', killChild);
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  });
}
