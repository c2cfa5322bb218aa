import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/**
 * GraphiQL is one page of 9 MB that carries all its scripts, so that it works without any network. It is
 * rendered and compressed once for the same examples. Its scripts are inline, hence allowed by their hashes, and it loads its
 * worker from a blob. Its editor writes styles into the page as it goes, which no hash can foresee: styles alone may be
 * inline. Nothing but this server can be reached from it.
 */
function policyFor(page: string): string {
  const scripts = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => {
    const hash = createHash('sha256').update(script).digest('base64');
    return `'sha256-${hash}'`;
  });
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')} blob:`,
    'worker-src blob:',
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Tabs that are there from the start keep a leftover of their entrance animation, which the first click on each
 * only clears instead of selecting the tab.
 */
const TAB_FIX = '.graphiql-tab { transform: none !important }';

export interface GraphiQLPage {
  send(response: ServerResponse): Promise<void>;
}

/** What the example operations need to run as they are. */
export interface Examples {
  /** Null outside the sandbox. */
  apiKey: string | null;
  /** Values by the names of variables; a variable without one is left for the person to fill in. */
  variables: Readonly<Record<string, string>>;
}

const FOLDER = new URL('../../../docs/examples/', import.meta.url);
const compress = promisify(gzip);

export function createGraphiQLPage(examples: () => Promise<Examples>): GraphiQLPage {
  let rendered: { for: string; page: Promise<{ content: Buffer; policy: string }> } | undefined;
  return {
    async send(response) {
      const current = await examples();
      const key = JSON.stringify(current);
      if (rendered?.for !== key) rendered = { for: key, page: prepare(render(current)) };
      const asked = rendered;
      const page = await asked.page.catch((error: unknown) => {
        // The next one tries again.
        if (rendered === asked) rendered = undefined;
        throw error;
      });
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': page.content.byteLength,
        'content-security-policy': page.policy,
        'cache-control': 'no-store',
      });
      response.end(page.content);
    },
  };
}

async function prepare(page: string): Promise<{ content: Buffer; policy: string }> {
  return { content: await compress(page), policy: policyFor(page) };
}

function render({ apiKey, variables }: Examples): string {
  const headers = JSON.stringify({ Authorization: `Bearer ${apiKey ?? 'your API key'}` }, null, 2);
  const page = renderGraphiQL({
    title: 'creatorgraph',
    // Over a socket the page would not send the tab's headers, so the key would be missing.
    subscriptionsProtocol: 'SSE',
    defaultHeaders: headers,
    headers,
    shouldPersistHeaders: false,
    defaultTabs: exampleOperations().map((query) => ({
      query,
      headers,
      variables: JSON.stringify(variablesOf(query, variables), null, 2),
    })),
  });
  return page.replace('</head>', `<style>${TAB_FIX}</style></head>`);
}

/** Each file of docs/examples is a tab, in the order of the names. */
function exampleOperations(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
}

/** A value for each required variable of an operation. */
function variablesOf(operation: string, values: Examples['variables']): Record<string, string> {
  const names = [...operation.matchAll(/\$(\w+): \w+!/g)].flatMap(([, name]) => name ?? []);
  return Object.fromEntries(names.map((name) => [name, values[name] ?? `the id of a ${name}`]));
}
