import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const READY_WITHIN_MS = 120_000;

/** `node server/main.ts` as a process of its own, for tests to signal and to kill. */
export interface ServerProcess {
  /** Its origin, once it is ready. */
  readonly url: string;
  /** All that it printed. */
  output(): string;
  /** Sends the signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; afterMs: number }>;
}

/** Starts the server on a free port and waits until it says that it is ready; rejects when it ends before. */
export async function startServerProcess(environment: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const { child, output } = run(environment);
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    const tooLate = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`Not ready within ${READY_WITHIN_MS / 1_000} s:\n${output()}`));
    }, READY_WITHIN_MS);
    child.stdout?.on('data', () => {
      const port = /http:\/\/localhost:(\d+)\/graphql\n/.exec(output())?.[1];
      if (port === undefined) return;
      clearTimeout(tooLate);
      resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => {
      clearTimeout(tooLate);
      reject(new Error(`It ended with ${String(code)}:\n${output()}`));
    });
  });
  return {
    url,
    output,
    async end(signal) {
      const begun = performance.now();
      child.kill(signal);
      await exited;
      return { code: child.exitCode, afterMs: performance.now() - begun };
    },
  };
}

/** Runs the server where it is expected to end by itself. */
export async function runServerProcess(
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = run(environment);
  await once(child, 'exit');
  return { code: child.exitCode, output: output() };
}

function run(environment: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const child = spawn(NODE, ['server/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', PORT: '0', SANDBOX_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return { child, output: () => printed };
}
