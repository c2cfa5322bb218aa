import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** A request as it reached the server, over either transport. */
export interface SeenRequest {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
}

/** What a request with a file had besides its operation. */
export interface SeenForm {
  readonly map: unknown;
  readonly file: File;
  readonly preflight: string | undefined;
}

/** An answer to a query or mutation; a string body is sent as it is. `cut` drops the socket instead. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | 'cut';

/** What a subscription is sent, and what happens then. `open` leaves it waiting. */
export interface ScriptedStream {
  readonly responses: readonly unknown[];
  readonly then: 'complete' | 'cut' | 'open';
}

export interface Script {
  readonly answer?: (request: SeenRequest, nth: number) => Answer;
  readonly stream?: (request: SeenRequest, nth: number) => ScriptedStream;
  /** Refuses a socket's credential: closes with 4403. Over SSE and HTTP the answer is 401. */
  readonly refuses?: (authorization: string | undefined) => boolean;
}

/** A server on loopback that speaks GraphQL over HTTP, SSE and graphql-transport-ws, and says what the script says. */
export async function startScriptedServer(script: Script) {
  const seen: SeenRequest[] = [];
  const forms: SeenForm[] = [];
  let answers = 0;
  let streams = 0;

  const answerHttp = (message: IncomingMessage, answer: ServerResponse, body: string): void => {
    const { operationName = '', variables = {} } = JSON.parse(body) as Partial<SeenRequest>;
    const { authorization, accept } = message.headers;
    const request = { operationName, variables, authorization, accept };
    seen.push(request);
    if (script.refuses?.(authorization)) {
      answer.writeHead(401, { 'content-type': 'application/graphql-response+json' });
      answer.end(JSON.stringify({ errors: [{ message: 'Who?', extensions: { code: 'UNAUTHENTICATED' } }] }));
    } else if (accept === 'text/event-stream') {
      streams += 1;
      const { responses, then } = script.stream?.(request, streams) ?? { responses: [], then: 'complete' };
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.write(':\n\n');
      for (const response of responses) answer.write(`event: next\ndata: ${JSON.stringify(response)}\n\n`);
      if (then === 'complete') answer.end('event: complete\ndata:\n\n');
      // Half an event, and gone.
      if (then === 'cut') answer.write('event: next\ndata: {"da', () => answer.destroy());
    } else {
      answers += 1;
      const scripted = script.answer?.(request, answers) ?? { status: 404, body: 'No script.' };
      if (scripted === 'cut') {
        answer.destroy();
        return;
      }
      answer.writeHead(scripted.status ?? 200, {
        'content-type': 'application/graphql-response+json',
        ...scripted.headers,
      });
      answer.end(typeof scripted.body === 'string' ? scripted.body : JSON.stringify(scripted.body));
    }
  };

  const server = createServer((message, answer) => {
    const chunks: Uint8Array[] = [];
    message.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    message.on('end', () => {
      void operationsOf(message, Buffer.concat(chunks), forms).then((operations) => {
        answerHttp(message, answer, operations);
      });
    });
  });

  const onSocket = (socket: WebSocket): void => {
    let authorization: string | undefined;
    const say = (message: object): void => {
      socket.send(JSON.stringify(message));
    };
    socket.on('message', (raw: Buffer) => {
      const message = JSON.parse(raw.toString()) as {
        type: string;
        id: string;
        payload?: Partial<SeenRequest>;
      };
      if (message.type === 'connection_init') {
        authorization = message.payload?.authorization;
        if (script.refuses?.(authorization)) socket.close(4403, 'Forbidden');
        else say({ type: 'connection_ack' });
      }
      if (message.type === 'ping') say({ type: 'pong' });
      if (message.type !== 'subscribe') return;
      const { operationName = '', variables = {} } = message.payload ?? {};
      const request = { operationName, variables, authorization, accept: undefined };
      seen.push(request);
      streams += 1;
      const { responses, then } = script.stream?.(request, streams) ?? { responses: [], then: 'complete' };
      for (const payload of responses) say({ id: message.id, type: 'next', payload });
      if (then === 'complete') say({ id: message.id, type: 'complete' });
      // The client has read what was sent before it sees the end.
      if (then === 'cut') socket.close(1012, 'Restart');
    });
  };
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
  sockets.on('connection', onSocket);

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/graphql`,
    seen,
    forms,
    /** How many subscriptions were opened, the refused ones not counted. */
    openedStreams: () => streams,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The operation as JSON; a form is taken apart by the platform, which knows how forms are written. */
async function operationsOf(message: IncomingMessage, body: Buffer, forms: SeenForm[]): Promise<string> {
  const type = message.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body.toString();
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  forms.push({
    map: JSON.parse(form.get('map') as string),
    file: form.get('0') as File,
    preflight: message.headers['graphql-require-preflight'] as string | undefined,
  });
  return form.get('operations') as string;
}
