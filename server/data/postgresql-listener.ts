import pg from 'pg';
import { messageOf } from '../lib/errors.ts';
import { Listeners } from '../lib/listeners.ts';
import type { Log } from '../lib/log.ts';
import { quoteIdentifier } from './sql.ts';

const RECONNECT_FIRST_MS = 250;
const RECONNECT_MOST_MS = 10_000;
/** A connection that a firewall dropped says nothing; asking is the only way to notice. */
const HEARTBEAT_MS = 10_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

/** One connection that listens to every channel asked for, opened with the first and kept alive until closed. */
export class PostgreSQLListener {
  readonly #config: pg.ClientConfig;
  readonly #log: Log;
  readonly #listeners = new Listeners();
  /** The connection, or its making. Undefined before the first channel and while it is lost. */
  #client: Promise<pg.Client> | undefined;
  /** From the first success on, a lost connection is made again. */
  #established = false;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(config: pg.ClientConfig, log: Log) {
    this.#config = { ...config, query_timeout: HEARTBEAT_TIMEOUT_MS };
    this.#log = log;
  }

  /** Resolves once the server confirmed it. While the connection is lost, it joins when that is back. */
  async listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<() => Promise<void>> {
    if (this.#closed) throw new Error('The database is closed.');
    const remove = this.#listeners.add(channel, onMessage, onReconnect);
    try {
      if (!this.#established) this.#client ??= this.#connect();
      // Also when it listens already: repeating it is harmless, and an UNLISTEN may be on its way.
      await this.#run(`LISTEN ${quoteIdentifier(channel)}`);
    } catch (error) {
      // A connection that was lost listens to every channel when it is made again.
      if (!this.#established) {
        remove();
        throw error;
      }
    }
    return async () => {
      if (remove()) {
        // A connection that is lost listens to nothing anyway.
        await this.#run(`UNLISTEN ${quoteIdentifier(channel)}`).catch(() => undefined);
      }
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #run(sql: string): Promise<void> {
    const client = await this.#client;
    await client?.query(sql);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    let lose = (_reason: string): void => undefined;
    client.on('error', (error) => {
      lose(messageOf(error));
    });
    client.on('end', () => {
      lose('the server ended it');
    });
    client.on('notification', ({ channel, payload }) => {
      this.#listeners.deliver(channel, payload ?? '');
    });
    try {
      await client.connect();
      for (const channel of this.#listeners.channels())
        await client.query(`LISTEN ${quoteIdentifier(channel)}`);
    } catch (error) {
      this.#client = undefined;
      await client.end().catch(() => undefined);
      throw error;
    }
    lose = (reason) => {
      lose = () => undefined;
      this.#lose(client, reason);
    };
    this.#established = true;
    this.#failures = 0;
    this.#scheduleHeartbeat(client, (reason) => {
      lose(reason);
    });
    return client;
  }

  #lose(client: pg.Client, reason: string): void {
    clearTimeout(this.#timer);
    void client.end().catch(() => undefined);
    if (this.#closed) return;
    this.#log.warn({ reason }, 'the connection that listens to the database was lost');
    this.#scheduleReconnect();
  }

  #scheduleReconnect(): void {
    this.#client = undefined;
    const wait = Math.min(RECONNECT_MOST_MS, RECONNECT_FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.#client = this.#connect();
      this.#client.then(
        () => {
          this.#log.info({}, 'listening to the database again');
          this.#listeners.gap();
        },
        () => {
          if (!this.#closed) this.#scheduleReconnect();
        },
      );
    }, wait);
  }

  #scheduleHeartbeat(client: pg.Client, lose: (reason: string) => void): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => {
          this.#scheduleHeartbeat(client, lose);
        },
        (error: unknown) => {
          lose(messageOf(error));
        },
      );
    }, HEARTBEAT_MS);
    this.#timer.unref();
  }
}
