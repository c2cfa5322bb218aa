import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../lib/config.ts';
import { complexityOptions } from '../schema/complexity.ts';
import { MAX_PAGE_SIZE } from '../schema/page-arguments.ts';
import { DOOR_LIMITS } from './door-limits.ts';
import { DOCUMENT_LIMITS } from './plugins/use-document-limits.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');

/** The rows of all tables of a document, each by its first cell. */
function rowsOf(text: string): Map<string, string[]> {
  const rows = [...text.matchAll(/^\| (.+) \|$/gm)].map(([, cells = '']) =>
    cells.split(' | ').map((cell) => cell.trim()),
  );
  return new Map(rows.map(([first = '', ...rest]) => [first, rest]));
}

describe('docs/LIMITS.md', () => {
  const number = (value: number) => value.toLocaleString('en');
  const seconds = (ms: number) => `${number(ms / 1_000)} s`;
  const bytes = (size: number) => `${number(size)} B`;
  const { depth, breadth, complexity } = complexityOptions.limit;
  const { signedIn, strangers } = readConfig({}, { clientKey: '', clientSecret: '' }).rateLimits;

  it.each([
    ['tokens', [number(DOCUMENT_LIMITS.tokens)]],
    ['fields as written', [number(DOCUMENT_LIMITS.fields)]],
    ['aliases', [number(DOCUMENT_LIMITS.aliases)]],
    ['directives', [number(DOCUMENT_LIMITS.directives)]],
    ['depth, with `edges` and `node` as levels', [number(depth)]],
    ['breadth: fields, with fragments spread out', [number(breadth)]],
    ['cost', [number(complexity)]],
    ['rows of a page (`BAD_USER_INPUT`)', [number(MAX_PAGE_SIZE)]],
    ['its header', [seconds(DOOR_LIMITS.headerMs)]],
    ['its body', [bytes(DOOR_LIMITS.bodyBytes)]],
    ['until the body is there', [seconds(DOOR_LIMITS.bodyMs)]],
    ['until a query or mutation is answered', [seconds(DOOR_LIMITS.operationMs)]],
    ['the same with a file', [seconds(DOOR_LIMITS.uploadMs)]],
    ['TCP connections of one address', [number(DOOR_LIMITS.connectionsPerAddress)]],
    ['TCP connections in all', [number(DOOR_LIMITS.connections)]],
    ['sockets of one address', [number(DOOR_LIMITS.socketsPerAddress)]],
    ['sockets in all', [number(DOOR_LIMITS.sockets)]],
    ['until `connection_init`', [seconds(DOOR_LIMITS.connectionInitMs)]],
    ['until a ping is answered', [seconds(DOOR_LIMITS.pingMs)]],
    ['a message', [bytes(DOOR_LIMITS.messageBytes)]],
    ['operations under way', [number(DOOR_LIMITS.operationsPerSocket)]],
    ['an API key, a user', [number(signedIn.requests), number(signedIn.cost)]],
    ['an address of strangers', [number(strangers.requests), number(strangers.cost)]],
  ])('has the number of the code: %s', (what, expected) => {
    expect(rowsOf(read('docs/LIMITS.md')).get(what)?.slice(0, expected.length)).toEqual(expected);
  });
});

describe('SECURITY.md', () => {
  const text = read('SECURITY.md');

  it('names tests that exist', () => {
    const named = [...text.matchAll(/`([\w/.-]+\.test\.tsx?)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !existsSync(new URL(name, ROOT)))).toEqual([]);
  });

  it('answers each of the ten risks, with a proof', () => {
    for (let risk = 1; risk <= 10; risk += 1) {
      expect(text).toMatch(new RegExp(`^\\| API${String(risk)} .*\\.test\\.ts`, 'm'));
    }
  });
});
