import { type DocumentNode, Lexer, parse, Source, TokenKind, visit } from 'graphql';
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { QueryTooComplexError } from '../../lib/errors.ts';
import type { Refusals } from '../refusals.ts';

/** Of the text of a document, as it was sent: ten times what the largest useful operation has. */
export const DOCUMENT_LIMITS = { tokens: 4_000, fields: 1_000, aliases: 100, directives: 50 } as const;

/** Characters of a document that is worth keeping; a longer one is parsed anew each time. */
const MAX_KEPT_CHARACTERS = 8_000;
const MAX_KEPT_DOCUMENTS = 100;

/**
 * Refuses what is dear to read: a long document before it is parsed, since that takes a hundred times its length in memory,
 * and one of many fields, aliases or directives before it is validated, which compares fields of one name in pairs.
 */
export function useDocumentLimits(refusals: Refusals): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source: string, options?: object) => {
        try {
          assertShort(source);
          const document = orTooDeep(() => parse(source, options));
          assertSimple(document);
          return document;
        } catch (error) {
          if (error instanceof QueryTooComplexError) refusals.count(error.reason);
          throw error;
        }
      });
    },
  };
}

function assertShort(text: string): void {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  while (lexer.advance().kind !== TokenKind.EOF) {
    tokens += 1;
    if (tokens > DOCUMENT_LIMITS.tokens) throw tooMany('tokens', DOCUMENT_LIMITS.tokens);
  }
}

/** Parser and visitor call themselves for each level, until the stack is full. */
function orTooDeep<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError
      ? new QueryTooComplexError('nesting', 'This document nests too deep.')
      : error;
  }
}

function assertSimple(document: DocumentNode): void {
  const counted = { fields: 0, aliases: 0, directives: 0 };
  orTooDeep(() =>
    visit(document, {
      Field: ({ alias }) => {
        counted.fields += 1;
        if (alias !== undefined) counted.aliases += 1;
      },
      Directive: () => {
        counted.directives += 1;
      },
    }),
  );
  const { fields, aliases, directives } = DOCUMENT_LIMITS;
  if (counted.aliases > aliases) throw tooMany('aliases', aliases);
  if (counted.directives > directives) throw tooMany('directives', directives);
  if (counted.fields > fields) throw tooMany('fields', fields);
}

function tooMany(what: keyof typeof DOCUMENT_LIMITS, most: number): QueryTooComplexError {
  const reason = what === 'fields' ? 'breadth' : what;
  return new QueryTooComplexError(
    reason,
    `This document has more than ${String(most)} ${what}, which is the most that is read.`,
  );
}

/** Keeps the documents that were used last, within some 100 MB whatever strangers send, and no errors. */
export function createDocumentCache(): NonNullable<
  YogaServerOptions<object, object>['parserAndValidationCache']
> {
  const kept = new Map<string, DocumentNode>();
  const set = (text: string, document: DocumentNode) => {
    if (text.length > MAX_KEPT_CHARACTERS) return;
    // Put in anew, so that the first one is always the one that was used longest ago.
    kept.delete(text);
    kept.set(text, document);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT_DOCUMENTS && oldest !== undefined) kept.delete(oldest);
  };
  return {
    documentCache: {
      get(text: string): DocumentNode | undefined {
        const document = kept.get(text);
        if (document !== undefined) set(text, document);
        return document;
      },
      set,
    },
    errorCache: { get: () => undefined, set: () => undefined },
  };
}
