import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/**
 * GraphiQL is one page of 9 MB that carries all its scripts, so that it works without any network. It is
 * rendered and compressed once. Its own scripts and styles are inline and it evaluates its worker from a blob,
 * hence the looser policy; still nothing but this server can be reached from it.
 */
const CSP =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export interface GraphiQLPage {
  send(response: ServerResponse): void;
}

const EXAMPLES = new URL('../../../docs/examples/', import.meta.url);

/** @param apiKey filled into the headers of each tab; null outside the sandbox. */
export function createGraphiQLPage(apiKey: string | null): GraphiQLPage {
  let compressed: Buffer | undefined;
  return {
    send(response) {
      compressed ??= gzipSync(render(apiKey));
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': compressed.byteLength,
        'content-security-policy': CSP,
        'cache-control': 'no-store',
      });
      response.end(compressed);
    },
  };
}

function render(apiKey: string | null): string {
  const headers = JSON.stringify({ Authorization: `Bearer ${apiKey ?? 'your API key'}` }, null, 2);
  return renderGraphiQL({
    title: 'creatorgraph',
    subscriptionsProtocol: 'WS',
    defaultHeaders: headers,
    headers,
    shouldPersistHeaders: false,
    defaultTabs: exampleOperations().map((query) => ({ query, headers })),
  });
}

/** Each file of docs/examples is a tab, in the order of the names. */
function exampleOperations(): string[] {
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(new URL(name, EXAMPLES), 'utf8'));
}
