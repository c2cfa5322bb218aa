import { type DocumentNode, parse } from 'graphql';
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { QueryTooComplexError } from '../../lib/errors.ts';

/** Tokens of a document: ten times what the largest useful operation has. */
const MAX_TOKENS = 4_000;
/** Characters of a document that is worth keeping; a longer one is parsed anew each time. */
const MAX_KEPT_CHARACTERS = 8_000;
const MAX_KEPT_DOCUMENTS = 100;

/** Refuses a long document before it is read to its end: once parsed, it takes a hundred times its length in memory. */
export function useDocumentLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source: string, options?: object) => {
        try {
          return parse(source, { ...options, maxTokens: MAX_TOKENS });
        } catch (error) {
          // The parser calls itself for each level, until the stack is full.
          throw error instanceof RangeError
            ? new QueryTooComplexError('nesting', 'This document nests too deep.')
            : error;
        }
      });
    },
  };
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
