import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { reasonOf } from './figures.ts';
import { until } from './waiting.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** What configures the product. Of the environment that this runs in none of it may change what is measured. */
const CONFIGURATION = /^(CREATORGRAPH_|TIKTOK_|OPENAI_|DATABASE_URL$|REDIS_URL$|HOST$)/;

/** Where a server keeps its things and listens; the same for every start, so that a restart finds all again. */
export interface Place {
  dataDir: string;
  port: number;
  sandboxPort: number;
}

export interface StartTimes {
  /** Until the server's own process began, thus after what `npm start` builds. Milliseconds from `npm start`. */
  prestartMs: number;
  /** Until it answered anything at all. */
  listeningMs: number;
  /** Until `/ready` answered 200. */
  readyMs: number;
  /** What the server's process had computed by then, all threads together. A busy machine does not stretch it. */
  cpuSeconds: number;
}

const living = new Set<ChildProcess>();

/** The product as a user starts it: `npm start` in a process group of its own. */
export class ServerProcess {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly #npm: ChildProcess;
  #output = '';

  private constructor({ port, sandboxPort }: Place, npm: ChildProcess) {
    this.url = `http://127.0.0.1:${String(port)}`;
    this.sandboxUrl = `http://127.0.0.1:${String(sandboxPort)}`;
    this.#npm = npm;
    living.add(npm);
    for (const stream of [npm.stdout, npm.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  /** Resolves once `/ready` answers 200; rejects, with what the server said, where that takes over `limitMs`. */
  static async start(place: Place, limitMs: number): Promise<{ server: ServerProcess; times: StartTimes }> {
    const env: NodeJS.ProcessEnv = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURATION.test(name))),
      PORT: String(place.port),
      SANDBOX_PORT: String(place.sandboxPort),
      CREATORGRAPH_DATA_DIR: place.dataDir,
    };
    const start = performance.now();
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new ServerProcess(place, npm);
    const times: StartTimes = { prestartMs: 0, listeningMs: 0, readyMs: 0, cpuSeconds: 0 };
    const ask = async (): Promise<true | undefined> => {
      const now = performance.now() - start;
      if (times.prestartMs === 0 && server.#output.includes('> node server/main.ts')) times.prestartMs = now;
      if (npm.exitCode !== null) throw new Error(`npm start ended with ${String(npm.exitCode)}`);
      const status = await statusOf(`${server.url}/ready`);
      if (status !== null && times.listeningMs === 0) times.listeningMs = performance.now() - start;
      return status === 200 ? true : undefined;
    };
    try {
      await until(ask, { what: '/ready', limitMs, everyMs: 25 });
    } catch (error) {
      server.killAll();
      throw new Error(`${reasonOf(error)}; it said: ${server.#output.slice(-600)}`, { cause: error });
    }
    times.readyMs = performance.now() - start;
    times.cpuSeconds = server.#cpuSeconds();
    return { server, times };
  }

  get output(): string {
    return this.#output;
  }

  /** As the terminal shows it. */
  async printedKey(): Promise<string> {
    const ask = (): string | undefined => /Demo API key\s+(cg_[\w-]+)/.exec(this.#output)?.[1];
    const { answer } = await until(ask, { what: 'the printed key', limitMs: 5_000 });
    return answer;
  }

  /** Lines of the log that tell of a bug: level error or worse. */
  errorLines(): string[] {
    return this.#output.split('\n').filter((line) => /^\{"level":[56]0,/.test(line));
  }

  /** Of the server itself, beneath npm and its shell; null once it is gone. */
  pid(): number | null {
    const table = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'pgid=', '-o', 'args='], {
      encoding: 'utf8',
    });
    for (const line of table.split('\n')) {
      const [, pid, group, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      if (Number(group) === this.#npm.pid && /^\S*node(\s+\S+)*\s+server\/main\.ts/.test(args ?? '')) {
        return Number(pid);
      }
    }
    return null;
  }

  #cpuSeconds(): number {
    const time = execFileSync('ps', ['-o', 'time=', '-p', String(this.pid())], { encoding: 'utf8' });
    // [hours:]minutes:seconds
    return time
      .trim()
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  /**
   * Sends a signal and waits until every process of the group is gone.
   *
   * @param to `server`: the process itself, as a supervisor that runs it without npm; `npm`: the process that a
   * supervisor of `npm start` knows; `all`: the whole group, as Ctrl+C in a terminal.
   * @returns milliseconds, or null when something was left after `limitMs`; that is killed then.
   */
  async stop(signal: NodeJS.Signals, to: 'server' | 'npm' | 'all', limitMs: number): Promise<number | null> {
    const group = this.#npm.pid!;
    const target = to === 'all' ? -group : to === 'npm' ? group : this.pid();
    const gone = (): true | undefined => (isAlive(-group) ? undefined : true);
    try {
      if (target !== null) process.kill(target, signal);
      const { ms } = await until(gone, { what: 'the end', limitMs });
      living.delete(this.#npm);
      return ms;
    } catch {
      this.killAll();
      await until(gone, { what: 'the end after kill -9', limitMs: 5_000 });
      return null;
    }
  }

  /** `kill -9` of everything at once; returns before the processes are gone. */
  killAll(): void {
    if (isAlive(-this.#npm.pid!)) process.kill(-this.#npm.pid!, 'SIGKILL');
    living.delete(this.#npm);
  }

  /** `kill -9`, and waits until nothing of it is left. */
  async crash(): Promise<void> {
    this.killAll();
    const group = this.#npm.pid!;
    await until(() => (isAlive(-group) ? undefined : true), {
      what: 'the end after kill -9',
      limitMs: 5_000,
    });
  }
}

/** For the end of this program, however it comes. */
export function killEverything(): void {
  for (const npm of living) {
    if (npm.pid !== undefined && isAlive(-npm.pid)) process.kill(-npm.pid, 'SIGKILL');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Null where nobody listens. */
export async function statusOf(url: string): Promise<number | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
