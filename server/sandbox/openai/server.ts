import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOpenAiSandboxHandler } from './handler.ts';
import type { Witness } from './handler.ts';

export interface OpenAiSandbox {
  /** What `OPENAI_BASE_URL` must be to reach it. */
  readonly baseUrl: string;
  readonly port: number;
  /** Answers being written. */
  openStreams(): number;
  /** Resolves when no answer is being written. */
  whenIdle(): Promise<void>;
  /** Ends open streams and frees the port. */
  close(): Promise<void>;
}

export interface OpenAiSandboxOptions {
  /** 0 takes a free one. */
  port: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** Between chunks of a stream. @default 20 */
  tokenDelayMs?: number;
  /** @default nobody */
  witness?: Witness;
}

/** Starts the OpenAI sandbox on a port of its own. */
export async function startOpenAiSandbox(options: OpenAiSandboxOptions): Promise<OpenAiSandbox> {
  const { port, host = '127.0.0.1', ...handlerOptions } = options;
  const handler = createOpenAiSandboxHandler(handlerOptions);
  const server = createServer((req, res) => {
    handler
      .handle(req, res)
      .then((isHandled) => {
        if (!isHandled) res.writeHead(404).end();
      })
      .catch(() => {
        // The client left while its body was read, or a bug: either way nobody gets an answer from here.
        res.destroy();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host}:${String(address.port)}/openai/v1`,
    port: address.port,
    openStreams: () => handler.openStreams(),
    whenIdle: () => handler.whenIdle(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      }),
  };
}
