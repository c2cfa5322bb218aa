import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A vendor whose every token says when it was sent, by the clock that all processes of the machine share: as a
 * model of the OpenAI API, which writes it into one field, and bare, a token a line.
 */
export interface TokenVendor {
  /** What `OPENAI_BASE_URL` must be. */
  readonly baseUrl: string;
  /** Gives the tokens bare. */
  readonly bareUrl: string;
  /** Resolves once somebody reads. */
  reader(): Promise<void>;
  /** Sends a token to whoever reads. */
  send(): void;
  /** Ends what is read. */
  finish(): void;
  close(): Promise<void>;
}

const BEFORE = '{"recommendations":[{"kind":"IDEA","title":"';
const AFTER =
  '","idea":"x","hook":null,"callToAction":null,"caption":null,"script":[],"hashtags":[],"postAt":[],"citations":[]}]}';

export async function startTokenVendor(): Promise<TokenVendor> {
  const models = new Set<ServerResponse>();
  const bare = new Set<ServerResponse>();
  let onReader: () => void = () => undefined;
  const server = createServer((request, response) => {
    const isModel = request.method === 'POST';
    const readers = isModel ? models : bare;
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': isModel ? 'text/event-stream' : 'text/plain' });
      response.flushHeaders();
      response.socket?.setNoDelay(true);
      if (isModel) response.write(chunk(BEFORE));
      readers.add(response);
      response.once('close', () => readers.delete(response));
      onReader();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    baseUrl: `${origin}/v1`,
    bareUrl: `${origin}/bare`,
    reader: () =>
      new Promise((resolve) => {
        onReader = resolve;
        if (models.size + bare.size > 0) resolve();
      }),
    send() {
      const token = `t${String(process.hrtime.bigint())} `;
      for (const response of models) response.write(chunk(token));
      for (const response of bare) response.write(`${token}\n`);
    },
    finish() {
      for (const response of models) {
        response.write(chunk(AFTER));
        response.write(line({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
        response.end('data: [DONE]\n\n');
      }
      for (const response of bare) response.end();
      models.clear();
      bare.clear();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function chunk(content: string): string {
  return line({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

function line(payload: object): string {
  const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench' };
  return `data: ${JSON.stringify({ ...head, ...payload })}\n\n`;
}
