import type { Caller } from './client.ts';
import type { Figures } from './figures.ts';
import { type Place, ServerProcess, type StartTimes } from './server-process.ts';

/** How long a start may take here before it is given up; the figures have limits of their own. */
const START_LIMIT_MS = 240_000;

/** The server under test. It is started and killed several times, always in the same place. */
export class Session {
  readonly figures: Figures;
  readonly place: Place;
  /** Lines of the log, of servers before this one, that tell of a bug. */
  readonly errorLines: string[] = [];
  #server: ServerProcess | null = null;
  #key: string | null = null;

  constructor(figures: Figures, place: Place) {
    this.figures = figures;
    this.place = place;
  }

  get server(): ServerProcess {
    if (this.#server === null) throw new Error('The server does not run');
    return this.#server;
  }

  /** As whoever has the printed key. */
  get caller(): Caller {
    return { url: this.server.url, key: this.#key };
  }

  get isRunning(): boolean {
    return this.#server !== null;
  }

  async start(): Promise<StartTimes> {
    const { server, times } = await ServerProcess.start(this.place, START_LIMIT_MS);
    this.#server = server;
    this.#key = await server.printedKey();
    return times;
  }

  /** See ServerProcess.stop. */
  async stop(signal: NodeJS.Signals, to: 'server' | 'npm' | 'all', limitMs: number): Promise<number | null> {
    const { server } = this;
    const ms = await server.stop(signal, to, limitMs);
    this.#forget(server);
    return ms;
  }

  async crash(): Promise<void> {
    const { server } = this;
    await server.crash();
    this.#forget(server);
  }

  #forget(server: ServerProcess): void {
    this.errorLines.push(...server.errorLines());
    this.#server = null;
  }
}
